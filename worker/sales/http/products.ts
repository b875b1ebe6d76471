import { Hono } from 'hono'
import { z } from 'zod'
import { ProductId } from '../../kernel/ids'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { command, query } from '../../platform/perform'
import { problem } from '../../platform/problem'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { NewProduct, Product, ProductChange } from '../contract'
import { addProduct, changeProduct, removeProduct, salesWork } from '../index'
import { catalogueProblems } from './problems'

const Params = z.object({ id: ProductId })
const tag = 'products'
const about = { tag, refusals: catalogueProblems }

export const products = new Hono<AppEnv>()
  .use(authenticate, rateLimit(300, tag))
  .get(
    '/',
    describe({
      ...about,
      summary: 'Every product, archived ones included',
      answers: { 200: { schema: z.object({ rows: z.array(Product) }), description: 'All of them' } },
    }),
    async (c) => c.json({ rows: await query(c, salesWork, (work) => work.products.all()) }, 200),
  )
  .post(
    '/',
    describe({ ...about, summary: 'Add a product', answers: { 201: { schema: Product, description: 'The product' } } }),
    requires('org.configure_settings'),
    validated('json', NewProduct),
    async (c) => {
      const result = await command(c, salesWork, (work) => addProduct(work, c.req.valid('json')), 201)
      return result.ok ? c.json(result.value, 201) : problem(c, catalogueProblems, result.error)
    },
  )
  .patch(
    '/:id',
    describe({
      ...about,
      summary: 'Change or archive a product',
      answers: { 200: { schema: Product, description: 'The product as it is now' } },
    }),
    requires('org.configure_settings'),
    validated('param', Params),
    validated('json', ProductChange),
    async (c) => {
      const { id } = c.req.valid('param')
      const result = await command(c, salesWork, (work) => changeProduct(work, id, c.req.valid('json')))
      return result.ok ? c.json(result.value, 200) : problem(c, catalogueProblems, result.error)
    },
  )
  .delete(
    '/:id',
    describe({
      ...about,
      summary: 'Remove a product that no deal has',
      answers: { 204: { description: 'It is gone' } },
    }),
    requires('org.configure_settings'),
    validated('param', Params),
    async (c) => {
      const result = await command(c, salesWork, (work) => removeProduct(work, c.req.valid('param').id), 204)
      return result.ok ? c.body(null, 204) : problem(c, catalogueProblems, result.error)
    },
  )
