import { beforeAll, describe, expect, it } from 'vitest'
import { groupByDay, pastEntry } from '../../../../web/src/features/customers/customer-past'
import { setLocale } from '../../../../web/src/ui/locale'
import type { TimelineEntry } from '../../../../worker/sales/contract'

beforeAll(() => setLocale({ language: 'en-GB', timeZone: 'UTC' }))

const names = {
  user: (id: string) => ({ kofi: 'Kofi Mensah', ines: 'Inês Carvalho' })[id] ?? 'Somebody',
  field: () => 'Region',
}

function aLine(facts: Partial<Record<keyof TimelineEntry, unknown>>): TimelineEntry {
  return {
    seq: 1,
    at: '2026-11-20T10:00:00.000Z',
    actorId: 'kofi',
    type: 'customer.changed',
    entity: 'customer',
    entityId: 'c1',
    before: {},
    after: {},
    title: null,
    ...facts,
  } as TimelineEntry
}

const words = (facts: Parameters<typeof aLine>[0]) => pastEntry(aLine(facts), names)[0]?.did

describe('pastEntry', () => {
  it.each([
    [{ before: { phone: null }, after: { phone: '+385 51', version: 2 } }, 'set the phone: +385 51'],
    [{ before: { phone: '+385 51' }, after: { phone: null, version: 2 } }, 'took out the phone'],
    [{ after: { notes: 'Long talk' } }, 'changed the notes'],
    [{ after: { tags: ['vip', 'north'] } }, 'set the tags: vip, north'],
    [{ after: { email: 'a@b.example', phone: '1' } }, 'changed the e-mail, the phone'],
    [{ after: { ownerId: 'ines' } }, 'gave the customer to Inês Carvalho'],
    [{ before: { custom: { region: 'S' } }, after: { custom: { region: 'N' } } }, 'changed Region'],
    [
      {
        type: 'opportunity.changed',
        entity: 'opportunity',
        after: { nextStep: 'Send offer', nextStepOn: '2026-12-01' },
      },
      'set the next step: Send offer, by Tue, 1 Dec 2026',
    ],
    [
      { type: 'opportunity.lost', entity: 'opportunity', title: 'Tank farm', after: { lossReason: 'Price' } },
      'lost the deal: price',
    ],
    [
      { type: 'opportunity.moved', entity: 'opportunity', title: 'Tank farm', after: { stageName: 'Proposal' } },
      'moved the deal to Proposal',
    ],
  ])('tells %o', (facts, did) => {
    expect(words(facts)).toBe(did)
  })

  it('says nothing of what nobody reads', () => {
    expect(pastEntry(aLine({ after: { version: 3 } }), names)).toEqual([])
    expect(pastEntry(aLine({ type: 'something.else' }), names)).toEqual([])
  })

  it('tells a conversation with its deal, its outcome and what comes next', () => {
    const [entry] = pastEntry(
      aLine({
        type: 'interaction.logged',
        entity: 'interaction',
        entityId: 'i1',
        title: 'Tank farm',
        after: {
          opportunityId: 'd1',
          channel: 'call',
          direction: 'out',
          personName: 'Ana Kovač',
          durationMinutes: 15,
          subject: '',
          content: 'Wants a pilot.',
          outcome: 'positive',
          followUpOn: '2026-12-01',
        },
      }),
      names,
    )
    expect(entry).toMatchObject({
      kind: 'call',
      who: 'Kofi Mensah',
      did: 'called Ana Kovač, 15 min',
      about: { title: 'Tank farm', href: '/deals/d1' },
      tag: { word: 'positive', tone: 'positive' },
    })
    expect(entry?.text).toContain('Wants a pilot.\nFollow up')
  })
})

describe('groupByDay', () => {
  const at = (moment: string) => pastEntry(aLine({ at: moment, after: { phone: '1' } }), names)[0]!

  it('heads each day of the reader’s calendar once', () => {
    const entries = [
      '2026-11-22T09:00:00Z',
      '2026-11-22T07:00:00Z',
      '2026-11-21T23:00:00Z',
      '2026-11-19T09:00:00Z',
    ].map(at)
    const groups = groupByDay(entries, new Date('2026-11-22T12:00:00Z'), { language: 'en-GB', timeZone: 'UTC' })
    expect(groups.map(({ title, entries: of }) => [title, of.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Thu, 19 Nov 2026', 1],
    ])
  })
})
