import { A } from '@solidjs/router'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { LinkedTask } from '../../../../worker/tasks/contract'
import { inWords } from '../../api/problems'
import { paths } from '../../paths'
import { useSync } from '../../sync/store'
import { usePartCommands } from '../../tasks/part-commands'
import { isOpen, STATUS_WORDS } from '../../tasks/task-words'
import { Button, IconButton } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { Combobox } from '../../ui/combobox'
import { showToast } from '../../ui/toast'
import type { PartProps } from './task-doc'

/** What a task waits for, and what waits for it. */
export function TaskWaits(props: PartProps): JSX.Element {
  const sync = useSync()
  const [adding, setAdding] = createSignal(false)
  const hidden = () =>
    Math.max(0, props.task.openBlockers - props.whole.blockedBy.filter((task) => isOpen(task)).length)
  const { waits } = usePartCommands(() => props.task)
  const tell = (problem: unknown) => showToast(inWords(problem), { bad: true })
  const candidates = () =>
    Object.values(sync.rows.tasks)
      .filter(
        (task) => isOpen(task) && task.id !== props.task.id && !props.whole.blockedBy.some(({ id }) => id === task.id),
      )
      .map((task) => ({ value: task.id as string, label: task.title, note: task.customerName ?? undefined }))
  const add = (id: string) => {
    const task = sync.rows.tasks[id]
    setAdding(false)
    if (task) waits.add({ ...unwrap(task) }).catch(tell)
  }
  return (
    <Show when={props.whole.blockedBy.length + props.whole.blocks.length + hidden() > 0 || !props.fixed}>
      <section aria-label="Waits for">
        <h3 class="doc-s">Waits for</h3>
        <ul>
          <For each={props.whole.blockedBy}>
            {(task) => (
              <li class="ck">
                <Linked task={task} />
                <Show when={!props.fixed}>
                  <IconButton
                    size="sm"
                    icon={X}
                    label={`Do not wait for ${task.title}`}
                    onClick={() => void waits.remove({ ...unwrap(task) }).catch(tell)}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={hidden() > 0}>
          <p class="q2 t12">and for {hidden()} that you may not see</p>
        </Show>
        <Show when={!props.fixed}>
          <Show
            when={adding()}
            fallback={
              <Button class="flush" size="sm" tone="quiet" onClick={() => setAdding(true)}>
                Add a task to wait for
              </Button>
            }
          >
            <Combobox
              label="Task to wait for"
              value={undefined}
              options={candidates()}
              onChange={(id) => id && add(id)}
            />
          </Show>
        </Show>
        <Show when={props.whole.blocks.length > 0}>
          <h3 class="doc-s">Others wait for it</h3>
          <ul>
            <For each={props.whole.blocks}>
              {(task) => (
                <li class="ck">
                  <Linked task={task} />
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
    </Show>
  )
}

function Linked(props: { task: LinkedTask }): JSX.Element {
  return (
    <>
      <A
        class={isOpen(props.task) ? 'clip flex-1 hover:underline' : 'clip flex-1 q3 line-through'}
        href={paths.task(props.task.id)}
      >
        {props.task.title}
      </A>
      <Tag tone={props.task.status === 'completed' ? 'positive' : 'plain'}>{STATUS_WORDS[props.task.status]}</Tag>
    </>
  )
}
