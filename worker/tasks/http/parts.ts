import { Hono } from 'hono'
import { z } from 'zod'
import { ChecklistItemId, CommentId, ReminderId, TaskId, TimeEntryId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import {
  ChecklistAnswer,
  ChecklistItemChange,
  Comment,
  CommentChange,
  LinkedTask,
  NewChecklistItems,
  NewComment,
  NewDependency,
  NewReminder,
  NewTimeEntry,
  Reminder,
  StartTimer,
  StopTimer,
  TimeEntry,
} from '../contract'
import {
  addChecklistItems,
  addComment,
  addDependency,
  addReminder,
  changeChecklistItem,
  changeComment,
  logTime,
  removeChecklistItem,
  removeComment,
  removeDependency,
  removeReminder,
  removeTime,
  startTimer,
  stopTimer,
  taskWork,
} from '../index'
import { taskProblems } from './problems'

const Which = z.object({ id: TaskId })
const WhichItem = z.object({ id: TaskId, itemId: ChecklistItemId })
const WhichBlocker = z.object({ id: TaskId, blockedById: TaskId })
const WhichComment = z.object({ id: TaskId, commentId: CommentId })
const WhichEntry = z.object({ id: TaskId, entryId: TimeEntryId })
const WhichReminder = z.object({ id: TaskId, reminderId: ReminderId })
const Blockers = z.object({ blockedBy: z.array(LinkedTask) })

const about = { tag: 'tasks', refusals: taskProblems }
const list = { ...about, answers: { 200: { schema: ChecklistAnswer, description: 'The whole list, in order' } } }
const blockers = { ...about, answers: { 200: { schema: Blockers, description: 'What the task waits for' } } }
const entry = { ...about, answers: { 200: { schema: TimeEntry, description: 'The entry' } } }
const gone = { ...about, answers: { 204: { description: 'It is gone' } } }
const mayView = requires('tasks.view_assigned')
const mayUpdate = requires('tasks.update_assigned')

/** The parts of a task: its list, what it waits for, what is said about it, the time it takes, reminders. */
export const taskParts = new Hono<AppEnv>()
  .use(authenticate, rateLimit(1200, 'write'))
  .post(
    '/:id/checklist',
    describe({ ...list, summary: 'Add lines to the end of a task’s checklist' }),
    mayUpdate,
    validated('param', Which),
    validated('json', NewChecklistItems),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => addChecklistItems(work, id, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .patch(
    '/:id/checklist/:itemId',
    describe({ ...list, summary: 'Change a line: its words, whether it is done, its place' }),
    mayUpdate,
    validated('param', WhichItem),
    validated('json', ChecklistItemChange),
    async (c) => {
      const { id, itemId } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => changeChecklistItem(work, id, itemId, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .delete(
    '/:id/checklist/:itemId',
    describe({ ...list, summary: 'Take a line off a task’s checklist' }),
    mayUpdate,
    validated('param', WhichItem),
    async (c) => {
      const { id, itemId } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => removeChecklistItem(work, id, itemId))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/dependencies',
    describe({ ...blockers, summary: 'Make a task wait for another' }),
    mayUpdate,
    validated('param', Which),
    validated('json', NewDependency),
    async (c) => {
      const { id } = c.req.valid('param')
      const { blockedById } = c.req.valid('json')
      const result = await command(c, taskWork, (work) => addDependency(work, id, blockedById))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .delete(
    '/:id/dependencies/:blockedById',
    describe({ ...blockers, summary: 'Let a task wait for another no longer' }),
    mayUpdate,
    validated('param', WhichBlocker),
    async (c) => {
      const { id, blockedById } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => removeDependency(work, id, blockedById))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/comments',
    describe({
      ...about,
      summary: 'Say something about a task',
      answers: { 201: { schema: Comment, description: 'The comment' } },
    }),
    mayView,
    validated('param', Which),
    validated('json', NewComment),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => addComment(work, id, c.req.valid('json')), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, taskProblems, result.error)
    },
  )
  .patch(
    '/:id/comments/:commentId',
    describe({
      ...about,
      summary: 'Change a comment of one’s own',
      answers: { 200: { schema: Comment, description: 'The comment' } },
    }),
    mayView,
    validated('param', WhichComment),
    validated('json', CommentChange),
    async (c) => {
      const { id, commentId } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => changeComment(work, id, commentId, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .delete(
    '/:id/comments/:commentId',
    describe({ ...gone, summary: 'Take a comment of one’s own back' }),
    mayView,
    validated('param', WhichComment),
    async (c) => {
      const { id, commentId } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => removeComment(work, id, commentId), 204)
      return result.ok ? c.body(null, 204) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/timer/start',
    describe({ ...entry, summary: 'Start one’s clock on a task' }),
    mayUpdate,
    validated('param', Which),
    validated('query', StartTimer),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => startTimer(work, id, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/timer/stop',
    describe({ ...entry, summary: 'Stop one’s clock, and count the time' }),
    mayUpdate,
    validated('param', Which),
    validated('query', StopTimer),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => stopTimer(work, id, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/time',
    describe({
      ...about,
      summary: 'Count time that was spent on a task',
      answers: { 201: { schema: TimeEntry, description: 'The entry' } },
    }),
    mayUpdate,
    validated('param', Which),
    validated('json', NewTimeEntry),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => logTime(work, id, c.req.valid('json')), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, taskProblems, result.error)
    },
  )
  .delete(
    '/:id/time/:entryId',
    describe({ ...gone, summary: 'Take time of one’s own back' }),
    mayUpdate,
    validated('param', WhichEntry),
    async (c) => {
      const { id, entryId } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => removeTime(work, id, entryId), 204)
      return result.ok ? c.body(null, 204) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/reminders',
    describe({
      ...about,
      summary: 'Be reminded of a task',
      answers: { 201: { schema: Reminder, description: 'The reminder, seen by nobody else' } },
    }),
    mayView,
    validated('param', Which),
    validated('json', NewReminder),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => addReminder(work, id, c.req.valid('json')), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, taskProblems, result.error)
    },
  )
  .delete(
    '/:id/reminders/:reminderId',
    describe({ ...gone, summary: 'Be reminded no longer' }),
    mayView,
    validated('param', WhichReminder),
    async (c) => {
      const { id, reminderId } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => removeReminder(work, id, reminderId), 204)
      return result.ok ? c.body(null, 204) : problem(c, taskProblems, result.error)
    },
  )
