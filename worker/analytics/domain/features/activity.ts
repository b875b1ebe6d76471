import type { DealAsOf } from '../as-of'
import { DAY_MS, type Interaction } from '../timeline'
import { type FeatureDefinition, featuresOf, type Sight } from './definition'
import { days, percent, plural } from './words'

const { numeric, category } = featuresOf('activity')

// A note is written to oneself: it is no contact with the buyer.
const isContact = (interaction: Interaction) => interaction.channel !== 'note'
const isMeeting = (interaction: Interaction) => interaction.channel === 'meeting'
const isFromBuyer = (interaction: Interaction) => interaction.direction === 'in'

function within(deal: DealAsOf, window: number, wanted: (interaction: Interaction) => boolean): Interaction[] {
  return deal.interactions.filter((interaction) => interaction.at > deal.at - window * DAY_MS && wanted(interaction))
}

/** Days since the last interaction that is wanted; null when there was none, or none is recorded. */
function daysSince({ deal }: Sight, wanted: (interaction: Interaction) => boolean): number | null {
  const last = deal.recorded ? deal.interactions.findLast(wanted) : undefined
  return last ? (deal.at - last.at) / DAY_MS : null
}

const CHANNELS = [
  { channel: 'call', one: 'call', many: 'calls' },
  { channel: 'email', one: 'e-mail', many: 'e-mails' },
  { channel: 'meeting', one: 'meeting', many: 'meetings' },
] as const

const WINDOWS = [7, 30, 90] as const

const counts: FeatureDefinition[] = CHANNELS.flatMap(({ channel, one, many }) =>
  WINDOWS.map((window) =>
    numeric({
      name: `${channel}s_${window}d`,
      topic: `${channel}s`,
      unit: 'count',
      phrase: `${many[0]!.toUpperCase()}${many.slice(1)} in ${window} days`,
      unknown: 'Activity not recorded',
      ...(channel !== 'email' && { whatIf: [channel] as const }),
      read: ({ deal }) => (deal.recorded ? within(deal, window, (i) => i.channel === channel).length : null),
      say: (value) => (value === 0 ? `No ${one} in ${window} days` : `${plural(value, one, many)} in ${window} days`),
    }),
  ),
)

/** The buyer's share of e-mails and calls; null when too few were exchanged to speak of a share. */
function replyRatio({ deal }: Sight): number | null {
  if (!deal.recorded) return null
  const exchanged = within(deal, 90, (i) => i.direction !== null && !isMeeting(i) && isContact(i))
  return exchanged.length < 2 ? null : exchanged.filter(isFromBuyer).length / exchanged.length
}

/** The middle time, in days, that e-mails of the last 90 days waited for an answer. */
function replyDays({ deal }: Sight): number | null {
  if (!deal.recorded) return null
  const waits: number[] = []
  let sentAt: number | null = null
  for (const email of within(deal, 90, (i) => i.channel === 'email')) {
    if (email.direction === 'out') sentAt ??= email.at
    else if (email.direction === 'in' && sentAt !== null) {
      waits.push((email.at - sentAt) / DAY_MS)
      sentAt = null
    }
  }
  waits.sort((a, b) => a - b)
  return waits[waits.length >> 1] ?? null
}

function people(interactions: readonly Interaction[]): number {
  return new Set(interactions.flatMap((interaction) => interaction.personId ?? [])).size
}

const toned = ({ deal }: Sight) =>
  within(deal, 90, (interaction) => interaction.sentiment !== null).map((interaction) => ({
    at: interaction.at,
    sentiment: interaction.sentiment ?? 0, // filtered above
  }))

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Change of tone in 30 days: the slope of the least-squares line. */
function sentimentSlope(sight: Sight): number | null {
  const points = toned(sight)
  if (points.length < 3) return null
  const at = mean(points.map((point) => point.at))
  const sentiment = mean(points.map((point) => point.sentiment))
  let covariance = 0
  let variance = 0
  for (const point of points) {
    covariance += (point.at - at) * (point.sentiment - sentiment)
    variance += (point.at - at) ** 2
  }
  // All within an hour is one conversation, not a trend.
  return variance / points.length < (DAY_MS / 24) ** 2 ? null : (covariance / variance) * 30 * DAY_MS
}

export const ACTIVITY_FEATURES: readonly FeatureDefinition[] = [
  ...counts,
  numeric({
    name: 'days_since_contact',
    topic: 'contact',
    unit: 'days',
    phrase: 'Days since the last contact',
    unknown: 'No contact yet',
    whatIf: ['meeting', 'call'],
    read: (sight) => daysSince(sight, isContact),
    say: (value) =>
      value < 1 ? 'In contact today' : value < 8 ? `Last contact ${days(value)} ago` : `No contact in ${days(value)}`,
  }),
  numeric({
    name: 'days_since_meeting',
    topic: 'meetings',
    unit: 'days',
    phrase: 'Days since the last meeting',
    unknown: 'No meeting yet',
    whatIf: ['meeting'],
    read: (sight) => daysSince(sight, isMeeting),
    say: (value) => (value < 1 ? 'Met today' : value < 8 ? `Met ${days(value)} ago` : `No meeting in ${days(value)}`),
  }),
  numeric({
    name: 'days_since_reply',
    topic: 'replies',
    unit: 'days',
    phrase: 'Days since the buyer last wrote or called',
    unknown: 'The buyer has not written or called yet',
    read: (sight) => daysSince(sight, isFromBuyer),
    say: (value) =>
      value < 8
        ? `The buyer got in touch ${value < 1 ? 'today' : `${days(value)} ago`}`
        : `Nothing from the buyer in ${days(value)}`,
  }),
  numeric({
    name: 'reply_ratio',
    topic: 'replies',
    unit: 'share',
    phrase: 'Share of e-mails and calls that come from the buyer',
    unknown: 'Too few e-mails and calls to compare',
    whatIf: ['call'],
    read: replyRatio,
    say: (value) =>
      value === 0
        ? 'No e-mail or call comes from the buyer'
        : `${percent(value)} of e-mails and calls come from the buyer`,
  }),
  numeric({
    name: 'reply_days',
    topic: 'replies',
    unit: 'days',
    phrase: 'Days the buyer takes to reply',
    unknown: 'No reply to an e-mail yet',
    read: replyDays,
    say: (value) => (value <= 1 ? 'Buyer replies within a day' : `Buyer replies in about ${days(value)}`),
  }),
  numeric({
    name: 'people_engaged',
    topic: 'people',
    unit: 'count',
    phrase: 'People engaged',
    unknown: 'Activity not recorded',
    whatIf: ['meeting', 'call', 'people'],
    read: ({ deal }) => (deal.recorded ? people(deal.interactions) : null),
    say: (value) => (value === 0 ? 'Nobody engaged yet' : `${plural(value, 'person', 'people')} engaged`),
  }),
  numeric({
    name: 'people_30d',
    topic: 'people',
    unit: 'count',
    phrase: 'People engaged in 30 days',
    unknown: 'Activity not recorded',
    whatIf: ['meeting', 'call', 'people'],
    read: ({ deal }) => (deal.recorded ? people(within(deal, 30, () => true)) : null),
    say: (value) =>
      value === 0 ? 'Nobody engaged in 30 days' : `${plural(value, 'person', 'people')} engaged in 30 days`,
  }),
  numeric({
    name: 'sentiment_mean',
    topic: 'sentiment',
    unit: 'score',
    phrase: 'Tone of the last 90 days',
    unknown: 'No tone to read yet',
    read: (sight) => {
      const points = toned(sight)
      return points.length === 0 ? null : mean(points.map((point) => point.sentiment))
    },
    say: (value) =>
      value >= 0.15
        ? 'Warm tone in what they say'
        : value <= -0.15
          ? 'Cool tone in what they say'
          : 'Neutral tone in what they say',
  }),
  numeric({
    name: 'sentiment_slope',
    topic: 'sentiment',
    unit: 'score',
    phrase: 'Change of tone in 30 days',
    unknown: 'Too few conversations to see a change of tone',
    read: sentimentSlope,
    say: (value) => (value >= 0.1 ? 'Tone is getting warmer' : value <= -0.1 ? 'Tone is cooling' : 'Tone is steady'),
  }),
  numeric({
    name: 'next_step_planned',
    topic: 'next_step',
    unit: 'count',
    phrase: 'A next step is planned',
    unknown: 'Next steps not recorded',
    whatIf: ['next_step'],
    read: ({ deal }) => (deal.recorded ? (deal.nextStep?.planned ? 1 : 0) : null),
    say: (value) => (value === 1 ? 'Next step planned' : 'No next step planned'),
  }),
  numeric({
    name: 'next_step_in_days',
    topic: 'next_step',
    unit: 'days',
    phrase: 'Days to the next step',
    unknown: 'No date for a next step',
    whatIf: ['next_step'],
    read: ({ deal }) => {
      const step = deal.nextStep
      return step?.planned && step.dueAt !== null ? Math.floor((step.dueAt - deal.at) / DAY_MS) + 1 : null
    },
    say: (value) => {
      if (value < 0) return `Next step is ${days(-value)} late`
      return value === 0 ? 'Next step is due today' : `Next step in ${days(value)}`
    },
  }),
  category({
    name: 'last_outcome',
    topic: 'outcome',
    unit: 'word',
    phrase: 'Outcome of the last conversation',
    unknown: 'No outcome noted yet',
    read: ({ deal }) => deal.interactions.findLast((interaction) => interaction.outcome !== null)?.outcome ?? null,
    say: (value) => `Last outcome: ${value}`,
  }),
]
