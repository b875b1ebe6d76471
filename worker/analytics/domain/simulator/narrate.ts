import { dayOf } from '../timeline'
import type { CatalogProduct } from './catalog'
import type { Dice } from './dice'
import type { Touch } from './life'
import type { SimulatedContact, SimulatedInteraction } from './simulated'
import {
  type Band,
  CALLS,
  EMAILS_IN,
  EMAILS_OUT,
  MEETINGS,
  NEXT_STEPS,
  NO_ANSWER,
  NO_ANSWER_OUTCOME,
  NOTES,
  OUTCOMES,
  SUBJECTS,
} from './texts'
import { addWorkdays } from './workdays'

/** Who and what a deal's conversations are about. */
export interface Cast {
  /** In the order in which they are met. */
  readonly contacts: readonly SimulatedContact[]
  readonly sellerId: string
  readonly product: CatalogProduct
  /** A place at the customer's. */
  readonly site: string
  readonly quantity: number
  readonly stageCount: number
}

const TONES = [-0.6, -0.2, 0.25, 0.65] as const
const UNREAD_TONE = 0.35 // of conversations nobody has judged
const UNNAMED = 0.05 // noted without saying with whom

/** Puts the conversations of one deal into words, given what the process has drawn: nothing here depends on the end. */
export class Narrator {
  private readonly cast: Cast
  private readonly dice: Dice
  private readonly told = new Map<string, number>()

  constructor(cast: Cast, dice: Dice) {
    this.cast = cast
    this.dice = dice
  }

  interaction(touch: Touch): SimulatedInteraction {
    const { cast, dice } = this
    const contact = touch.person === null ? null : (cast.contacts[touch.person] ?? null)
    const band = bandOf(touch.stage, cast.stageCount)
    const fill = filler(cast, contact, dice)
    const outcome = outcomeOf(touch, dice)
    return {
      id: dice.uuid(touch.at),
      at: touch.at,
      channel: touch.channel,
      direction: touch.direction,
      personId: contact === null || dice.chance(UNNAMED) ? null : contact.id,
      userId: cast.sellerId,
      subject: touch.channel === 'note' ? '' : fill(dice.pick(SUBJECTS[touch.channel][band])),
      content: fill(this.freshOf(contentsFor(touch, band))),
      outcome,
      durationMinutes: touch.minutes,
      sentiment: touch.tone === null || dice.chance(UNREAD_TONE) ? null : readTone(touch.tone, dice),
      followUpOn: outcome === 'Agreed next step' ? dayOf(addWorkdays(touch.at, dice.whole(2, 8))) : null,
    }
  }

  nextStep(stage: number): string {
    const { cast, dice } = this
    return filler(cast, cast.contacts[0] ?? null, dice)(dice.pick(NEXT_STEPS[bandOf(stage, cast.stageCount)]))
  }

  /** One of those told least often: nobody writes the same e-mail twice while there is another to write. */
  private freshOf(texts: readonly string[]): string {
    const timesTold = (text: string) => this.told.get(text) ?? 0
    const fewest = Math.min(...texts.map(timesTold))
    const text = this.dice.pick(texts.filter((candidate) => timesTold(candidate) === fewest))
    this.told.set(text, fewest + 1)
    return text
  }
}

function readTone(tone: number, dice: Dice): number {
  return Math.round((TONES[tone]! + dice.between(-0.15, 0.15)) * 100) / 100
}

function bandOf(stage: number, stageCount: number): Band {
  const progress = stage / Math.max(1, stageCount - 1)
  return progress < 0.4 ? 'early' : progress < 0.65 ? 'middle' : 'late'
}

function contentsFor({ channel, direction, tone }: Touch, band: Band): readonly string[] {
  if (channel === 'note') return NOTES[band]
  if (tone === null) return channel === 'email' ? EMAILS_OUT[band] : NO_ANSWER
  if (channel === 'meeting') return MEETINGS[band][tone]
  return direction === 'in' && channel === 'email' ? EMAILS_IN[band][tone] : CALLS[band][tone]
}

function outcomeOf({ channel, tone }: Touch, dice: Dice): string | null {
  if (channel === 'call' && tone === null) return NO_ANSWER_OUTCOME
  if (tone === null || channel === 'email') return null
  const outcomes = OUTCOMES[tone]!
  return outcomes[dice.weighted(outcomes.map(([, weight]) => weight))]![0]
}

/** Fills the `{…}` of a sentence. */
function filler(cast: Cast, contact: SimulatedContact | null, dice: Dice): (text: string) => string {
  const others = cast.contacts.filter(({ id }) => id !== contact?.id)
  const other = others.length > 0 ? dice.pick(others) : null
  const words: Readonly<Record<string, string>> = {
    contact: firstName(contact?.name) ?? 'The plant',
    colleague: other ? `${firstName(other.name)} from ${other.jobTitle.toLowerCase()}` : 'the plant manager',
    thing: cast.product.spoken,
    site: cast.site,
    n: String(Math.max(2, Math.round(cast.quantity / 4))),
  }
  return (text) => {
    const filled = text.replace(/\{(\w+)\}/g, (_, slot: string) => words[slot] ?? '')
    return filled[0]!.toUpperCase() + filled.slice(1)
  }
}

const firstName = (name: string | undefined) => name?.split(' ')[0]
