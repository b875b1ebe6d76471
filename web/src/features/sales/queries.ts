import { $TRACK, createMemo, mapArray } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { Prediction } from '../../../../worker/analytics/contract'
import type { CloseOpportunity, Opportunity, OpportunityRow, Pipeline, Stage } from '../../../../worker/sales/contract'
import { inWords, isAsked } from '../../api/problems'
import { useSession } from '../../session/session'
import type { Command } from '../../sync/operation'
import { newOperationId } from '../../sync/operation-id'
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
  // The first rows are taken in as one piece of work, what becomes of them is another.
  const ids = createMemo(() => (sync.state() === 'loading' ? [] : Object.keys(sync.rows.opportunities)))
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

// Followed as a whole and read past the store: to follow each of a dozen facts of each deal on its own would keep more
// accounts than there are facts.
function factsOf(row: OpportunityRow | undefined): DealFacts | undefined {
  if (!row) return undefined
  Reflect.get(row, $TRACK)
  if (row.score) Reflect.get(row.score, $TRACK)
  const { id, title, customerName, ownerId, pipelineId, stageId, status, ...rest } = unwrap(row)
  if (status !== 'open') return undefined
  const { amountMinor, currency, expectedCloseOn, priority, openedAt, score } = rest
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
    score: score && { probability: score.probability, risk: score.risk, push: score.push },
  }
}

export type DealBrief = Pick<OpportunityRow, 'id' | 'title' | 'stageId' | 'version'>

/** The command that moves a deal from where it was seen, or takes such a move back. */
export function moveOf(
  { id, title, stageId, version }: DealBrief,
  to: Pick<Stage, 'id' | 'name'>,
  undoes?: string,
): Command {
  const stageEnteredAt = new Date().toISOString()
  return {
    what: `Move “${title}” ${undoes ? 'back ' : ''}to ${to.name}`,
    method: 'POST',
    path: `/opportunities/${id}/move`,
    body: { stageId: to.id },
    effects: [{ entity: 'opportunities', id, set: { stageId: to.id, stageEnteredAt } }],
    basis: { path: `/opportunities/${id}`, id, version, before: { stageId } },
    ...(undoes && { undoes }),
    brings: 'deal',
  }
}

/** Moves the card at once and offers the way back; puts it back itself if the server refuses. */
export function useMoveOpportunity(): (deal: DealBrief, to: Pick<Stage, 'id' | 'name'>) => Promise<void> {
  const sync = useSync()
  const undoable = new Map<string, () => void>()
  async function send(command: Command, title: string, id?: string): Promise<DealAnswer | undefined | false> {
    try {
      const answer = await sync.perform<DealAnswer>(command, id)
      if (answer) tellPrediction(answer.prediction)
      return answer
    } catch (problem) {
      if (!isAsked(problem)) showToast(`“${title}” was not moved. ${inWords(problem)}`, { bad: true })
      return false
    }
  }
  return async (deal, to) => {
    if (deal.stageId === to.id) return
    // Only the last move can be taken back: the way back from an earlier one no longer starts where the deal is.
    undoable.get(deal.id)?.()
    // The row this came from is alive: by the time of an undo it tells where the deal is, not where it was.
    const stages = Object.values(sync.rows.pipelines).flatMap((pipeline) => pipeline.stages)
    const from = { id: deal.stageId, name: stages.find(({ id }) => id === deal.stageId)?.name ?? 'its stage' }
    const { id, title } = deal
    let moved: DealBrief = { id, title, stageId: to.id, version: deal.version }
    const move = newOperationId()
    const forget = showUndo(`Moved to ${to.name}`, () => void send(moveOf(moved, from, move), title))
    undoable.set(id, forget)
    const answer = await send(moveOf(deal, to), title, move)
    if (answer) moved = { ...moved, version: answer.version }
    if (answer === false) forget()
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
    await sync.perform<DealAnswer>({
      what: how.outcome === 'won' ? `Win “${title}”` : `Lose “${title}”`,
      method: 'POST',
      path: `/opportunities/${id}/close`,
      body: how,
      effects: [{ entity: 'opportunities', id, set: { status: how.outcome, closedAt } }],
      brings: 'deal',
    })
    showToast(how.outcome === 'won' ? `Won: ${title}` : `Lost: ${title}`)
  }
}
