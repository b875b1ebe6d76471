import type { ChecklistItemId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import { between, following, MIDDLE } from './position'

export interface ChecklistItem {
  readonly id: ChecklistItemId
  readonly title: string
  readonly isDone: boolean
  readonly position: string
  readonly doneBy: UserId | null
  readonly doneAt: string | null
}

export const MAX_ITEMS = 200 // a longer list is a project, and every line of it travels with the task

export type ChecklistRefused =
  | { readonly kind: 'checklist_item_not_found' }
  | { readonly kind: 'checklist_full'; readonly limit: number }

const inOrder = (a: ChecklistItem, b: ChecklistItem) =>
  a.position < b.position ? -1 : a.position > b.position ? 1 : a.id < b.id ? -1 : 1

export function sorted(items: readonly ChecklistItem[]): ChecklistItem[] {
  return items.toSorted(inOrder)
}

/** Adds lines to the end of a list. */
export function addItems(
  items: readonly ChecklistItem[],
  lines: readonly { readonly id: ChecklistItemId; readonly title: string; readonly position?: string | undefined }[],
): Result<ChecklistItem[], ChecklistRefused> {
  if (items.length + lines.length > MAX_ITEMS) return err({ kind: 'checklist_full', limit: MAX_ITEMS })
  const places = following(sorted(items).at(-1)?.position ?? null, lines.length)
  return ok(
    lines.map(({ id, title, position }, i) => ({
      id,
      title,
      isDone: false,
      doneBy: null,
      doneAt: null,
      position: position ?? places[i] ?? MIDDLE,
    })),
  )
}

export interface ItemPatch {
  readonly title?: string | undefined
  readonly isDone?: boolean | undefined
  /** The line it comes right after; null is the top of the list. */
  readonly after?: ChecklistItemId | null | undefined
  readonly position?: string | undefined
}

/** Changes a line of a list: its words, whether it is done, its place. */
export function changeItem(
  items: readonly ChecklistItem[],
  id: ChecklistItemId,
  { title, isDone, after, position: place }: ItemPatch,
  by: UserId,
  at: Date,
): Result<ChecklistItem, ChecklistRefused> {
  const item = items.find((one) => one.id === id)
  if (!item) return err({ kind: 'checklist_item_not_found' })
  const others = sorted(items).filter((one) => one.id !== id)
  const index = after === null ? -1 : others.findIndex((one) => one.id === after)
  if (after && index < 0) return err({ kind: 'checklist_item_not_found' })
  const position = place ?? (after === undefined ? item.position : placeAmong(others, index))
  const done = isDone === undefined || isDone === item.isDone ? item : tick(isDone, by, at)
  const { isDone: isTicked, doneBy, doneAt } = done
  return ok({ ...item, title: title ?? item.title, position, isDone: isTicked, doneBy, doneAt })
}

/** The place right after a line of a list in order; after none (-1) is the top. */
export function placeAmong(others: readonly Pick<ChecklistItem, 'position'>[], after: number): string {
  const low = others[after]?.position ?? null
  // Two lines that were added at once, by people apart, may stand at one place: past both is where there is room.
  const high = others.slice(after + 1).find(({ position }) => low === null || position > low)?.position ?? null
  return between(low, high)
}

const tick = (isDone: boolean, by: UserId, at: Date) => ({
  isDone,
  doneBy: isDone ? by : null,
  doneAt: isDone ? at.toISOString() : null,
})
