import { describe, expect, it } from 'vitest'
import { changeOf, mayChange, saidIn, waitingIds, withWaiting } from '../../../web/src/activities/activity-changes'
import type { Operation } from '../../../web/src/sync/operation'
import type { Logged } from '../../../web/src/ui/composer'
import type { Interaction } from '../../../worker/sales/contract'

type Me = Parameters<typeof mayChange>[0]

const CALL = {
  id: 'call',
  userId: 'ada',
  channel: 'call',
  direction: 'out',
  personId: 'ann',
  personName: 'Ann',
  subject: '',
  content: 'Spoke of the price',
  outcome: 'positive',
  durationMinutes: 15,
  followUpOn: '2026-12-01',
  occurredAt: '2026-11-30T10:00:12.345Z',
  version: 2,
} as unknown as Interaction

const AS_IT_WAS = {
  channel: 'call',
  direction: 'out',
  personId: 'ann',
  content: 'Spoke of the price',
  outcome: 'positive',
  durationMinutes: 15,
  followUpOn: '2026-12-01',
} as unknown as Logged

describe('a correction of what was said', () => {
  it('is what became different, with what it was', () => {
    expect(changeOf(CALL, { ...AS_IT_WAS, content: 'Spoke of the date', durationMinutes: null })).toEqual({
      patch: { content: 'Spoke of the date', durationMinutes: null },
      before: { content: 'Spoke of the price', durationMinutes: 15 },
    })
  })

  it('is nothing where nothing was changed', () => {
    expect(changeOf(CALL, AS_IT_WAS).patch).toEqual({})
  })

  it('takes from a call that becomes a note what no note has', () => {
    const { patch } = changeOf(CALL, { channel: 'note', content: CALL.content } as Logged)
    expect(patch).toEqual({
      channel: 'note',
      direction: null,
      personId: null,
      outcome: null,
      durationMinutes: null,
      followUpOn: null,
    })
  })

  it.each([
    ['their own', 'ada', 'own', true],
    ['of a colleague', 'kofi', 'own', false],
    ['of somebody they lead', 'kofi', 'team', true],
  ] as const)('may be made by somebody in words %s', (_, userId, scope, may) => {
    const me = { userId, role: { scope }, permissions: ['interactions.create_own'] } as unknown as Me
    expect(mayChange(me, CALL)).toBe(may)
  })
})

describe('what was said, while corrections of it wait on this device', () => {
  const operation = (given: Partial<Operation>) =>
    ({ state: 'waiting', method: 'PATCH', path: '/interactions/call', body: {}, ...given }) as Operation
  const nameOf = (id: string) => (id === 'bea' ? 'Bea' : undefined)

  it('is shown with them, the latest last', () => {
    const shown = withWaiting(
      CALL,
      [operation({ body: { content: 'One' } }), operation({ body: { content: 'Two', personId: 'bea' } })],
      nameOf,
    )
    expect(shown).toEqual({ ...CALL, content: 'Two', personId: 'bea', personName: 'Bea' })
  })

  it('is as the server told it where they are of another, sent, or refused', () => {
    const others = [
      operation({ path: '/interactions/other', body: { content: 'No' } }),
      operation({ state: 'sent', body: { content: 'No' } }),
      operation({ state: 'refused', body: { content: 'No' } }),
    ]
    expect(withWaiting(CALL, others, nameOf)).toBe(CALL)
  })
})

describe('what was said on this device and the server does not have yet', () => {
  const logged = (given: Partial<Operation> = {}) =>
    ({
      state: 'waiting',
      method: 'POST',
      path: '/interactions',
      at: '2026-11-30T12:00:00.000Z',
      body: {
        id: 'new',
        channel: 'call',
        opportunityId: 'deal',
        personId: 'ann',
        occurredAt: '2026-11-30T11:00:00.000Z',
      },
      ...given,
    }) as Operation
  const known = {
    customerOf: (id: string) => (id === 'deal' ? 'quay' : undefined),
    person: (id: string) => (id === 'ann' ? 'Ann' : undefined),
  }

  it('is told as the server will tell it: by whom, with whom, of which customer and when', () => {
    expect(saidIn([logged()], 'ada', known)).toEqual([
      expect.objectContaining({
        id: 'new',
        userId: 'ada',
        customerId: 'quay',
        opportunityId: 'deal',
        personName: 'Ann',
        occurredAt: '2026-11-30T11:00:00.000Z',
        content: '',
        version: 1,
      }),
    ])
  })

  it('is not told once it was sent or refused', () => {
    const over = [logged({ state: 'sent' }), logged({ state: 'refused' })]
    expect(saidIn(over, 'ada', known)).toEqual([])
    expect(waitingIds(over)).toEqual(new Set())
  })

  it('waits, as corrections of it do', () => {
    const change = { method: 'PATCH', path: '/interactions/call', body: { content: 'Two' } } as const
    expect(waitingIds([logged(), logged(change), logged({ path: '/opportunities' })])).toEqual(new Set(['new', 'call']))
  })
})
