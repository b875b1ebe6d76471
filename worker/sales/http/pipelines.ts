import { Hono } from 'hono'
import { z } from 'zod'
import { PipelineId, StageId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { NewPipeline, NewStage, Pipeline, PipelineChange, StageChange } from '../contract'
import {
  addNewPipeline,
  addPipelineStage,
  archivePipelineStage,
  changePipeline,
  changePipelineStage,
  listPipelines,
  salesWork,
} from '../index'
import { pipelineProblems } from './problems'

const Which = z.object({ id: PipelineId })
const WhichStage = z.object({ id: PipelineId, stageId: StageId })
const tag = 'pipelines'
const mayConfigure = requires('org.configure_settings')
const writes = rateLimit(1200, 'write')
const refusals = pipelineProblems
const whole = { 200: { schema: Pipeline, description: 'The pipeline as it is now' } }

export const pipelines = new Hono<AppEnv>()
  .use(authenticate)
  .get(
    '/',
    describe({
      summary: 'List pipelines with their stages',
      tag,
      answers: { 200: { schema: z.object({ rows: z.array(Pipeline) }), description: 'Every pipeline, in order' } },
    }),
    rateLimit(6000, 'read'),
    async (c) => c.json({ rows: await query(c, salesWork, listPipelines) }, 200),
  )
  .post(
    '/',
    describe({
      summary: 'Add a pipeline',
      tag,
      answers: { 201: { schema: Pipeline, description: 'The pipeline, with the stages that win and lose' } },
      refusals,
    }),
    mayConfigure,
    writes,
    validated('json', NewPipeline),
    async (c) => {
      const wanted = c.req.valid('json')
      const result = await command(c, salesWork, (work) => addNewPipeline(work, wanted), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, pipelineProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({ summary: 'Rename a pipeline or make it the default', tag, answers: whole, refusals }),
    mayConfigure,
    writes,
    validated('param', Which),
    validated('json', PipelineChange),
    async (c) => {
      const wanted = { ...c.req.valid('json'), ...c.req.valid('param') }
      const result = await command(c, salesWork, (work) => changePipeline(work, wanted))
      return result.ok ? c.json(result.value, 200) : problem(c, pipelineProblems, result.error)
    },
  )
  .post(
    '/:id/stages',
    describe({
      summary: 'Add an open stage',
      tag,
      answers: { 201: { schema: Pipeline, description: 'The pipeline as it is now' } },
      refusals,
    }),
    mayConfigure,
    writes,
    validated('param', Which),
    validated('json', NewStage),
    async (c) => {
      const wanted = { ...c.req.valid('json'), pipelineId: c.req.valid('param').id }
      const result = await command(c, salesWork, (work) => addPipelineStage(work, wanted), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, pipelineProblems, result.error)
    },
  )
  .patch(
    '/:id/stages/:stageId',
    describe({ summary: 'Rename, move or set the norm of a stage', tag, answers: whole, refusals }),
    mayConfigure,
    writes,
    validated('param', WhichStage),
    validated('json', StageChange),
    async (c) => {
      const { id: pipelineId, stageId } = c.req.valid('param')
      const wanted = { ...c.req.valid('json'), pipelineId, stageId }
      const result = await command(c, salesWork, (work) => changePipelineStage(work, wanted))
      return result.ok ? c.json(result.value, 200) : problem(c, pipelineProblems, result.error)
    },
  )
  .delete(
    '/:id/stages/:stageId',
    describe({ summary: 'Take an empty stage out of use', tag, answers: whole, refusals }),
    mayConfigure,
    writes,
    validated('param', WhichStage),
    async (c) => {
      const { id: pipelineId, stageId } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => archivePipelineStage(work, { pipelineId, stageId }))
      return result.ok ? c.json(result.value, 200) : problem(c, pipelineProblems, result.error)
    },
  )
