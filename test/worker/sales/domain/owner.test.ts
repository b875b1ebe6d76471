import { expect, it } from 'vitest'
import { newId, type UserId } from '../../../../worker/kernel/ids'
import { whyNotAssign } from '../../../../worker/sales/domain/owner'

const userId = newId<UserId>()
const me = { id: userId, status: 'active', isInTeam: true } as const
const mate = { id: newId<UserId>(), status: 'active', isInTeam: true } as const
const stranger = { id: newId<UserId>(), status: 'active', isInTeam: false } as const

it.each([
  ['own', 'themselves', me, null],
  ['own', 'somebody of their team', mate, 'owner_not_yours'],
  ['own', 'a stranger', stranger, 'owner_not_yours'],
  ['team', 'themselves', me, null],
  ['team', 'somebody of their team', mate, null],
  ['team', 'a stranger', stranger, 'owner_not_yours'],
  ['tenant', 'a stranger', stranger, null],
  ['tenant', 'somebody who left', { ...stranger, status: 'deactivated' }, 'owner_not_active'],
  ['tenant', 'somebody only an import named', { ...stranger, status: 'placeholder' }, 'owner_not_active'],
  ['tenant', 'nobody', undefined, 'owner_not_found'],
] as const)('scope %s gives a deal to %s', (scope, _, to, kind) => {
  expect(whyNotAssign({ scope, userId }, to)?.kind ?? null).toBe(kind)
})
