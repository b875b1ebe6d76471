import { describe, expect, it } from 'vitest'
import { backOf, withPatch } from '../../../../web/src/features/customers/customer-patch'
import type { Customer } from '../../../../worker/sales/contract'

const customer = { name: 'Werk', phone: null, tags: ['vip'], custom: { region: 'N', size: 3 } } as unknown as Customer

describe('a change and its undo', () => {
  it('leave the customer as it was', () => {
    const patch = { phone: '1', tags: [], custom: { region: 'S', code: 'x' } }
    const changed = withPatch(customer, patch)
    expect(changed).toMatchObject({ phone: '1', tags: [], custom: { region: 'S', size: 3, code: 'x' } })
    expect(withPatch(changed, backOf(customer, patch))).toEqual({
      ...customer,
      custom: { region: 'N', size: 3, code: null },
    })
  })

  it('touch nothing else', () => {
    expect(backOf(customer, { phone: '1' })).toEqual({ phone: null })
  })
})
