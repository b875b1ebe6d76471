import { DAY_MS, type Instant } from '../timeline'
import { Belief, type PerState } from './belief'
import type { Dice } from './dice'
import type { StageProfile, WorldProfile } from './profile'
import { addWorkdays, HOUR_MS, isQuarterEnd, isWorkday } from './workdays'

/** A contact as the process knows it; words come later. */
export interface Touch {
  readonly at: Instant
  readonly channel: 'call' | 'email' | 'meeting' | 'note'
  readonly direction: 'in' | 'out' | null
  /** Which of the people at the customer, in the order in which they are met. */
  readonly person: number | null
  /** 0 cold … 3 warm; null where nothing was said by the buyer. */
  readonly tone: 0 | 1 | 2 | 3 | null
  readonly minutes: number | null
  readonly stage: number
}

/** Everything that happens to a deal until it closes, or until the day the story is told. */
export interface Life {
  readonly entries: readonly { readonly at: Instant; readonly stage: number }[]
  readonly touches: readonly Touch[]
  readonly closeDates: readonly { readonly at: Instant; readonly closesAt: Instant }[]
  readonly steps: readonly { readonly at: Instant; readonly dueAt: Instant | null }[]
  readonly amounts: readonly { readonly at: Instant; readonly factor: number }[]
  readonly closing: { readonly at: Instant; readonly won: boolean } | null
  readonly truth: Truth
}

/** P(won | all that happened so far) from each moment on, ascending. */
export interface Truth {
  readonly at: readonly Instant[]
  readonly won: readonly number[]
}

export interface Beginning {
  /** Between 6 and 8 o'clock of a working day. */
  readonly createdAt: Instant
  readonly priorWon: number
  readonly people: number
}

// A working day runs in slots, each of which the belief takes in as a whole: contacts from 8 to 16, then changes of the
// deal, then its stage. Between 16:15 and 8:00, when snapshots fall, the belief is exact to the moment.
const CHANGES_AT = 16 * HOUR_MS
const CHANGES_KNOWN_AT = 16.25 * HOUR_MS
const MOVES_AT = 16.5 * HOUR_MS
const DAY_KNOWN_AT = 17.5 * HOUR_MS

/** Lives one deal, day by day, up to but not including the day of `until`. */
export function live(profile: WorldProfile, beginning: Beginning, until: Instant, dice: Dice): Life {
  const deal = new DealInProgress(profile, beginning, dice)
  for (let day = addWorkdays(beginning.createdAt, 0); day + DAY_MS <= until && !deal.closing; day += DAY_MS) {
    if (isWorkday(day)) deal.liveThrough(day)
  }
  return deal.life()
}

class DealInProgress {
  closing: Life['closing'] = null
  private readonly profile: WorldProfile
  private readonly dice: Dice
  private readonly belief: Belief
  private readonly people: number
  private readonly entries: { at: Instant; stage: number }[] = []
  private readonly touches: Touch[] = []
  private readonly closeDates: { at: Instant; closesAt: Instant }[] = []
  private readonly steps: { at: Instant; dueAt: Instant | null }[] = []
  private readonly amounts: { at: Instant; factor: number }[] = []
  private readonly truthAt: Instant[] = []
  private readonly truthWon: number[] = []
  private stage = 0
  private daysInStage = 0
  private peopleMet = 0
  /** Working days since an e-mail that is not answered. */
  private waiting: number | null = null
  private step: Instant | null = null

  constructor(profile: WorldProfile, { createdAt, priorWon, people }: Beginning, dice: Dice) {
    this.profile = profile
    this.dice = dice
    this.people = people
    this.belief = new Belief(dice, priorWon)
    // Nothing about the start depends on the end: a deal may come in further along, and dates are guesses.
    this.enter(dice.chance(0.12) ? 1 : 0, createdAt)
    this.closeDates.push({ at: createdAt, closesAt: addWorkdays(createdAt, dice.whole(35, 80)) })
    this.know(createdAt)
  }

  life(): Life {
    const { entries, touches, closeDates, steps, amounts, closing } = this
    return {
      entries,
      touches: touches.sort((a, b) => a.at - b.at),
      closeDates,
      steps,
      amounts,
      closing,
      truth: { at: this.truthAt, won: this.truthWon },
    }
  }

  liveThrough(day: Instant): void {
    const { quiets, wakes } = this.profile.rates
    this.contacts(day)
    this.changes(day)
    this.know(day + CHANGES_KNOWN_AT)
    this.move(day)
    this.belief.turn(quiets, wakes)
    this.daysInStage++
  }

  private contacts(day: Instant): void {
    const { rates, stages } = this.profile
    const hour = () => day + this.timeBetween(8, 16)
    const waits = this.waiting !== null && this.waiting < 5
    if (this.belief.observe(waits ? rates.reply : rates.emailIn)) {
      this.waiting = null
      this.touch(hour(), 'email', 'in', { tone: this.tone() })
    }
    if (this.belief.observe(rates.emailOut)) {
      this.waiting ??= -1
      this.touch(hour(), 'email', 'out', {})
    }
    if (this.waiting !== null) this.waiting++
    if (this.belief.observe(rates.call)) {
      const answered = !this.belief.observe(rates.noAnswer)
      if (answered)
        this.touch(hour(), 'call', this.dice.chance(0.25) ? 'in' : 'out', {
          tone: this.tone(),
          minutes: this.dice.whole(5, 35),
        })
      else this.touch(hour(), 'call', 'out', { minutes: 0 })
    }
    const meetings = stages[this.stage]!.meetings
    if (this.belief.observe(scaled(rates.meeting, meetings))) {
      this.touch(hour(), 'meeting', null, { tone: this.tone(), minutes: this.dice.pick([30, 45, 60, 60, 90]) })
    }
    if (this.belief.observe(rates.note)) this.touch(hour(), 'note', null, { person: false })
  }

  /** Some time between two hours of the day, to the second. */
  private timeBetween(from: number, to: number): number {
    return this.dice.whole(from * 3600, to * 3600 - 1) * 1000
  }

  private tone(): 0 | 1 | 2 | 3 {
    return this.belief.choose(this.profile.rates.tones) as 0 | 1 | 2 | 3
  }

  private touch(
    at: Instant,
    channel: Touch['channel'],
    direction: Touch['direction'],
    { tone = null, minutes = null, person = true }: { tone?: Touch['tone']; minutes?: number | null; person?: boolean },
  ): void {
    this.touches.push({
      at,
      channel,
      direction,
      tone,
      minutes,
      stage: this.stage,
      person: person ? this.person(tone !== null) : null,
    })
  }

  /** Somebody already met or, where the buyer speaks, perhaps somebody new. */
  private person(speaks: boolean): number {
    if (this.peopleMet === 0) return this.peopleMet++
    if (speaks && this.peopleMet < this.people && this.belief.observe(this.profile.rates.newPerson))
      return this.peopleMet++
    return this.dice.whole(0, this.peopleMet - 1)
  }

  private changes(day: Instant): void {
    const { rates } = this.profile
    const at = () => day + CHANGES_AT + this.timeBetween(0, 0.2)
    const { closesAt } = this.closeDates.at(-1)! // set from the start
    if (closesAt - day < 7 * DAY_MS && this.belief.observe(rates.slip)) {
      this.closeDates.push({ at: at(), closesAt: addWorkdays(Math.max(day, closesAt), this.dice.whole(8, 30)) })
    }
    // A step that has fallen due is done or forgotten by chance alone; planning one tells more.
    if (this.step !== null && this.step <= day && this.dice.chance(0.35)) this.plan(at(), null)
    else if (this.step === null && this.belief.observe(rates.planStep))
      this.plan(at(), addWorkdays(day, this.dice.whole(2, 8)))
    if (this.belief.observe(rates.amountUp)) this.amounts.push({ at: at(), factor: this.dice.between(1.05, 1.3) })
    if (this.belief.observe(rates.amountDown)) this.amounts.push({ at: at(), factor: this.dice.between(0.78, 0.95) })
  }

  private plan(at: Instant, dueAt: Instant | null): void {
    this.step = dueAt
    this.steps.push({ at, dueAt })
  }

  private move(day: Instant): void {
    const { stages, rates } = this.profile
    const stage = stages[this.stage]!
    const isLast = this.stage === stages.length - 1
    const advance = chanceToAdvance(stage, this.daysInStage, isLast && isQuarterEnd(day))
    const lose = chanceToLose(stage, this.daysInStage)
    const back: PerState = this.stage === 0 ? NEVER : rates.moveBack
    const stay = advance.map((p, state) => 1 - p - lose[state]! - back[state]!) as unknown as PerState
    const at = day + MOVES_AT + this.timeBetween(0, 0.9)
    switch (this.belief.choose([stay, advance, lose, back])) {
      case 1:
        if (isLast) this.closing = { at, won: true }
        // Whether a stage is skipped has nothing to do with the end.
        else this.enter(this.stage + (this.stage < stages.length - 2 && this.dice.chance(0.06) ? 2 : 1), at)
        break
      case 2:
        this.closing = { at, won: false }
        break
      case 3:
        this.enter(this.stage - 1, at)
        break
      default:
        this.know(day + DAY_KNOWN_AT)
        return
    }
    this.know(at)
  }

  private enter(stage: number, at: Instant): void {
    this.stage = stage
    this.daysInStage = -1 // the day of entry is ended by one more
    this.entries.push({ at, stage })
  }

  private know(at: Instant): void {
    this.truthAt.push(at)
    this.truthWon.push(this.belief.won)
  }
}

const NEVER: PerState = [0, 0, 0, 0]

const scaled = ([a, b, c, d]: PerState, factor: number): PerState => [a * factor, b * factor, c * factor, d * factor]

/** Rises over the usual stay: hardly any deal moves on its first day. */
function ramp(days: number, usual: number): number {
  return Math.min(1.5, 0.35 + Math.max(0, days) / usual)
}

/** From the last stage, to advance is to win. */
function chanceToAdvance(stage: StageProfile, days: number, hurried: boolean): PerState {
  const won = Math.min(0.6, (1.15 / stage.workdays) * ramp(days, stage.workdays) * (hurried ? 1.5 : 1))
  return [won, won * 0.35, won * stage.lostAdvance, won * stage.lostAdvance * 0.25]
}

function chanceToLose(stage: StageProfile, days: number): PerState {
  const lost = Math.min(0.3, stage.lose * ramp(days, stage.workdays * 1.5))
  return [0, 0, lost, lost * 1.4]
}
