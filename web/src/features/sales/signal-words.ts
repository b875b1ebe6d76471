import type { ScoreBrief } from '../../../../worker/sales/contract'

type Risk = NonNullable<ScoreBrief['risk']>
type Push = NonNullable<ScoreBrief['push']>

const ACTIONS: Readonly<Record<Push['action'], string>> = {
  meeting: 'Meeting',
  meeting_with_somebody_new: 'New person',
  call: 'Call',
  next_step: 'Next step',
}

/** Why a deal is at risk, in a sentence. */
export function riskWords({ kind, points, words }: Risk): string {
  return kind === 'falling'
    ? `At risk: down ${points} points in a week. ${words}`
    : `At risk: ${points} points below what deals in this stage usually have. ${words}`
}

/** What would move it: "Meeting". */
export function pushAction({ action }: Push): string {
  return ACTIONS[action]
}

export function pushWords(push: Push): string {
  return `Worth a push: ${pushAction(push).toLowerCase()} would bring about ${push.points} points`
}
