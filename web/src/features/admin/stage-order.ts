import type { Pipeline, Stage } from '../../../../worker/sales/contract'

/** The stages deals go through, in order: what wins and what loses stays at the end and is not moved. */
export function openStagesOf(pipeline: Pipeline): readonly Stage[] {
  return pipeline.stages.filter(({ status }) => status === 'open').toSorted((a, b) => a.position - b.position)
}

export function endStagesOf(pipeline: Pipeline): readonly Stage[] {
  return pipeline.stages.filter(({ status }) => status !== 'open').toSorted((a, b) => a.position - b.position)
}

/** The order with one taken out and put in at a place; places beyond the ends mean the ends. */
export function movedTo<T extends { readonly id: string }>(all: readonly T[], id: string, to: number): readonly T[] {
  const moved = all.find((one) => one.id === id)
  if (!moved) return all
  const others = all.filter((one) => one !== moved)
  return others.toSpliced(Math.max(0, Math.min(to, others.length)), 0, moved)
}

/** Where a line dragged to a height would land: before the first line whose middle lies below it. */
export function placeAt(middles: readonly number[], height: number): number {
  const index = middles.findIndex((middle) => height < middle)
  return index < 0 ? middles.length - 1 : index
}

export type Days = { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly error: string }

const MOST_DAYS = 3650

/** Expected days as typed; nothing means that no age is too old. */
export function parseDays(text: string): Days {
  if (text.trim() === '') return { ok: true, value: null }
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    return { ok: false, error: `Use whole days, from 1 to ${MOST_DAYS}` }
  return { ok: true, value: days }
}
