import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { ChecklistItem } from '../../../../worker/tasks/contract'
import { inWords } from '../../api/problems'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { usePartCommands } from '../../tasks/part-commands'
import { buttonClass } from '../../ui/button'
import { Checkbox } from '../../ui/check'
import { Menu } from '../../ui/menu'
import { Meter } from '../../ui/progress'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { createNews } from './news'
import type { PartProps } from './task-doc'

/** The steps of a task, ticked, written and moved where they stand. */
export function TaskChecklist(props: PartProps): JSX.Element {
  const [text, setText] = createSignal('')
  const [renaming, setRenaming] = createSignal<string>()
  const items = () => props.whole.checklist
  const done = () => items().filter(({ isDone }) => isDone).length
  const { steps } = usePartCommands(() => props.task)
  const { nameOf } = usePeople()
  const me = useSession().me().userId
  const ticked = ({ id, doneAt }: ChecklistItem) => `${id} ${doneAt}`
  const news = createNews(() =>
    items()
      .filter(({ doneBy }) => doneBy !== null && doneBy !== me)
      .map(ticked),
  )
  const tell = (problem: unknown) => showToast(`The checklist stays as it was. ${inWords(problem)}`, { bad: true })

  function add(event: Event): void {
    event.preventDefault()
    const title = text().trim()
    if (title === '') return
    setText('')
    steps.add(title).catch(tell)
  }
  function remove(item: ChecklistItem): void {
    const removed = { ...unwrap(item) }
    steps.remove(removed).catch(tell)
  }
  function rename(item: ChecklistItem, title: string): void {
    setRenaming(undefined)
    if (title !== '' && title !== item.title) steps.rename({ ...unwrap(item) }, title).catch(tell)
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
              <li class="ck" {...news.glow(ticked(item))}>
                <Show
                  when={renaming() === item.id}
                  fallback={
                    <Checkbox
                      class="flex-1"
                      label={<span class={item.isDone ? 'q3 line-through' : ''}>{item.title}</span>}
                      checked={item.isDone}
                      disabled={props.fixed}
                      onChange={(isDone) => void steps.tick(item, isDone).catch(tell)}
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
                <Show when={news.isNews(ticked(item)) && item}>
                  {(tick) => (
                    <span class="t12 q2">
                      {nameOf(tick().doneBy ?? '').split(' ')[0]}, <When date={tick().doneAt ?? ''} />
                    </span>
                  )}
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
                            onSelect: () => void steps.move({ ...unwrap(item) }, -1).catch(tell),
                          },
                          {
                            label: 'Move down',
                            icon: ArrowDown,
                            off: index() === items().length - 1 && 'It is the last',
                            onSelect: () => void steps.move({ ...unwrap(item) }, 1).catch(tell),
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
