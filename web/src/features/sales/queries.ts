import { createMemo, mapArray } from 'solid-js'
import type { Prediction } from '../../../../worker/analytics/contract'
import type { CloseOpportunity, Opportunity, OpportunityRow, Pipeline, Stage } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import { useSession } from '../../session/session'
import { performInTurn } from '../../sync/in-turn'
import { useSync } from '../../sync/store'
import { showToast, showUndo } from '../../ui/toast'
import { type BoardColumn, columnsOf, keepUnchanged, sumTotals } from './board-columns'
import { type DealFacts, type DealFilters, type DealSort, passes } from './deal-filters'
import { tellPrediction } from './deal-news'

/** What a command about a deal answers. */
export type DealAnswer = Opportunity & { readonly prediction: Prediction | null }

/** Every pipeline, in the company's order. */
export function usePipelines(): () => readonly Pipeline[] {
  const sync = useSync()
  return createMemo(() => Object.values(sync.rows.pipelines).toSorted((a, b) => a.position - b.position))
}

/** The pipeline of this id; without one the company's usual one. */
export function usePipeline(id: () => string | undefined): () => Pipeline | undefined {
  const all = usePipelines()
  return () =>
    id() === undefined ? (all().find(({ isDefault }) => isDefault) ?? all()[0]) : all().find((one) => one.id === id())
}

export function openStagesOf(pipeline: Pipeline | undefined): readonly Stage[] {
  return pipeline?.stages.filter(({ status }) => status === 'open') ?? []
}

export interface Board {
  readonly columns: () => ReadonlyMap<string, BoardColumn>
  /** All columns together. */
  readonly totals: () => ReturnType<typeof sumTotals>
  readonly count: () => number
  /** How many of them have a chance to win. */
  readonly scored: () => number
  /** Open deals before filters, in any pipeline. */
  readonly known: () => number
}

/** The live board of a pipeline, as the reader narrows it. */
export function useBoard(
  pipeline: () => Pipeline | undefined,
  filters: () => DealFilters,
  sort: () => DealSort,
): Board {
  const sync = useSync()
  const session = useSession()
  const ids = createMemo(() => Object.keys(sync.rows.opportunities))
  // A memo a deal: when one of two thousand changes, only its own is read again.
  const all = createMemo(mapArray(ids, (id) => createMemo(() => factsOf(sync.rows.opportunities[id]))))
  const open = createMemo(() => all().flatMap((deal) => deal() ?? []))
  const shown = createMemo(() => {
    const me = session.me().userId
    const here = pipeline()?.id
    return open().filter((deal) => deal.pipelineId === here && passes(deal, filters(), me))
  })
  const columns = createMemo<ReadonlyMap<string, BoardColumn>>(
    (before) => keepUnchanged(before, columnsOf(shown(), openStagesOf(pipeline()), sort())),
    new Map(),
  )
  return {
    columns,
    totals: createMemo(() => sumTotals(columns().values())),
    count: () => shown().length,
    scored: createMemo(() => shown().filter(({ score }) => score !== null).length),
    known: () => open().length,
  }
}

function factsOf(row: OpportunityRow | undefined): DealFacts | undefined {
  if (row?.status !== 'open') return undefined
  const { id, title, customerName, ownerId, pipelineId, stageId, status, amountMinor, currency } = row
  const { expectedCloseOn, priority, openedAt } = row
  const score = row.score && { probability: row.score.probability, risk: row.score.risk, push: row.score.push }
  return {
    id,
    title,
    customerName,
    ownerId,
    pipelineId,
    stageId,
    status,
    amountMinor,
    currency,
    expectedCloseOn,
    priority,
    openedAt,
    score,
  }
}

/** The row the device keeps, out of the whole deal a command answers. */
export function rowOf(deal: Opportunity): OpportunityRow {
  const { id, title, customerId, customerName, ownerId, pipelineId, stageId, status, amountMinor, currency } = deal
  const { expectedCloseOn, priority, nextStep, nextStepOn, openedAt, stageEnteredAt, lastActivityAt } = deal
  const { closedAt, score, version } = deal
  return {
    id,
    title,
    customerId,
    customerName,
    ownerId,
    pipelineId,
    stageId,
    status,
    amountMinor,
    currency,
    expectedCloseOn,
    priority,
    nextStep,
    nextStepOn,
    openedAt,
    stageEnteredAt,
    lastActivityAt,
    closedAt,
    score,
    version,
  }
}

type DealBrief = Pick<OpportunityRow, 'id' | 'title' | 'stageId'>

/** Moves the card at once and offers the way back; puts it back itself if the server refuses. */
export function useMoveOpportunity(): (deal: DealBrief, to: Pick<Stage, 'id' | 'name'>) => Promise<void> {
  const sync = useSync()
  const undoable = new Map<string, () => void>()
  async function send(deal: DealBrief, to: Pick<Stage, 'id'>): Promise<boolean> {
    const stageEnteredAt = new Date().toISOString()
    try {
      const answer = await performInTurn<DealAnswer>(sync, deal.id, {
        patches: {
          opportunities: [{ id: deal.id, apply: (row) => row && { ...row, stageId: to.id, stageEnteredAt } }],
        },
        send: (operationId) =>
          call('POST', `/opportunities/${deal.id}/move`, { body: { stageId: to.id }, operationId }),
        rows: (answer) => ({ opportunities: [rowOf(answer)] }),
      })
      tellPrediction(answer.prediction)
      return true
    } catch (problem) {
      showToast(`“${deal.title}” was not moved. ${inWords(problem)}`, { bad: true })
      return false
    }
  }
  return async (deal, to) => {
    if (deal.stageId === to.id) return
    // Only the last move can be taken back: the way back from an earlier one no longer starts where the deal is.
    undoable.get(deal.id)?.()
    // The row this came from is alive: by the time of an undo it tells where the deal is, not where it was.
    const from = { id: deal.stageId }
    const moved = { id: deal.id, title: deal.title, stageId: to.id }
    const forget = showUndo(`Moved to ${to.name}`, () => void send(moved, from))
    undoable.set(deal.id, forget)
    if (!(await send(moved, to))) forget()
  }
}

/**
 * Closes a deal for good. The card leaves the board at once, and comes back if the server refuses; the refusal is
 * thrown, for the dialog that asked.
 */
export function useCloseOpportunity(): (
  deal: Pick<OpportunityRow, 'id' | 'title'>,
  how: CloseOpportunity,
) => Promise<void> {
  const sync = useSync()
  return async ({ id, title }, how) => {
    const closedAt = new Date().toISOString()
    await performInTurn<DealAnswer>(sync, id, {
      patches: { opportunities: [{ id, apply: (row) => row && { ...row, status: how.outcome, closedAt } }] },
      send: (operationId) => call('POST', `/opportunities/${id}/close`, { body: how, operationId }),
      rows: (answer) => ({ opportunities: [rowOf(answer)] }),
    })
    showToast(how.outcome === 'won' ? `Won: ${title}` : `Lost: ${title}`)
  }
}
