import { describe, expect, it } from 'vitest'
import { type ChecklistItemId, newId, type UserId } from '../../../../worker/kernel/ids'
import { addItems, type ChecklistItem, changeItem, MAX_ITEMS, sorted } from '../../../../worker/tasks/domain/checklist'

const me = newId<UserId>()
const at = new Date('2026-11-23T10:00:00.000Z')

function listOf(...titles: string[]): ChecklistItem[] {
  const added = addItems(
    [],
    titles.map((title) => ({ id: newId<ChecklistItemId>(), title })),
  )
  if (!added.ok) throw new Error(added.error.kind)
  return added.value
}
const titles = (items: readonly ChecklistItem[]) => sorted(items).map(({ title }) => title)
const change = (items: readonly ChecklistItem[], id: ChecklistItemId, patch: Parameters<typeof changeItem>[2]) => {
  const changed = changeItem(items, id, patch, me, at)
  if (!changed.ok) throw new Error(changed.error.kind)
  return items.map((item) => (item.id === id ? changed.value : item))
}

describe('a checklist', () => {
  it('grows at its end', () => {
    const items = listOf('a', 'b')
    const more = addItems(items, [{ id: newId<ChecklistItemId>(), title: 'c' }])
    expect(more.ok && titles([...items, ...more.value])).toEqual(['a', 'b', 'c'])
  })

  it('moves a line to after another, or to the top, and nothing else', () => {
    const items = listOf('a', 'b', 'c')
    const [a, , c] = items as [ChecklistItem, ChecklistItem, ChecklistItem]
    expect(titles(change(items, a.id, { after: c.id }))).toEqual(['b', 'c', 'a'])
    expect(titles(change(items, c.id, { after: a.id }))).toEqual(['a', 'c', 'b'])
    expect(titles(change(items, c.id, { after: null }))).toEqual(['c', 'a', 'b'])
  })

  it('finds room among lines that two people added at one place', () => {
    const [a, b] = listOf('a', 'b') as [ChecklistItem, ChecklistItem]
    const twins = [a, { ...a, id: newId<ChecklistItemId>(), title: 'twin' }, b]
    expect(titles(change(twins, b.id, { after: a.id })).indexOf('b')).toBeGreaterThan(0)
  })

  it('says who ticked a line and when, and forgets it with the tick', () => {
    const items = listOf('a')
    const { id } = items[0]!
    const ticked = change(items, id, { isDone: true })
    expect(ticked[0]).toMatchObject({ isDone: true, doneBy: me, doneAt: at.toISOString() })
    expect(change(ticked, id, { isDone: false })[0]).toMatchObject({ isDone: false, doneBy: null, doneAt: null })
  })

  it('is only so long', () => {
    const full = listOf(...Array.from({ length: MAX_ITEMS }, (_, i) => `${i}`))
    const more = addItems(full, [{ id: newId<ChecklistItemId>(), title: 'one more' }])
    expect(more).toMatchObject({ ok: false, error: { kind: 'checklist_full' } })
  })
})
