import { Hono } from 'hono'
import { deviceModel, sights } from './analytics/http/device'
import { models } from './analytics/http/models'
import { narratives } from './analytics/http/narratives'
import { predictions } from './analytics/http/predictions'
import { notifications } from './notifications/http/notifications'
import { auth } from './organization/http/auth'
import { invitationLink } from './organization/http/invitation-link'
import { invitations } from './organization/http/invitations'
import { me } from './organization/http/me'
import { outbox } from './organization/http/outbox'
import { roles } from './organization/http/roles'
import { stream } from './organization/http/stream'
import { teams } from './organization/http/teams'
import { tenant } from './organization/http/tenant'
import { users } from './organization/http/users'
import { clientVersion } from './platform/client-version'
import type { AppEnv } from './platform/context'
import { crossOrigin } from './platform/cross-origin'
import { openDatabase } from './platform/db'
import { describe } from './platform/described'
import { health } from './platform/health'
import { jsonGuard } from './platform/json-guard'
import { errorFields, log } from './platform/log'
import { openApiDocument } from './platform/openapi'
import { answerTo } from './platform/perform'
import { problemResponse } from './platform/problem'
import { sameOrigin } from './platform/same-origin'
import { securityHeaders } from './platform/security-headers'
import { customFields } from './sales/http/custom-fields'
import { customers } from './sales/http/customers'
import { exports } from './sales/http/exports'
import { imports } from './sales/http/imports'
import { interactions } from './sales/http/interactions'
import { opportunities } from './sales/http/opportunities'
import { pipelines } from './sales/http/pipelines'
import { products } from './sales/http/products'
import { tags } from './sales/http/tags'
import { workingSet } from './sales/http/working-set'
import { attachments } from './tasks/http/attachments'
import { bulk } from './tasks/http/bulk'
import { taskExports } from './tasks/http/exports'
import { taskParts } from './tasks/http/parts'
import { taskRoom } from './tasks/http/room'
import { tasks } from './tasks/http/tasks'
import { taskTemplates } from './tasks/http/templates'
import { taskTexts } from './tasks/http/texts'

const api = new Hono<AppEnv>().basePath('/api/v1')

api.use(async (c, next) => {
  c.set('requestId', c.req.header('cf-ray') ?? crypto.randomUUID())
  c.set('db', openDatabase(c.env))
  await next()
})
api.use(securityHeaders)
api.use(crossOrigin)
api.use(sameOrigin)
api.use(clientVersion)
api.use(jsonGuard)

const routes = api
  .route('/health', health)
  .route('/auth/invitation', invitationLink)
  .route('/auth', auth)
  .route('/me', me)
  .route('/tenant', tenant)
  .route('/users', users)
  .route('/teams', teams)
  .route('/roles', roles)
  .route('/invitations', invitations)
  .route('/local/outbox', outbox)
  .route('/opportunities', opportunities)
  .route('/pipelines', pipelines)
  .route('/working-set', workingSet)
  .route('/stream', stream)
  .route('/customers', customers)
  .route('/interactions', interactions)
  .route('/products', products)
  .route('/custom-fields', customFields)
  .route('/tags', tags)
  .route('/opportunities', predictions)
  .route('/opportunities', sights)
  .route('/opportunities', narratives)
  .route('/models', models)
  .route('/models', deviceModel)
  .route('/imports', imports)
  .route('/exports', taskExports)
  .route('/exports', exports)
  .route('/tasks', bulk)
  .route('/tasks', taskTexts)
  .route('/tasks', tasks)
  .route('/tasks', taskParts)
  .route('/tasks', attachments)
  .route('/tasks', taskRoom)
  .route('/task-templates', taskTemplates)
  .route('/notifications', notifications)

routes.get(
  '/openapi.json',
  describe({
    summary: 'This API, described',
    tag: 'service',
    isPublic: true,
    answers: { 200: { description: 'OpenAPI 3.1' } },
  }),
  (c) => {
    c.header('cache-control', 'public, max-age=300')
    return c.json(openApiDocument(api, c.env.APP_ORIGIN))
  },
)

api.notFound((c) => problemResponse(c, 404, 'not_found', 'There is nothing here'))
api.onError((error, c) => {
  const answer = answerTo(c, error)
  if (answer) return answer
  // The one place surprises end: logged whole, told without detail.
  log('error', 'request.failed', {
    requestId: c.var.requestId,
    method: c.req.method,
    path: c.req.path,
    ...errorFields(error),
  })
  return problemResponse(c, 500, 'unexpected', 'Something went wrong on our side; nothing was changed')
})

export const app = api
export type AppType = typeof routes
