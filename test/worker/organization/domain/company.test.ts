import { expect, it } from 'vitest'
import { newId } from '../../../../worker/kernel/ids'
import { foundCompany, slugFrom } from '../../../../worker/organization/domain/company'

const founded = () =>
  foundCompany({ company: 'Tervo Sensing', name: 'Inês', email: 'ines@example.com', identityId: newId() }, newId)

it('begins with three roles, an administrator and a pipeline that ends in won and lost', () => {
  const company = founded()
  expect(company.roles.map((role) => role.key)).toEqual(['sales_rep', 'manager', 'org_admin'])
  expect(company.founder.role).toBe(company.roles[2])
  expect(company.pipeline.stages.map((stage) => [stage.name, stage.status])).toEqual([
    ['Qualified', 'open'],
    ['Discovery', 'open'],
    ['Proposal', 'open'],
    ['Negotiation', 'open'],
    ['Won', 'won'],
    ['Lost', 'lost'],
  ])
  expect(company).toMatchObject({ currency: 'EUR', locale: 'en-GB', timeZone: 'UTC' })
})

it('gives two companies of one name different places', () => {
  expect(founded().slug).not.toBe(founded().slug)
})

it.each([
  ['Tervo Sensing', 'tervo-sensing-x1'],
  ['Émile & Söhne GmbH', 'emile-sohne-gmbh-x1'],
  ['  --  ', 'company-x1'],
  ['株式会社', 'company-x1'],
  ['a'.repeat(200), `${'a'.repeat(40)}-x1`],
  [`${'a'.repeat(39)} b`, `${'a'.repeat(39)}-x1`],
])('%s is found at %s', (name, slug) => {
  expect(slugFrom(name, 'x1')).toBe(slug)
  expect(slug).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
})
