import { Hono } from 'hono'
import { z } from 'zod'
import { PredictionAnswer } from '../../analytics'
import { OpportunityId } from '../../kernel/ids'
import { pageOf } from '../../kernel/page'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import {
  Board,
  BoardQuery,
  CloseOpportunity,
  MoveOpportunity,
  NewOpportunity,
  Opportunity,
  OpportunityChange,
  OpportunityHistory,
  OpportunityQuery,
  OpportunityRow,
} from '../contract'
import {
  changeOpportunity,
  closeOpportunity,
  findOpportunity,
  listOpportunities,
  moveOpportunity,
  openOpportunity,
  opportunityHistory,
  salesWork,
  showBoard,
} from '../index'
import { opportunityProblems, pageProblems } from './problems'

const Which = z.object({ id: OpportunityId })
const Answer = Opportunity.extend(PredictionAnswer.shape)
const tag = 'opportunities'
const reads = rateLimit(6000, 'read')
const writes = rateLimit(1200, 'write')
const mayManage = requires('opportunities.manage_assigned')
const refusals = opportunityProblems

export const opportunities = new Hono<AppEnv>()
  .use(authenticate)
  .get(
    '/',
    describe({
      summary: 'List deals, filtered, sorted and page by page',
      tag,
      answers: { 200: { schema: pageOf(OpportunityRow), description: 'Deals the caller may see' } },
      refusals: pageProblems,
    }),
    reads,
    validated('query', OpportunityQuery),
    async (c) => {
      const result = await query(c, salesWork, (work) => listOpportunities(work, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, pageProblems, result.error)
    },
  )
  .get(
    '/board',
    describe({
      summary: 'Show a pipeline as a board',
      tag,
      answers: { 200: { schema: Board, description: 'Each open stage with its totals and first cards' } },
      refusals,
    }),
    reads,
    validated('query', BoardQuery),
    async (c) => {
      const result = await query(c, salesWork, (work) => showBoard(work, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, opportunityProblems, result.error)
    },
  )
  .post(
    '/',
    describe({
      summary: 'Open a deal',
      tag,
      answers: { 201: { schema: Answer, description: 'The deal, and its first score' } },
      refusals,
    }),
    mayManage,
    writes,
    validated('json', NewOpportunity),
    async (c) => {
      const wanted = c.req.valid('json')
      const result = await command(c, salesWork, (work) => openOpportunity(work, wanted), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, opportunityProblems, result.error)
    },
  )
  .get(
    '/:id',
    describe({
      summary: 'Show a deal',
      tag,
      answers: { 200: { schema: Opportunity, description: 'The deal, whole' } },
      refusals,
    }),
    reads,
    validated('param', Which),
    async (c) => {
      const result = await query(c, salesWork, (work) => findOpportunity(work, c.req.valid('param').id))
      return result.ok ? c.json(result.value, 200) : problem(c, opportunityProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({
      summary: 'Change facts of a deal',
      tag,
      answers: { 200: { schema: Answer, description: 'The deal as it is now, and its new score' } },
      refusals,
    }),
    mayManage,
    writes,
    validated('param', Which),
    validated('json', OpportunityChange),
    async (c) => {
      const wanted = { ...c.req.valid('json'), ...c.req.valid('param') }
      const result = await command(c, salesWork, (work) => changeOpportunity(work, wanted))
      return result.ok ? c.json(result.value, 200) : problem(c, opportunityProblems, result.error)
    },
  )
  .post(
    '/:id/move',
    describe({
      summary: 'Move a deal to another open stage of its pipeline',
      tag,
      answers: { 200: { schema: Answer, description: 'The deal as it is now, and its new score' } },
      refusals,
    }),
    mayManage,
    writes,
    validated('param', Which),
    validated('json', MoveOpportunity),
    async (c) => {
      const wanted = { ...c.req.valid('json'), ...c.req.valid('param') }
      const result = await command(c, salesWork, (work) => moveOpportunity(work, wanted))
      return result.ok ? c.json(result.value, 200) : problem(c, opportunityProblems, result.error)
    },
  )
  .post(
    '/:id/close',
    describe({
      summary: 'Close a deal as won or lost',
      tag,
      answers: { 200: { schema: Answer, description: 'The deal as it is now; a closed one has no score' } },
      refusals,
    }),
    mayManage,
    writes,
    validated('param', Which),
    validated('json', CloseOpportunity),
    async (c) => {
      const wanted = { ...c.req.valid('json'), ...c.req.valid('param') }
      const result = await command(c, salesWork, (work) => closeOpportunity(work, wanted))
      return result.ok ? c.json(result.value, 200) : problem(c, opportunityProblems, result.error)
    },
  )
  .get(
    '/:id/history',
    describe({
      summary: 'Show what happened to a deal',
      tag,
      answers: { 200: { schema: OpportunityHistory, description: 'Stages with days in each, and every change' } },
      refusals,
    }),
    reads,
    validated('param', Which),
    async (c) => {
      const result = await query(c, salesWork, (work) => opportunityHistory(work, c.req.valid('param').id))
      return result.ok ? c.json(result.value, 200) : problem(c, opportunityProblems, result.error)
    },
  )
