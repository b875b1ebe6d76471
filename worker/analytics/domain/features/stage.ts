import type { DealAsOf } from '../as-of'
import { DAY_MS } from '../timeline'
import { featuresOf, type Sight } from './definition'
import { days, times } from './words'

const { numeric, category } = featuresOf('stage')

// Fewer won deals than this say nothing about how long a stage takes.
const ENOUGH_FOR_A_NORM = 5

const current = (deal: DealAsOf) => deal.stages.at(-1) ?? null

function daysInStage({ deal }: Sight): number | null {
  const stage = current(deal)
  return stage && (deal.at - stage.at) / DAY_MS
}

/** Days a won deal usually spends in a stage; null until enough were won. */
function norm({ evidence }: Sight, stageId: string): number | null {
  const median = evidence.stageDays[stageId]
  return median && median.count >= ENOUGH_FOR_A_NORM && median.value > 0 ? median.value : null
}

/** Days spent in the stages already left, over the days won deals usually spend in them. */
function pace(sight: Sight): number | null {
  const { stages } = sight.deal
  let spent = 0
  let usual = 0
  for (let i = 0; i + 1 < stages.length; i++) {
    const days = norm(sight, stages[i]!.stageId)
    if (days === null) continue
    spent += (stages[i + 1]!.at - stages[i]!.at) / DAY_MS
    usual += days
  }
  return usual > 0 ? spent / usual : null
}

const steps = ({ deal }: Sight) => deal.stages.slice(1).map((to, i) => to.stageIndex - deal.stages[i]!.stageIndex)

export const STAGE_FEATURES = [
  category({
    name: 'stage',
    topic: 'stage',
    unit: 'word',
    phrase: 'Stage',
    unknown: 'Stage unknown',
    whatIf: ['stage'],
    read: ({ deal }) => current(deal)?.stageId ?? null,
    say: (_, __, { deal }) => {
      const stage = current(deal)
      return stage ? `Stage ${stage.stageIndex + 1} of ${stage.stageCount}` : 'Stage unknown'
    },
  }),
  numeric({
    name: 'stage_progress',
    topic: 'stage',
    unit: 'share',
    phrase: 'How far along',
    unknown: 'Stage unknown',
    whatIf: ['stage'],
    read: ({ deal }) => {
      const stage = current(deal)
      return stage && stage.stageIndex / Math.max(1, stage.stageCount - 1)
    },
    say: (_, __, { deal }) => {
      const stage = current(deal)
      return stage ? `Stage ${stage.stageIndex + 1} of ${stage.stageCount}` : 'Stage unknown'
    },
  }),
  numeric({
    name: 'stage_age_days',
    topic: 'stage_age',
    unit: 'days',
    phrase: 'Days in this stage',
    unknown: 'Time in this stage unknown',
    whatIf: ['stage'],
    read: daysInStage,
    say: (value) => `${days(value)} in this stage`,
  }),
  numeric({
    name: 'stage_age_ratio',
    topic: 'stage_age',
    unit: 'ratio',
    phrase: 'Time in this stage against won deals',
    unknown: 'No norm for this stage yet',
    whatIf: ['stage'],
    read: (sight) => {
      const stage = current(sight.deal)
      const usual = stage && norm(sight, stage.stageId)
      const spent = daysInStage(sight)
      return usual === null || spent === null ? null : spent / usual
    },
    say: (_, __, sight) => {
      const stage = current(sight.deal)
      const usual = stage && norm(sight, stage.stageId)
      const spent = days(daysInStage(sight) ?? 0)
      return usual === null ? `${spent} in this stage` : `${spent} in this stage, usually ${days(usual)}`
    },
  }),
  numeric({
    name: 'pace',
    topic: 'pace',
    unit: 'ratio',
    phrase: 'Pace through the stages so far',
    unknown: 'No pace to compare yet',
    whatIf: ['stage'],
    read: pace,
    say: (value) =>
      value <= 0.8
        ? 'Faster than usual so far'
        : value >= 1.25
          ? 'Slower than usual so far'
          : 'About the usual pace so far',
  }),
  numeric({
    name: 'velocity',
    topic: 'pace',
    unit: 'count',
    phrase: 'Stages gained in 30 days',
    unknown: 'No pace to compare yet',
    whatIf: ['stage'],
    read: ({ deal }) => {
      const [first] = deal.stages
      const last = current(deal)
      if (!first || !last) return null
      // A week at least, or a deal that skips a stage in its first hour would look a hundred times too fast.
      return ((last.stageIndex - first.stageIndex) * 30) / Math.max(7, (deal.at - first.at) / DAY_MS)
    },
    say: (value) => (value <= 0 ? 'No stage gained yet' : `${value.toFixed(1)} stages gained in 30 days`),
  }),
  numeric({
    name: 'stage_regressions',
    topic: 'regressions',
    unit: 'count',
    phrase: 'Times moved back a stage',
    unknown: 'Stage history unknown',
    whatIf: ['stage'],
    read: (sight) => (sight.deal.stages.length === 0 ? null : steps(sight).filter((step) => step < 0).length),
    say: (value) => (value === 0 ? 'Never moved back' : `Moved back ${times(value)}`),
  }),
  numeric({
    name: 'stages_skipped',
    topic: 'skips',
    unit: 'count',
    phrase: 'Stages skipped',
    unknown: 'Stage history unknown',
    whatIf: ['stage'],
    read: (sight) =>
      sight.deal.stages.length === 0 ? null : steps(sight).reduce((sum, step) => sum + Math.max(0, step - 1), 0),
    say: (value) => (value === 0 ? 'No stage skipped' : `Skipped ${value === 1 ? 'a stage' : `${value} stages`}`),
  }),
]
