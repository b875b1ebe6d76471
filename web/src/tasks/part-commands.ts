import { unwrap } from 'solid-js/store'
import { v7 } from 'uuid'
import type { Attachment, Comment, LinkedTask, Reminder, TaskRow, TimeEntry } from '../../../worker/tasks/contract'
import { stopped } from '../../../worker/tasks/domain/time-entry'
import { inWords } from '../api/problems'
import { useSession } from '../session/session'
import type { ListEffect } from '../sync/effects'
import type { TaskParts } from '../sync/rows'
import { useSync } from '../sync/store'
import { undoable } from '../sync/undo'
import { showToast } from '../ui/toast'
import type { As, List, Said } from './part-doings'
import { stepCommands } from './step-commands'

export type PartCommands = ReturnType<typeof usePartCommands>

/**
 * What people do with the parts of a task: shown at once, kept on this device until the server has it. Each throws the
 * refusal, for the place it began in.
 */
export function usePartCommands(task: () => Pick<TaskRow, 'id' | 'title'>) {
  const sync = useSync()
  const session = useSession()
  const me = session.me().userId

  // A way back outlives the screen it began on: by then there may be no task to ask.
  const { id: taskId, title: titleThen } = task()
  const title = () => unwrap(sync.rows.tasks)[taskId]?.title ?? titleThen
  const partsNow = (): TaskParts | undefined => unwrap(sync.rows.taskParts)[taskId]
  async function act(
    list: List,
    effect: ListEffect,
    { path, ...said }: Said,
    { operation, ...as }: As = {},
  ): Promise<void> {
    await sync.perform(
      {
        ...said,
        ...as,
        path: `/tasks/${taskId}${path}`,
        effects: [{ entity: 'taskParts', id: taskId, lists: { [list]: effect } }],
      },
      operation,
    )
  }
  const of = () => `of “${title()}”`
  const tell = (problem: unknown) => showToast(`It was not taken back. ${inWords(problem)}`, { bad: true })
  /** Does it with the way back. */
  const withUndo = (words: string, act: (as: As) => Promise<void>, back: (as: As) => Promise<void>) =>
    undoable(
      words,
      (operation) => act({ operation }),
      (undoes) => back({ undoes }),
      tell,
    )

  const comments = {
    say(text: string, mentions: Comment['mentions'], as?: As): Promise<void> {
      const id = v7() as Comment['id']
      const createdAt = new Date().toISOString()
      const comment: Comment = { id, authorId: me, text, mentions, createdAt, editedAt: null, version: 1 }
      return act(
        'comments',
        { put: [comment] },
        { what: `Comment on “${title()}”`, method: 'POST', path: '/comments', body: { id, text, mentions } },
        as,
      )
    },
    change({ id }: Comment, text: string, mentions: Comment['mentions']): Promise<void> {
      return act(
        'comments',
        { set: [{ id, text, mentions, editedAt: new Date().toISOString() }] },
        {
          what: `Change a comment on “${title()}”`,
          method: 'PATCH',
          path: `/comments/${id}`,
          body: { text, mentions },
        },
      )
    },
    remove({ id, text, mentions }: Comment): Promise<void> {
      const said = { what: `Remove a comment on “${title()}”`, method: 'DELETE', path: `/comments/${id}` } as const
      return withUndo(
        'Comment removed',
        (as) => act('comments', { drop: [id] }, said, as),
        (as) => comments.say(text, [...mentions], as),
      )
    },
  }

  const time = {
    start(): Promise<void> {
      const [id, startedAt] = [v7() as TimeEntry['id'], new Date().toISOString()]
      return withUndo(
        'The clock runs',
        (as) => time.begin(id, startedAt, as),
        (as) => time.drop(id, as),
      )
    },
    begin(id: TimeEntry['id'], startedAt: string, as?: As): Promise<void> {
      const entry: TimeEntry = { id, userId: me, startedAt, minutes: null, note: '' }
      const path = `/timer/start?${search({ id, startedAt })}`
      return act('time', { put: [entry] }, { what: `Start the clock ${of()}`, method: 'POST', path }, as)
    },
    stop(entry: TimeEntry): Promise<void> {
      const [{ id, startedAt }, now] = [entry, new Date()]
      const { minutes } = stopped(entry, now)
      const path = `/timer/stop?${search({ stoppedAt: now.toISOString() })}`
      const said = { what: `Stop the clock ${of()}`, method: 'POST', path } as const
      return withUndo(
        'The clock is stopped',
        (as) => act('time', { set: [{ id, minutes }] }, said, as),
        // First: a clock that runs elsewhere by now is no reason to lose the time.
        (as) => time.begin(v7() as TimeEntry['id'], startedAt, as).then(() => time.drop(id, as)),
      )
    },
    log(minutes: number): Promise<void> {
      const id = v7() as TimeEntry['id']
      const startedAt = new Date(Date.now() - minutes * 60_000).toISOString()
      return withUndo(
        'Time logged',
        (as) => time.add({ id, userId: me, startedAt, minutes, note: '' }, as),
        (as) => time.drop(id, as),
      )
    },
    add(entry: TimeEntry, as?: As): Promise<void> {
      const { id, minutes, startedAt, note } = entry
      const body = { id, minutes, startedAt, note }
      return act('time', { put: [entry] }, { what: `Log time ${of()}`, method: 'POST', path: '/time', body }, as)
    },
    remove(entry: TimeEntry): Promise<void> {
      return withUndo(
        'Time removed',
        (as) => time.drop(entry.id, as),
        (as) => time.add({ ...entry, id: v7() as TimeEntry['id'] }, as),
      )
    },
    drop(id: TimeEntry['id'], as?: As): Promise<void> {
      return act('time', { drop: [id] }, { what: `Remove time ${of()}`, method: 'DELETE', path: `/time/${id}` }, as)
    },
  }

  const files = {
    attach(file: File): Promise<void> {
      const id = v7() as Attachment['id']
      const { name, size } = file
      const createdAt = new Date().toISOString()
      const shown: Attachment = { id, name, contentType: file.type, bytes: size, uploadedBy: me, createdAt }
      return act(
        'attachments',
        { put: [shown] },
        {
          what: `Attach “${name}” to “${title()}”`,
          method: 'POST',
          path: '/attachments',
          body: { id, name },
          file,
        },
      )
    },
    remove({ id, name }: Attachment): Promise<void> {
      return act(
        'attachments',
        { drop: [id] },
        { what: `Remove the file “${name}” ${of()}`, method: 'DELETE', path: `/attachments/${id}` },
      )
    },
  }

  const waits = {
    add(blocker: LinkedTask): Promise<void> {
      return withUndo(
        `Waits for ${blocker.title}`,
        (as) => waits.put(blocker, as),
        (as) => waits.drop(blocker, as),
      )
    },
    remove(blocker: LinkedTask): Promise<void> {
      return withUndo(
        `Waits no longer for ${blocker.title}`,
        (as) => waits.drop(blocker, as),
        (as) => waits.put(blocker, as),
      )
    },
    put(blocker: LinkedTask, as: As): Promise<void> {
      const { id, status, dueAt } = blocker
      const what = `Let “${title()}” wait for “${blocker.title}”`
      const said = { what, method: 'POST', path: '/dependencies', body: { blockedById: id } } as const
      return act('blockedBy', { put: [{ id, title: blocker.title, status, dueAt }] }, said, as)
    },
    drop(blocker: LinkedTask, as: As): Promise<void> {
      const { id } = blocker
      const what = `Let “${title()}” wait for “${blocker.title}” no longer`
      return act('blockedBy', { drop: [id] }, { what, method: 'DELETE', path: `/dependencies/${id}` }, as)
    },
  }

  const reminders = {
    add(remindAt: string): Promise<void> {
      const id = v7() as Reminder['id']
      return withUndo(
        'You will be reminded',
        (as) => reminders.put(id, remindAt, as),
        (as) => reminders.drop(id, as),
      )
    },
    remove({ id, remindAt }: Reminder): Promise<void> {
      // Of what has been nobody is reminded again.
      if (Date.parse(remindAt) <= Date.now()) return reminders.drop(id)
      return withUndo(
        'Reminder removed',
        (as) => reminders.drop(id, as),
        (as) => reminders.put(v7() as Reminder['id'], remindAt, as),
      )
    },
    put(id: Reminder['id'], remindAt: string, as: As): Promise<void> {
      const said = { what: `Be reminded ${of()}`, method: 'POST', path: '/reminders', body: { id, remindAt } } as const
      return act('reminders', { put: [{ id, remindAt, sentAt: null } satisfies Reminder] }, said, as)
    },
    drop(id: Reminder['id'], as?: As): Promise<void> {
      const said = { what: `Be reminded no longer ${of()}`, method: 'DELETE', path: `/reminders/${id}` } as const
      return act('reminders', { drop: [id] }, said, as)
    },
  }

  const steps = stepCommands({ act, withUndo, of }, me, partsNow)
  return { steps, comments, time, files, waits, reminders }
}

const search = (values: Readonly<Record<string, string>>) => new URLSearchParams(values).toString()
