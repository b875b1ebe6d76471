import { Hono } from 'hono'
import { z } from 'zod'
import { TaskId } from '../../kernel/ids'
import { pageOf } from '../../kernel/page'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import {
  MoveTask,
  NewTask,
  ShareTask,
  SharingChange,
  Task,
  TaskActivity,
  TaskAnswer,
  TaskBoard,
  TaskBoardQuery,
  TaskChange,
  TaskQuery,
  TaskRow,
  TaskWorkingSet,
  WholeTasks,
  WholeTasksQuery,
} from '../contract'
import {
  changeSharing,
  changeTask,
  createTask,
  deleteTask,
  listTasks,
  moveTask,
  restoreTask,
  shareTask,
  showTask,
  showTaskBoard,
  showTasks,
  taskActivity,
  taskWork,
  taskWorkingSet,
} from '../index'
import { taskListProblems, taskProblems } from './problems'

const Which = z.object({ id: TaskId })
const tag = 'tasks'
const reads = rateLimit(6000, 'read')
const writes = rateLimit(1200, 'write')
const mayView = requires('tasks.view_assigned')
const mayUpdate = requires('tasks.update_assigned')
const refusals = taskProblems
const answers = { 200: { schema: TaskAnswer, description: 'The task as it is now' } }

export const tasks = new Hono<AppEnv>()
  .use(authenticate)
  .get(
    '/',
    describe({
      summary: 'List tasks, filtered, sorted and page by page; a month of the calendar by `dueFrom` and `dueTo`',
      tag,
      answers: { 200: { schema: pageOf(TaskRow), description: 'Tasks the caller may see' } },
      refusals: taskListProblems,
    }),
    mayView,
    reads,
    validated('query', TaskQuery),
    async (c) => {
      const result = await query(c, taskWork, (work) => listTasks(work, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskListProblems, result.error)
    },
  )
  .get(
    '/board',
    describe({
      summary: 'Show tasks as a board, a column for each status',
      tag,
      answers: { 200: { schema: TaskBoard, description: 'How many tasks have each status, and the first of them' } },
      refusals: taskListProblems,
    }),
    mayView,
    reads,
    validated('query', TaskBoardQuery),
    async (c) => {
      const result = await query(c, taskWork, (work) => showTaskBoard(work, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskListProblems, result.error)
    },
  )
  .get(
    '/working-set',
    describe({
      summary: 'Fetch the tasks a device keeps: open ones of the caller or shared with them, and those done lately',
      tag: 'sync',
      answers: { 200: { schema: TaskWorkingSet, description: 'The tasks, and the change they are true as of' } },
    }),
    mayView,
    rateLimit(300, 'working-set'),
    async (c) => c.json(await query(c, taskWork, taskWorkingSet), 200),
  )
  .get(
    '/whole',
    describe({
      summary: 'Fetch tasks with all their parts, as a device keeps them',
      tag: 'sync',
      answers: { 200: { schema: WholeTasks, description: 'The tasks, and the change they are true as of' } },
    }),
    mayView,
    rateLimit(1200, 'whole-tasks'),
    validated('query', WholeTasksQuery),
    async (c) => c.json(await query(c, taskWork, (work) => showTasks(work, c.req.valid('query').ids)), 200),
  )
  .post(
    '/',
    describe({
      summary: 'Make a task',
      tag,
      answers: { 201: { schema: TaskRow, description: 'The task' } },
      refusals,
    }),
    requires('tasks.create_all_types'),
    writes,
    validated('json', NewTask),
    async (c) => {
      const wanted = c.req.valid('json')
      const result = await command(c, taskWork, (work) => createTask(work, wanted), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, taskProblems, result.error)
    },
  )
  .get(
    '/:id',
    describe({
      summary: 'Show a task with all its parts',
      tag,
      answers: { 200: { schema: Task, description: 'The task, whole' } },
      refusals,
    }),
    mayView,
    reads,
    validated('param', Which),
    async (c) => {
      const result = await query(c, taskWork, (work) => showTask(work, c.req.valid('param').id))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .get(
    '/:id/activity',
    describe({
      summary: 'Show what happened to a task',
      tag,
      answers: { 200: { schema: TaskActivity, description: 'Changes, newest first' } },
      refusals,
    }),
    mayView,
    reads,
    validated('param', Which),
    async (c) => {
      const result = await query(c, taskWork, (work) => taskActivity(work, c.req.valid('param').id))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({
      summary: 'Change fields of a task; the last writer of each field stands, and what was gone over is told',
      tag,
      answers,
      refusals,
    }),
    mayUpdate,
    writes,
    validated('param', Which),
    validated('json', TaskChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const wanted = c.req.valid('json')
      const result = await command(c, taskWork, (work) => changeTask(work, id, wanted))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/move',
    describe({ summary: 'Give a task another status, another place among others, or both', tag, answers, refusals }),
    mayUpdate,
    writes,
    validated('param', Which),
    validated('json', MoveTask),
    async (c) => {
      const { id } = c.req.valid('param')
      const place = c.req.valid('json')
      const result = await command(c, taskWork, (work) => moveTask(work, id, place))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .put(
    '/:id/sharing',
    describe({ summary: 'Say who may see a task, and who of them may edit it', tag, answers, refusals }),
    mayView,
    writes,
    validated('param', Which),
    validated('json', ShareTask),
    async (c) => {
      const { id } = c.req.valid('param')
      const sharing = c.req.valid('json')
      const result = await command(c, taskWork, (work) => shareTask(work, id, sharing))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .patch(
    '/:id/sharing',
    describe({ summary: 'Share a task with somebody more, or with somebody less', tag, answers, refusals }),
    mayView,
    writes,
    validated('param', Which),
    validated('json', SharingChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => changeSharing(work, id, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .delete(
    '/:id',
    describe({
      summary: 'Delete a task: nobody sees it any longer, until it is brought back',
      tag,
      answers: { 204: { description: 'It is gone' } },
      refusals,
    }),
    mayUpdate,
    writes,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => deleteTask(work, id), 204)
      return result.ok ? c.body(null, 204) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/restore',
    describe({
      summary: 'Bring a deleted task back as it was',
      tag,
      answers: { 200: { schema: TaskRow, description: 'The task as it is now' } },
      refusals,
    }),
    mayUpdate,
    writes,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => restoreTask(work, id))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  // Plain words for the three moves people make most.
  .post(
    '/:id/complete',
    describe({ summary: 'Complete a task; one of a series makes the next', tag, answers, refusals }),
    mayUpdate,
    writes,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => moveTask(work, id, { status: 'completed' }))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/reopen',
    describe({ summary: 'Take a task up again', tag, answers, refusals }),
    mayUpdate,
    writes,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => moveTask(work, id, { status: 'pending' }))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
  .post(
    '/:id/cancel',
    describe({ summary: 'Cancel a task: it need not be done', tag, answers, refusals }),
    mayUpdate,
    writes,
    validated('param', Which),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, taskWork, (work) => moveTask(work, id, { status: 'canceled' }))
      return result.ok ? c.json(result.value, 200) : problem(c, taskProblems, result.error)
    },
  )
