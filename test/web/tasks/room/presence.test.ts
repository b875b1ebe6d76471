import { describe, expect, it } from 'vitest'
import { namesOf, type PresenceState, peersIn } from '../../../../web/src/tasks/room/presence'

const person = (userId: string, more: Omit<PresenceState, 'user'> = {}): PresenceState => ({
  user: { userId, name: `${userId} Okafor` },
  ...more,
})
const statesOf = (...all: PresenceState[]) => new Map(all.map((state, client) => [client, state]))

describe('who else is here', () => {
  it('names everybody once, however many windows they have open, and not the reader', () => {
    const peers = peersIn(statesOf(person('ada'), person('ada'), person('kofi'), person('me')), 'me')
    expect(peers.map(({ name }) => name)).toEqual(['ada Okafor', 'kofi Okafor'])
  })

  it('says that somebody types a comment if they do in any window', () => {
    const peers = peersIn(statesOf(person('ada', { typing: 'comment' }), person('ada', { typing: null })), 'me')
    expect(peers).toEqual([expect.objectContaining({ isTypingComment: true })])
  })

  it('says nothing of who has not been introduced by the room', () => {
    expect(peersIn(statesOf({ typing: 'comment' }), 'me')).toEqual([])
  })

  it('gives four people four colours, and each the same one for every reader', () => {
    const four = ['ada', 'kofi', 'yuki', 'ines'].map((id) => person(id))
    const seen = peersIn(statesOf(...four), 'me')
    expect(new Set(seen.map(({ colour }) => colour)).size).toBe(4)
    expect(peersIn(statesOf(...four.toReversed()), 'somebody else')).toEqual(seen)
  })
})

it('says names as people do', () => {
  const of = (...names: string[]) => namesOf(names.map((name) => ({ name })))
  expect([of('Ada Okafor'), of('Ada Okafor', 'Kofi Mensah'), of('Ada', 'Kofi', 'Yuki', 'Inês')]).toEqual([
    'Ada',
    'Ada and Kofi',
    'Ada, Kofi and 2 more',
  ])
})
