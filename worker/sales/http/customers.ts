import { Hono } from 'hono'
import { z } from 'zod'
import { CustomerId } from '../../kernel/ids'
import { PageQuery, pageOf } from '../../kernel/page'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { Customer, CustomerChange, CustomerQuery, CustomerRow, NewCustomer, TimelineEntry } from '../contract'
import { changeCustomer, customerTimeline, listCustomers, listPeople, openCustomer, salesWork } from '../index'
import { customerProblems } from './problems'

const Params = z.object({ id: CustomerId })
const tag = 'customers'
const about = { tag, refusals: customerProblems }

export const customers = new Hono<AppEnv>()
  .use(authenticate, rateLimit(600, tag))
  .get(
    '/',
    describe({
      ...about,
      summary: 'Customers by name, with what is going on with each',
      answers: { 200: { schema: pageOf(CustomerRow), description: 'A page' } },
    }),
    validated('query', CustomerQuery),
    async (c) => {
      const result = await query(c, salesWork, (work) => listCustomers(work, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, customerProblems, result.error)
    },
  )
  .post(
    '/',
    describe({
      ...about,
      summary: 'Add a company or a person',
      answers: { 201: { schema: Customer, description: 'The customer' } },
    }),
    requires('customers.manage_assigned'),
    validated('json', NewCustomer),
    async (c) => {
      const result = await command(c, salesWork, (work) => openCustomer(work, c.req.valid('json')), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, customerProblems, result.error)
    },
  )
  .get(
    '/:id',
    describe({
      ...about,
      summary: 'One customer',
      answers: { 200: { schema: Customer, description: 'The customer' } },
    }),
    validated('param', Params),
    async (c) => {
      const customer = await query(c, salesWork, (work) => work.customers.find(c.req.valid('param').id))
      return customer ? c.json(customer, 200) : problem(c, customerProblems, { kind: 'customer_not_found' })
    },
  )
  .patch(
    '/:id',
    describe({
      ...about,
      summary: 'Change what the body mentions',
      answers: { 200: { schema: Customer, description: 'The customer as it is now' } },
    }),
    requires('customers.manage_assigned'),
    validated('param', Params),
    validated('json', CustomerChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => changeCustomer(work, id, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, customerProblems, result.error)
    },
  )
  .get(
    '/:id/people',
    describe({
      ...about,
      summary: 'The people who work for a company',
      answers: { 200: { schema: pageOf(CustomerRow), description: 'A page' } },
    }),
    validated('param', Params),
    validated('query', PageQuery),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await query(c, salesWork, (work) => listPeople(work, id, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, customerProblems, result.error)
    },
  )
  .get(
    '/:id/timeline',
    describe({
      ...about,
      summary: 'What was said, which stages deals entered and what was edited, newest first',
      answers: { 200: { schema: pageOf(TimelineEntry), description: 'A page' } },
    }),
    validated('param', Params),
    validated('query', PageQuery),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await query(c, salesWork, (work) => customerTimeline(work, id, c.req.valid('query')))
      return result.ok ? c.json(result.value, 200) : problem(c, customerProblems, result.error)
    },
  )
