import { unwrap } from 'solid-js/store'
import type { Prediction } from '../../../../worker/analytics/contract'
import type {
  Interaction,
  NewInteraction,
  NewOpportunity,
  OpportunityChange,
  OpportunityRow,
} from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import { useSession } from '../../session/session'
import { later, scoreOf } from '../../sync/answers'
import { useSync } from '../../sync/store'
import { showToast, showUndo } from '../../ui/toast'
import { tellActivity, tellPrediction } from './deal-news'
import type { DealAnswer } from './queries'

export type DealPatch = Omit<OpportunityChange, 'version'>

const IN_ROW = [
  'title',
  'amountMinor',
  'currency',
  'expectedCloseOn',
  'priority',
  'nextStep',
  'nextStepOn',
  'customerId',
  'ownerId',
] as const satisfies readonly (keyof DealPatch & keyof OpportunityRow)[]

/**
 * Changes facts of a deal at once, or takes such a change back. Throws the refusal, for the place it began in; answers
 * nothing when it has to wait.
 */
export function useChangeOpportunity(): (
  deal: Pick<OpportunityRow, 'id' | 'title' | 'version'>,
  patch: DealPatch,
  before: DealPatch,
  as?: { readonly id?: string; readonly undoes?: string },
) => Promise<DealAnswer | undefined> {
  const sync = useSync()
  return async ({ id, title, version }, patch, before, as = {}) => {
    const set = Object.fromEntries(IN_ROW.flatMap((key) => (patch[key] === undefined ? [] : [[key, patch[key]]])))
    const answer = await sync.perform<DealAnswer>(
      {
        what: `${as.undoes ? 'Take back a change of' : 'Change'} “${title}”`,
        method: 'PATCH',
        path: `/opportunities/${id}`,
        body: patch,
        effects: [{ entity: 'opportunities', id, set }],
        basis: { path: `/opportunities/${id}`, id, version, before },
        ...(as.undoes && { undoes: as.undoes }),
        brings: 'deal',
      },
      as.id,
    )
    if (answer) tellPrediction(answer.prediction)
    return answer
  }
}

/** Opens a deal; its card stands on the board before the answer. Throws the refusal, for the form. */
export function useCreateOpportunity(): (
  deal: NewOpportunity & { readonly id: OpportunityRow['id'] },
  shown: Pick<OpportunityRow, 'customerName' | 'pipelineId' | 'stageId'>,
) => Promise<DealAnswer | undefined> {
  const sync = useSync()
  const session = useSession()
  return async (deal, shown) => {
    const now = new Date().toISOString()
    const row: OpportunityRow = {
      id: deal.id,
      title: deal.title,
      customerId: deal.customerId,
      ownerId: deal.ownerId ?? session.me().userId,
      status: 'open',
      amountMinor: deal.amountMinor,
      currency: deal.currency ?? session.me().tenant.currency,
      expectedCloseOn: deal.expectedCloseOn ?? null,
      priority: deal.priority ?? 'medium',
      nextStep: null,
      nextStepOn: null,
      openedAt: now,
      stageEnteredAt: now,
      lastActivityAt: null,
      closedAt: null,
      score: null,
      version: 0,
      ...shown,
    }
    const answer = await sync.perform<DealAnswer>({
      what: `Open “${deal.title}”`,
      method: 'POST',
      path: '/opportunities',
      body: deal,
      effects: [{ entity: 'opportunities', id: deal.id, row }],
      brings: 'deal',
    })
    if (answer) tellPrediction(answer.prediction)
    return answer
  }
}

export interface LoggedInteraction {
  readonly interaction: Interaction
  readonly prediction: Prediction | null
}

type Removed = Pick<LoggedInteraction, 'prediction'>

/** Keeps what was said about a deal. The answer brings the new chance to win. Throws the refusal, for the form. */
export function useLogInteraction(): (
  dealId: string,
  wanted: NewInteraction,
  done: string,
) => Promise<LoggedInteraction | undefined> {
  const sync = useSync()
  async function takeBack({ interaction }: LoggedInteraction): Promise<void> {
    try {
      const path = `/interactions/${interaction.id}` as const
      const { prediction } = await call<Removed>('DELETE', path, { operationId: crypto.randomUUID() })
      tellActivity({ what: 'taken_back', interaction })
      tellPrediction(prediction)
      const row = interaction.opportunityId && unwrap(sync.rows.opportunities)[interaction.opportunityId]
      if (row && prediction) sync.absorb({ opportunities: [{ ...row, score: scoreOf(prediction) }] })
    } catch (problem) {
      showToast(`It was not taken back. ${inWords(problem)}`, { bad: true })
    }
  }
  return async (dealId, wanted, done) => {
    const at = wanted.occurredAt ?? new Date().toISOString()
    const deal = sync.rows.opportunities[dealId]
    const set = { lastActivityAt: later(deal?.lastActivityAt ?? null, at) }
    const answer = await sync.perform<LoggedInteraction>({
      what: deal ? `Log an activity on “${deal.title}”` : 'Log an activity',
      method: 'POST',
      path: '/interactions',
      // Said when it happened: it may be sent hours later.
      body: { ...wanted, occurredAt: at },
      effects: [{ entity: 'opportunities', id: dealId, set }],
      brings: 'activity',
    })
    if (!answer) {
      showToast(`${done}. It is kept on this device until there is a connection.`)
      return undefined
    }
    tellPrediction(answer.prediction)
    tellActivity({ what: 'logged', interaction: answer.interaction })
    showUndo(done, () => void takeBack(answer))
    return answer
  }
}
