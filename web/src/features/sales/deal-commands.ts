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
import { performInTurn } from '../../sync/in-turn'
import { useSync } from '../../sync/store'
import { showToast, showUndo } from '../../ui/toast'
import { tellActivity, tellPrediction } from './deal-news'
import { type DealAnswer, rowOf } from './queries'

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

/** Changes facts of a deal at once. Throws the refusal, for the place it began in. */
export function useChangeOpportunity(): (
  deal: Pick<OpportunityRow, 'id' | 'version'>,
  patch: DealPatch,
) => Promise<DealAnswer> {
  const sync = useSync()
  return async ({ id, version }, patch) => {
    const shown = Object.fromEntries(IN_ROW.flatMap((key) => (patch[key] === undefined ? [] : [[key, patch[key]]])))
    let body: OpportunityChange | undefined
    const answer = await performInTurn<DealAnswer>(sync, id, {
      patches: { opportunities: [{ id, apply: (row) => row && { ...row, ...shown } }] },
      send: (operationId) => {
        // Made when its turn comes, since the command before it gave the deal a new version; then kept, because the
        // same operation must stay the same command however often it is sent.
        body ??= { ...patch, version: Math.max(version, sync.rows.opportunities[id]?.version ?? 0) }
        return call('PATCH', `/opportunities/${id}`, { body, operationId })
      },
      rows: (changed) => ({ opportunities: [rowOf(changed)] }),
    })
    tellPrediction(answer.prediction)
    return answer
  }
}

/** Opens a deal; its card stands on the board before the answer. Throws the refusal, for the form. */
export function useCreateOpportunity(): (
  deal: NewOpportunity & { readonly id: OpportunityRow['id'] },
  shown: Pick<OpportunityRow, 'customerName' | 'pipelineId' | 'stageId'>,
) => Promise<DealAnswer> {
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
    const answer = await performInTurn<DealAnswer>(sync, deal.id, {
      patches: { opportunities: [{ id: deal.id, apply: () => row }] },
      send: (operationId) => call('POST', '/opportunities', { body: deal, operationId }),
      rows: (opened) => ({ opportunities: [rowOf(opened)] }),
    })
    tellPrediction(answer.prediction)
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
) => Promise<LoggedInteraction> {
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
    const answer = await performInTurn<LoggedInteraction>(sync, dealId, {
      patches: {
        opportunities: [
          { id: dealId, apply: (row) => row && { ...row, lastActivityAt: later(row.lastActivityAt, at) } },
        ],
      },
      send: (operationId) => call('POST', '/interactions', { body: wanted, operationId }),
      rows: ({ interaction, prediction }) => {
        const row = unwrap(sync.rows.opportunities)[dealId]
        if (!row) return {}
        const lastActivityAt = later(row.lastActivityAt, interaction.occurredAt)
        return { opportunities: [{ ...row, lastActivityAt, score: prediction ? scoreOf(prediction) : row.score }] }
      },
    })
    tellPrediction(answer.prediction)
    tellActivity({ what: 'logged', interaction: answer.interaction })
    showUndo(done, () => void takeBack(answer))
    return answer
  }
}

function scoreOf({ asOf, ...prediction }: Prediction): OpportunityRow['score'] {
  const { probability, low, high, confidence, weekChange, risk, push } = prediction
  return { probability, low, high, confidence, weekChange, risk, push, scoredAt: asOf }
}

function later(a: string | null, b: string): string {
  return a !== null && a > b ? a : b
}
