import { exp } from '../arithmetic'
import type { PerState } from '../simulator/belief'
import { Dice } from '../simulator/dice'
import { HALDEN, OSTRA, TERVO, type WorldProfile } from '../simulator/profile'

const KINDS = [TERVO, HALDEN, OSTRA] as const
const MOST_STAGES = 7

/**
 * A company like none of the simulator's own: how often it wins, how many stages it has and how long they take, how busy its
 * people are and how much of it they write down all differ from company to company. What is true in all of them is what
 * the shipped model may say of a company it knows nothing about.
 */
export function worldOf(seed: number): WorldProfile {
  const dice = new Dice(seed)
  const kind = KINDS[seed % KINDS.length]!
  const pace = exp(dice.normal(0, 0.35))
  const stages = stagesOf(kind, dice).map((stage) => ({
    ...stage,
    workdays: Math.max(2, stage.workdays * pace * dice.between(0.7, 1.4)),
    lostAdvance: Math.min(0.9, stage.lostAdvance * dice.between(0.8, 1.25)),
    lose: Math.min(0.15, (stage.lose / pace) * dice.between(0.7, 1.4)),
    meetings: stage.meetings * dice.between(0.5, 1.6),
  }))
  const { rates } = kind
  const written = { email: habit(dice), call: habit(dice), meeting: habit(dice), step: habit(dice) }
  return {
    ...kind,
    key: `world-${seed}`,
    stages,
    prior: {
      ...kind.prior,
      intercept: dice.normal(-0.9, 0.7),
      amount: dice.normal(-0.2, 0.4),
      driftPerYear: dice.normal(0, 0.1),
    },
    rates: {
      ...rates,
      emailOut: times(rates.emailOut, written.email),
      emailIn: times(rates.emailIn, written.email),
      reply: times(rates.reply, Math.min(1.4, 0.4 + 0.6 * written.email)),
      call: times(rates.call, written.call),
      meeting: times(rates.meeting, written.meeting),
      planStep: times(rates.planStep, written.step),
      slip: times(rates.slip, dice.between(0.5, 1.6)),
    },
  }
}

/** How much of what happens is written down: most companies some, a few nothing at all. */
function habit(dice: Dice): number {
  return dice.chance(0.12) ? 0.02 : Math.min(2, exp(dice.normal(-0.15, 0.5)))
}

/** Some stages of the kind said twice, or left out; the last one stays the last. */
function stagesOf(kind: WorldProfile, dice: Dice): WorldProfile['stages'] {
  const last = kind.stages.at(-1)! // every kind has stages
  const inner = kind.stages.slice(0, -1).filter(() => !dice.chance(0.15))
  const kept = inner.length === 0 ? kind.stages.slice(0, 1) : inner
  return [...kept.flatMap((stage) => (dice.chance(0.2) ? [stage, stage] : [stage])).slice(0, MOST_STAGES - 1), last]
}

const times = (rates: PerState, factor: number): PerState =>
  rates.map((rate) => Math.min(0.6, rate * factor)) as unknown as PerState
