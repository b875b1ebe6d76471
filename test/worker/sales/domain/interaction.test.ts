import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../../worker/kernel/actor'
import { type CustomerId, type InteractionId, newId, type UserId } from '../../../../worker/kernel/ids'
import type { Scope } from '../../../../worker/kernel/permissions'
import {
  checkInteraction,
  type Interaction,
  mayChangeInteraction,
  mayRemoveInteraction,
} from '../../../../worker/sales/domain/interaction'

const now = new Date('2026-03-31T09:00:00.000Z')
const me = newId<UserId>()
const anInteraction = (given: Partial<Interaction> = {}): Interaction => ({
  id: newId<InteractionId>(),
  customerId: newId<CustomerId>(),
  opportunityId: null,
  personId: null,
  personName: null,
  userId: me,
  channel: 'call',
  direction: null,
  subject: '',
  content: '',
  outcome: null,
  durationMinutes: null,
  followUpOn: null,
  sentiment: null,
  occurredAt: now.toISOString(),
  createdAt: now.toISOString(),
  version: 1,
  ...given,
})

describe('when it happened', () => {
  it.each([
    ['2026-03-31T09:00:00.000Z', true],
    ['2026-04-01T09:00:00.000Z', true],
    ['2026-04-01T09:00:00.001Z', 'interaction_in_the_future'],
    ['9999-12-31T23:59:59.999Z', 'interaction_in_the_future'],
    ['1970-01-01T00:00:00.000Z', true],
    ['1969-12-31T23:59:59.999Z', 'interaction_too_long_ago'],
    ['1899-01-01T00:00:00Z', 'interaction_too_long_ago'],
    // A moment is compared as a moment, wherever its clock stands.
    ['1970-01-01T01:00:00+02:00', 'interaction_too_long_ago'],
    ['2026-04-01T11:00:00+02:00', true],
  ])('%s: %s', (occurredAt, wanted) => {
    const checked = checkInteraction(anInteraction({ occurredAt }), undefined, now)
    if (wanted === true) expect(checked).toMatchObject({ value: { occurredAt: new Date(occurredAt).toISOString() } })
    else expect(checked).toMatchObject({ ok: false, error: { kind: wanted } })
  })
})

describe('whom it was with', () => {
  const customerId = newId<CustomerId>()
  const id = newId<CustomerId>()
  it.each([
    ['somebody of the company', { id, name: 'Ann', companyId: customerId }, true],
    ['somebody of another company', { id, name: 'Ann', companyId: newId<CustomerId>() }, false],
    ['somebody of no company', { id, name: 'Ann', companyId: null }, false],
    ['somebody out of sight', undefined, false],
    ['another than was looked up', { id: newId<CustomerId>(), name: 'Bea', companyId: customerId }, false],
  ])('%s: %s', (_, contact, isTaken) => {
    const checked = checkInteraction(anInteraction({ customerId, personId: id }), contact, now)
    if (isTaken) expect(checked).toMatchObject({ value: { personName: 'Ann' } })
    else expect(checked).toEqual({ ok: false, error: { kind: 'person_not_of_customer', personId: id } })
  })

  it('is the customer, where the customer is a person', () => {
    const checked = checkInteraction(
      anInteraction({ customerId: id, personId: id }),
      { id, name: 'Ann', companyId: null },
      now,
    )
    expect(checked).toMatchObject({ value: { personName: 'Ann' } })
  })

  it('is forgotten with the person', () => {
    expect(checkInteraction(anInteraction({ personName: 'Ann' }), undefined, now)).toMatchObject({
      value: { personName: null },
    })
  })
})

describe('who may change it and who may take it back', () => {
  const days = (n: number) => new Date(now.getTime() - n * 86_400_000).toISOString()
  it.each([
    ['own', 'mine', 0, true, true],
    ['own', 'mine', 30, true, true],
    ['own', 'mine', 31, true, false],
    ['own', 'another’s', 0, false, false],
    ['team', 'another’s', 400, true, true],
    ['tenant', 'another’s', 400, true, true],
  ] as const)('%s scope, %s, %d days old: change %s, remove %s', (scope, whose, age, change, remove) => {
    const actor: Pick<Actor, 'scope' | 'userId'> = { scope: scope satisfies Scope, userId: me }
    const interaction = anInteraction({ userId: whose === 'mine' ? me : newId<UserId>(), createdAt: days(age) })
    expect(mayChangeInteraction(actor as Actor, interaction)).toBe(change)
    expect(mayRemoveInteraction(actor as Actor, interaction, now)).toBe(remove)
  })
})
