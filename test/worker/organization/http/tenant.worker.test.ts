import { expect, it } from 'vitest'
import type { Me, Tenant } from '../../../../worker/organization/contract'
import { changesOf } from '../../../support/accounts'
import { aCompany } from '../../../support/actors'
import { as } from '../../../support/app'
import { forEachRole } from '../../../support/for-each-role'

forEachRole('PATCH /tenant', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 200 }, () => ({
  path: '/tenant',
  body: { version: 1, name: 'Acme Ltd' },
}))

it('changes the settings of the company, and everybody sees them', async () => {
  const { admin, rep, tenantId } = await aCompany()
  const change = {
    version: 1,
    currency: 'CHF',
    locale: 'de-CH',
    timeZone: 'Europe/Zurich',
    lossReasons: ['Price', 'Timing', 'Price'],
  }
  const changed = await as(admin).patch<Tenant>('/tenant', change)
  expect(changed).toMatchObject({
    status: 200,
    roundTrips: 2,
    body: { ...change, lossReasons: ['Price', 'Timing'], version: 2 },
  })
  expect((await as(rep).get<Me>('/me')).body.tenant).toEqual(changed.body)
  expect(await changesOf(tenantId, 'tenant.changed')).toMatchObject([
    { after: { currency: 'CHF' }, before: { currency: 'EUR' } },
  ])
  expect((await as(admin).patch('/tenant', { version: 1, name: 'B' })).body).toMatchObject({
    kind: 'version_conflict',
    version: 2,
  })
})

it.each([
  ['a currency of no country', { currency: 'euro' }],
  ['a language nobody speaks', { locale: 'no_such' }],
  ['a time zone on Mars', { timeZone: 'Mars/Olympus' }],
  ['no reason to lose', { lossReasons: [] }],
  ['a name of control characters', { name: 'A\u0000B' }],
])('refuses %s', async (_, patch) => {
  const { admin } = await aCompany()
  expect((await as(admin).patch('/tenant', { version: 1, ...patch })).status).toBe(422)
})

it('changes neither tier nor address', async () => {
  const { admin } = await aCompany()
  const changed = await as(admin).patch<Tenant>('/tenant', {
    version: 1,
    tier: 'enterprise',
    slug: 'mine',
    name: 'Acme 2',
  })
  expect(changed.body).toMatchObject({ tier: 'basic', name: 'Acme 2' })
  expect(changed.body.slug).not.toBe('mine')
})
