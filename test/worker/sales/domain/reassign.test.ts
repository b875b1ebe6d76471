import { expect, it } from 'vitest'
import { newId, type UserId } from '../../../../worker/kernel/ids'
import { type Assignee, whyNotReassign } from '../../../../worker/sales/domain/owner'

const actor = { userId: newId<UserId>() }
const somebody = (given: Partial<Assignee>): Assignee => ({
  id: newId<UserId>(),
  status: 'active',
  isInTeam: true,
  ...given,
})
const me = somebody({ id: actor.userId })
const ours = somebody({})
const theirs = somebody({ isInTeam: false })
const gone = somebody({ status: 'deactivated', isInTeam: false })
const placeholder = somebody({ status: 'placeholder', isInTeam: false })

it.each([
  ['a rep gives away', 'own', me, ours, 'owner_not_yours'],
  ['a rep takes', 'own', theirs, me, 'owner_not_yours'],
  ['a manager shares within the team', 'team', ours, me, undefined],
  ['a manager takes from another team', 'team', theirs, ours, 'owner_not_yours'],
  ['a manager gives to another team', 'team', ours, theirs, 'owner_not_yours'],
  ['an admin gives to anyone', 'tenant', theirs, ours, undefined],
  ['an admin takes from somebody who left', 'tenant', gone, theirs, undefined],
  ['an admin gives to somebody who left', 'tenant', ours, gone, 'owner_not_active'],
  ['an admin gives to somebody an import named', 'tenant', ours, placeholder, 'owner_not_active'],
  ['an admin gives to nobody', 'tenant', ours, undefined, 'owner_not_found'],
] as const)('%s', (_, scope, from, to, refusal) => {
  expect(whyNotReassign({ ...actor, scope }, from, to)?.kind).toBe(refusal)
})
