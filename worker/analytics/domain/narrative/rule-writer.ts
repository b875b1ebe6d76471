import type { Narrative, NarrativeBrief } from './brief'

const MOST_REASONS = 2

/** Writes about a deal from its figures alone: dry, and never wrong. */
export function writeByRules(brief: NarrativeBrief): Narrative {
  return { summary: summaryOf(brief), risk: riskOf(brief), hints: hintsOf(brief) }
}

function summaryOf(brief: NarrativeBrief): string {
  const { title, customer, amount, stage, closesOn, chance, usual, low, high, confidence, weekChange } = brief
  const closes = closesOn ? `, expected to close on ${dayWords(closesOn)}` : ', with no close date'
  const deal = `${title} for ${customer} is worth ${amount} and stands in ${stage}${closes}.`
  if (!brief.isOwn) return `${deal} It gets your usual win rate of ${usual}%: what sets it apart is not known yet.`
  const moved =
    weekChange === null || weekChange === 0
      ? ''
      : `, ${weekChange > 0 ? 'up' : 'down'} ${Math.abs(weekChange)} points in a week`
  const score = `Its chance is ${chance}%${moved}, against ${usual}% as usual, and between ${low} and ${high}% with ${confidence} confidence.`
  return [deal, score, because('For it', brief.reasons, 1), because('Against it', brief.reasons, -1)]
    .filter(Boolean)
    .join(' ')
}

function because(lead: string, reasons: NarrativeBrief['reasons'], sign: 1 | -1): string {
  const told = reasons
    .filter(({ points }) => points * sign > 0)
    .sort((a, b) => (b.points - a.points) * sign)
    .slice(0, MOST_REASONS)
    .map(({ words, points }) => `${uncapitalized(words)} (${points > 0 ? '+' : '−'}${Math.abs(points)})`)
  return told.length === 0 ? '' : `${lead}: ${told.join(' and ')}.`
}

function riskOf({ risk, reasons, isOwn }: NarrativeBrief): string | null {
  if (risk) return `${risk.words}: ${risk.points} points lost against where it should stand.`
  const [worst] = reasons.filter(({ points }) => points < 0).sort((a, b) => a.points - b.points)
  return worst && isOwn
    ? `What weighs most against it: ${uncapitalized(worst.words)}, ${Math.abs(worst.points)} points.`
    : null
}

function hintsOf({ push, nextStep, closesOn, talks, confidence }: NarrativeBrief): string[] {
  const hints: string[] = []
  if (push) hints.push(`${push.action} would help most: about ${push.points} points.`)
  if (nextStep === null) hints.push('Agree on a next step: none is planned.')
  if (closesOn === null) hints.push('Ask for a date: no close date is set.')
  if (talks.length === 0) hints.push('Log what was said: nothing is written down about this deal yet.')
  if (confidence === 'low' && hints.length === 0) hints.push('Fill in what is known: the score rests on little.')
  return hints.slice(0, 3)
}

function dayWords(day: string): string {
  const style = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat('en-GB', style).format(new Date(day))
}

// "No meeting in 21 days" goes on in the middle of a sentence; "VX-20 in the deal" stays as it is.
function uncapitalized(words: string): string {
  return /^\p{Lu}\p{Ll}/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words
}
