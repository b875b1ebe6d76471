import { unwrap } from 'solid-js/store'
import { v7 } from 'uuid'
import type {
  Attachment,
  ChecklistItem,
  ChecklistItemChange,
  Comment,
  LinkedTask,
  Reminder,
  TaskRow,
  TimeEntry,
} from '../../../worker/tasks/contract'
import { placeAmong } from '../../../worker/tasks/domain/checklist'
import { following } from '../../../worker/tasks/domain/position'
import { stopped } from '../../../worker/tasks/domain/time-entry'
import { useSession } from '../session/session'
import type { ListEffect } from '../sync/effects'
import type { Command } from '../sync/operation'
import type { TaskParts } from '../sync/rows'
import { useSync } from '../sync/store'

type List = 'checklist' | 'blockedBy' | 'comments' | 'time' | 'attachments' | 'reminders'
type Said = Pick<Command, 'what' | 'method' | 'path'> & Partial<Pick<Command, 'body' | 'file'>>

export type PartCommands = ReturnType<typeof usePartCommands>

/**
 * What people do with the parts of a task: shown at once, kept on this device until the server has it. Each throws the
 * refusal, for the place it began in.
 */
export function usePartCommands(task: () => Pick<TaskRow, 'id' | 'title'>) {
  const sync = useSync()
  const session = useSession()
  const me = session.me().userId

  const partsNow = (): TaskParts | undefined => unwrap(sync.rows.taskParts)[task().id]
  async function act(list: List, effect: ListEffect, { path, ...said }: Said): Promise<void> {
    const { id } = task()
    await sync.perform({
      ...said,
      path: `/tasks/${id}${path}`,
      effects: [{ entity: 'taskParts', id, lists: { [list]: effect } }],
    })
  }
  const of = () => `of “${task().title}”`

  const steps = {
    add(title: string, position = following(partsNow()?.checklist.at(-1)?.position ?? null, 1)[0]!): Promise<void> {
      const id = v7() as ChecklistItem['id']
      const item: ChecklistItem = { id, title, isDone: false, position, doneBy: null, doneAt: null }
      return act(
        'checklist',
        { put: [item] },
        {
          what: `Add “${title}” to the steps ${of()}`,
          method: 'POST',
          path: '/checklist',
          body: { items: [{ id, title, position }] },
        },
      )
    },
    change({ id, title }: ChecklistItem, body: ChecklistItemChange, what: string): Promise<void> {
      const at = new Date().toISOString()
      const ticked =
        body.isDone === undefined ? {} : { doneBy: body.isDone ? me : null, doneAt: body.isDone ? at : null }
      return act(
        'checklist',
        { set: [{ id, ...body, ...ticked }] },
        { what: `${what} “${title}” ${of()}`, method: 'PATCH', path: `/checklist/${id}`, body },
      )
    },
    move(item: ChecklistItem, by: number): Promise<void> {
      const list = partsNow()?.checklist ?? []
      const at = list.findIndex(({ id }) => id === item.id)
      const rest = list.filter(({ id }) => id !== item.id)
      const position = placeAmong(rest, Math.max(0, Math.min(rest.length, at + by)) - 1)
      return steps.change(item, { position }, 'Move the step')
    },
    remove({ id, title }: ChecklistItem): Promise<void> {
      return act(
        'checklist',
        { drop: [id] },
        { what: `Remove the step “${title}” ${of()}`, method: 'DELETE', path: `/checklist/${id}` },
      )
    },
    /** A step that was removed, again where it stood; under another name, since nothing removed comes back by itself. */
    async putBack({ title, position, isDone }: ChecklistItem): Promise<void> {
      await steps.add(title, position)
      const again = partsNow()?.checklist.findLast((one) => one.title === title && one.position === position)
      if (isDone && again) await steps.change(again, { isDone }, 'Tick')
    },
  }

  const comments = {
    say(text: string, mentions: Comment['mentions']): Promise<void> {
      const id = v7() as Comment['id']
      const createdAt = new Date().toISOString()
      const comment: Comment = { id, authorId: me, text, mentions, createdAt, editedAt: null, version: 1 }
      return act(
        'comments',
        { put: [comment] },
        { what: `Comment on “${task().title}”`, method: 'POST', path: '/comments', body: { id, text, mentions } },
      )
    },
    change({ id }: Comment, text: string, mentions: Comment['mentions']): Promise<void> {
      return act(
        'comments',
        { set: [{ id, text, mentions, editedAt: new Date().toISOString() }] },
        {
          what: `Change a comment on “${task().title}”`,
          method: 'PATCH',
          path: `/comments/${id}`,
          body: { text, mentions },
        },
      )
    },
    remove({ id }: Comment): Promise<void> {
      return act(
        'comments',
        { drop: [id] },
        { what: `Remove a comment on “${task().title}”`, method: 'DELETE', path: `/comments/${id}` },
      )
    },
  }

  const time = {
    start(): Promise<void> {
      const id = v7() as TimeEntry['id']
      const startedAt = new Date().toISOString()
      const entry: TimeEntry = { id, userId: me, startedAt, minutes: null, note: '' }
      return act(
        'time',
        { put: [entry] },
        { what: `Start the clock ${of()}`, method: 'POST', path: `/timer/start?${search({ id, startedAt })}` },
      )
    },
    stop(entry: TimeEntry): Promise<void> {
      const now = new Date()
      const { minutes } = stopped(entry, now)
      return act(
        'time',
        { set: [{ id: entry.id, minutes }] },
        {
          what: `Stop the clock ${of()}`,
          method: 'POST',
          path: `/timer/stop?${search({ stoppedAt: now.toISOString() })}`,
        },
      )
    },
    log(minutes: number): Promise<void> {
      const id = v7() as TimeEntry['id']
      const startedAt = new Date(Date.now() - minutes * 60_000).toISOString()
      const entry: TimeEntry = { id, userId: me, startedAt, minutes, note: '' }
      const body = { id, minutes, startedAt }
      return act('time', { put: [entry] }, { what: `Log time ${of()}`, method: 'POST', path: '/time', body })
    },
    remove({ id }: TimeEntry): Promise<void> {
      return act('time', { drop: [id] }, { what: `Remove time ${of()}`, method: 'DELETE', path: `/time/${id}` })
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
          what: `Attach “${name}” to “${task().title}”`,
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
    add({ id, title, status, dueAt }: LinkedTask): Promise<void> {
      return act(
        'blockedBy',
        { put: [{ id, title, status, dueAt }] },
        {
          what: `Let “${task().title}” wait for “${title}”`,
          method: 'POST',
          path: '/dependencies',
          body: { blockedById: id },
        },
      )
    },
    remove({ id, title }: LinkedTask): Promise<void> {
      return act(
        'blockedBy',
        { drop: [id] },
        {
          what: `Let “${task().title}” wait for “${title}” no longer`,
          method: 'DELETE',
          path: `/dependencies/${id}`,
        },
      )
    },
  }

  const reminders = {
    add(remindAt: string): Promise<void> {
      const id = v7() as Reminder['id']
      return act(
        'reminders',
        { put: [{ id, remindAt, sentAt: null } satisfies Reminder] },
        { what: `Be reminded ${of()}`, method: 'POST', path: '/reminders', body: { id, remindAt } },
      )
    },
    remove({ id }: Reminder): Promise<void> {
      return act(
        'reminders',
        { drop: [id] },
        { what: `Be reminded no longer ${of()}`, method: 'DELETE', path: `/reminders/${id}` },
      )
    },
  }

  return { steps, comments, time, files, waits, reminders }
}

const search = (values: Readonly<Record<string, string>>) => new URLSearchParams(values).toString()
