import { useNavigate } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import type { Task, TaskRow } from '../../../../worker/tasks/contract'
import { NotLoaded } from '../../api/not-loaded'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { Here, TypingLine } from '../../tasks/room/here'
import { createTaskRoom, type TaskRoom } from '../../tasks/room/task-room'
import { TaskText } from '../../tasks/room/task-text'
import { mayEditTask, useTaskCommands } from '../../tasks/task-commands'
import { DoneBox } from '../../tasks/task-line'
import { isOpen } from '../../tasks/task-words'
import { tellRefused } from '../../tasks/tell-refused'
import { createEdit } from '../../ui/edit'
import { Loading, SkeletonRows } from '../../ui/progress'
import { showToast } from '../../ui/toast'
import { DeleteTask } from './delete-task'
import { KeepAsTemplate } from './keep-as-template'
import { createFieldNews } from './news'
import { TaskActivity } from './task-activity'
import { TaskChecklist } from './task-checklist'
import { TaskChips } from './task-chips'
import { TaskComments } from './task-comments'
import { TaskFiles } from './task-files'
import { createTaskRecord, type TaskRecord } from './task-record'
import { TaskReminders } from './task-reminders'
import { TaskTime } from './task-time'
import { TaskWaits } from './task-waits'
import '../../tasks/tasks.css'
import './tasks-page.css'

/** A task, whole: read and changed where it stands. */
export function TaskDoc(props: { readonly id: string; readonly onMissing?: JSX.Element }): JSX.Element {
  return (
    <Show when={props.id} keyed>
      {(id) => <OneTask id={id} onMissing={props.onMissing} />}
    </Show>
  )
}

function OneTask(props: { id: string; onMissing: JSX.Element | undefined }): JSX.Element {
  const record = createTaskRecord(props.id)
  const session = useSession()
  const navigate = useNavigate()
  const room = createTaskRoom({
    taskId: props.id,
    me: session.me().userId,
    title: () => record.row()?.title,
    isNew: () => record.row()?.version === 0,
    isEmpty: () => record.whole()?.description === '',
    onRefused: ({ title }) =>
      showToast(`What you wrote in “${title}” was not taken`, {
        bad: true,
        keep: true,
        action: { label: 'See why', run: () => navigate(paths.pending()) },
      }),
  })
  // Whoever was shut out is told by the room before the next answer says so.
  const isLost = () => room.state()?.ended === 'access_lost'
  return (
    <Switch>
      <Match when={isLost() || (record.isMissing() && !record.row())}>
        {props.onMissing ?? (
          <p class="blk q2">There is no such task. It may have been taken back, or it is not yours to see.</p>
        )}
      </Match>
      <Match when={record.row()}>{(task) => <Shown record={record} task={task()} room={room} />}</Match>
      <Match when={record.error()}>
        <NotLoaded what="the task" error={record.error()} onRetry={record.reload} />
      </Match>
      <Match when={true}>
        <Loading what="the task">
          <SkeletonRows rows={8} />
        </Loading>
      </Match>
    </Switch>
  )
}

export interface PartProps {
  readonly record: TaskRecord
  readonly task: TaskRow
  readonly whole: Task
  /** Only to be read. */
  readonly fixed: boolean
}

function Shown(props: { record: TaskRecord; task: TaskRow; room: TaskRoom }): JSX.Element {
  const session = useSession()
  const commands = useTaskCommands()
  const me = session.me().userId
  const news = createFieldNews(() => props.task)
  const fixed = () => !commands.may() || !mayEditTask(props.task, me)
  const write = (patch: Parameters<typeof commands.change>[1]) => {
    commands.change(props.task, patch).catch(tellRefused(props.task))
  }
  return (
    <article class="doc-in" aria-label={props.task.title}>
      <div class="doc-t">
        <DoneBox task={props.task} me={me} commands={commands} />
        <div class="min-w-0" {...news.glow('title')}>
          <Title task={props.task} fixed={fixed()} onSave={(title) => write({ title })} />
        </div>
        <Here room={props.room} me={session.me().name} />
      </div>
      <TaskChips task={props.task} fixed={fixed()} write={write} commands={commands} news={news} />
      <Show when={props.task.openBlockers > 0 && isOpen(props.task)}>
        <p class="note2 mb-3">It waits for other tasks, and can be completed when they are done.</p>
      </Show>
      <TaskText room={props.room} me={me} fixed={fixed()} told={props.record.whole()?.description} />
      <Show
        when={props.record.whole()}
        fallback={
          <Loading what="the task">
            <SkeletonRows rows={5} />
          </Loading>
        }
      >
        {(whole) => {
          const part = {
            get record() {
              return props.record
            },
            get task() {
              return props.task
            },
            get whole() {
              return whole()
            },
            get fixed() {
              return fixed()
            },
          }
          return (
            <>
              <TaskChecklist {...part} />
              <TaskWaits {...part} />
              <TaskFiles {...part} />
              <TaskTime {...part} />
              <TaskReminders {...part} />
              <TypingLine room={props.room}>
                <TaskComments {...part} />
              </TypingLine>
              <TaskActivity {...part} />
              <KeepAsTemplate {...part} />
              <DeleteTask {...part} />
            </>
          )
        }}
      </Show>
    </article>
  )
}

/** The title, edited where it stands: Enter or leaving saves, Escape restores. */
function Title(props: { task: TaskRow; fixed: boolean; onSave: (title: string) => void }): JSX.Element {
  const edit = createEdit()
  let area!: HTMLTextAreaElement
  let button: HTMLButtonElement | undefined
  const leave = () => {
    edit.end()
    queueMicrotask(() => button?.focus())
  }
  const save = () => {
    if (!edit.isOn()) return
    const title = area.value.replace(/\s+/g, ' ').trim()
    const isChanged = title !== '' && title !== edit.before()
    edit.end()
    if (isChanged) props.onSave(title)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave()
    else if (event.key === 'Enter') {
      save()
      queueMicrotask(() => button?.focus())
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <h2 class="doc-h">
      <Show
        when={edit.isOn()}
        fallback={
          <Show when={!props.fixed} fallback={props.task.title}>
            <button
              type="button"
              class="prose doc-h"
              ref={button}
              onClick={() => {
                edit.begin(props.task.title)
                queueMicrotask(() => {
                  area.focus()
                  area.select()
                })
              }}
            >
              <span class="vh">Edit title: </span>
              {props.task.title}
            </button>
          </Show>
        }
      >
        <textarea
          ref={area}
          class="field doc-h"
          aria-label="Title"
          rows={1}
          maxLength={200}
          value={edit.before()}
          onKeyDown={key}
          onBlur={save}
        />
      </Show>
    </h2>
  )
}
