import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { v7 } from 'uuid'
import type { ChecklistItem, ChecklistItemChange } from '../../../../worker/tasks/contract'
import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import { buttonClass } from '../../ui/button'
import { Checkbox } from '../../ui/check'
import { Menu } from '../../ui/menu'
import { Meter } from '../../ui/progress'
import { showToast, showUndo } from '../../ui/toast'
import type { PartProps } from './task-doc'

type List = { readonly checklist: ChecklistItem[] }

/** The steps of a task, ticked, written and moved where they stand. */
export function TaskChecklist(props: PartProps): JSX.Element {
  const [text, setText] = createSignal('')
  const [renaming, setRenaming] = createSignal<string>()
  const items = () => props.whole.checklist
  const done = () => items().filter(({ isDone }) => isDone).length
  const base = () => `/tasks/${props.task.id}/checklist`

  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  /** Shown at once, sent in turn: a step that is ticked before the server knows of it must not overtake its making. */
  async function act(next: ChecklistItem[], send: () => Promise<List>): Promise<void> {
    props.record.patch({ checklist: next })
    waiting++
    const mine = last.then(send)
    last = mine.catch(() => {})
    try {
      const answer = await mine
      // The answer to an earlier one does not know of those on their way.
      if (waiting === 1) props.record.patch(answer)
    } catch (problem) {
      props.record.reload()
      showToast(`The checklist stays as it was. ${inWords(problem)}`, { bad: true })
    } finally {
      waiting--
    }
  }
  const change = (item: ChecklistItem, patch: ChecklistItemChange, next: ChecklistItem[]) =>
    act(next, () => call<List>('PATCH', `${base()}/${item.id}`, { body: patch, operationId: crypto.randomUUID() }))
  const put = (item: ChecklistItem, news: Partial<ChecklistItem>) =>
    items().map((one) => (one.id === item.id ? { ...one, ...news } : one))

  function add(event: Event): void {
    event.preventDefault()
    const title = text().trim()
    if (title === '') return
    setText('')
    const id = v7() as ChecklistItem['id']
    const line: ChecklistItem = { id, title, isDone: false, position: '~', doneBy: null, doneAt: null }
    void act([...items(), line], () =>
      call<List>('POST', base(), { body: { items: [{ id, title }] }, operationId: crypto.randomUUID() }),
    )
  }
  function move(item: ChecklistItem, steps: number): void {
    const list = items()
    const at = list.findIndex(({ id }) => id === item.id)
    const rest = list.filter(({ id }) => id !== item.id)
    const to = Math.max(0, Math.min(rest.length, at + steps))
    void change(item, { after: rest[to - 1]?.id ?? null }, rest.toSpliced(to, 0, item))
  }
  function remove(item: ChecklistItem): void {
    const at = items().findIndex(({ id }) => id === item.id)
    const before = items()[at - 1]?.id ?? null
    void act(
      items().filter(({ id }) => id !== item.id),
      () => call<List>('DELETE', `${base()}/${item.id}`, { operationId: crypto.randomUUID() }),
    )
    showUndo(`Removed: ${item.title}`, () => void putBack(item, before))
  }
  async function putBack(item: ChecklistItem, after: ChecklistItem['id'] | null): Promise<void> {
    const id = v7() as ChecklistItem['id']
    await act([...items(), { ...item, id }], () =>
      call<List>('POST', base(), { body: { items: [{ id, title: item.title }] }, operationId: crypto.randomUUID() }),
    )
    const place = { after, ...(item.isDone && { isDone: true }) }
    await change({ ...item, id }, place, put({ ...item, id }, { isDone: item.isDone }))
  }
  function rename(item: ChecklistItem, title: string): void {
    setRenaming(undefined)
    if (title !== '' && title !== item.title) void change(item, { title }, put(item, { title }))
  }
  return (
    <Show when={items().length > 0 || !props.fixed}>
      <section aria-label="Checklist">
        <h3 class="doc-s">
          Checklist
          <Show when={items().length > 0}>
            <span class="q3 n font-body">
              {done()} of {items().length}
            </span>
            <span class="w-18">
              <Meter label="Checklist" value={done() / items().length} words={`${done()} of ${items().length} done`} />
            </span>
          </Show>
        </h3>
        <ul>
          <For each={items()}>
            {(item, index) => (
              <li class="ck">
                <Show
                  when={renaming() === item.id}
                  fallback={
                    <Checkbox
                      class="flex-1"
                      label={<span class={item.isDone ? 'q3 line-through' : ''}>{item.title}</span>}
                      checked={item.isDone}
                      disabled={props.fixed}
                      onChange={(isDone) => void change(item, { isDone }, put(item, { isDone }))}
                    />
                  }
                >
                  <input
                    class="field flex-1"
                    aria-label="Step"
                    maxLength={500}
                    value={item.title}
                    ref={(input) => queueMicrotask(() => input.focus())}
                    onKeyDown={(event) => {
                      if (event.key === 'Enter') rename(item, event.currentTarget.value.trim())
                      if (event.key === 'Escape') setRenaming(undefined)
                    }}
                    onBlur={(event) => rename(item, event.currentTarget.value.trim())}
                  />
                </Show>
                <Show when={!props.fixed}>
                  <Menu
                    class={buttonClass({ tone: 'quiet', size: 'sm' }, 'ic ck-m')}
                    aria-label={`More about ${item.title}`}
                    placement="bottom-end"
                    groups={[
                      {
                        items: [
                          { label: 'Rename', icon: Pencil, onSelect: () => setRenaming(item.id) },
                          {
                            label: 'Move up',
                            icon: ArrowUp,
                            off: index() === 0 && 'It is the first',
                            onSelect: () => move(item, -1),
                          },
                          {
                            label: 'Move down',
                            icon: ArrowDown,
                            off: index() === items().length - 1 && 'It is the last',
                            onSelect: () => move(item, 1),
                          },
                        ],
                      },
                      { items: [{ label: 'Remove', icon: Trash, danger: true, onSelect: () => remove(item) }] },
                    ]}
                  >
                    <Ellipsis class="i s" />
                  </Menu>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={!props.fixed}>
          <form class="ck" onSubmit={add}>
            <input
              class="ck-in"
              aria-label="Add a step"
              placeholder="Add a step"
              maxLength={500}
              autocomplete="off"
              value={text()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </form>
        </Show>
      </section>
    </Show>
  )
}
