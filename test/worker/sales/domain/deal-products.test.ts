import { expect, it } from 'vitest'
import { newId, type ProductId } from '../../../../worker/kernel/ids'
import { tidyProducts, whyNotProducts } from '../../../../worker/sales/domain/deal-products'

const sold = { id: newId<ProductId>(), isArchived: false }
const old = { id: newId<ProductId>(), isArchived: true }

it.each([
  ['one that is sold', [sold.id], [], null],
  ['one that is no longer sold', [old.id], [], 'product_archived'],
  ['one that is no longer sold, but was here before', [old.id], [old.id], null],
  ['one that is not there', [newId<ProductId>()], [], 'product_not_found'],
  ['none', [], [], null],
])('a deal about %s', (_, wanted, already, kind) => {
  expect(whyNotProducts(wanted, [sold, old], already)?.kind ?? null).toBe(kind)
})

it('names each product once, in one order', () => {
  expect(tidyProducts([old.id, sold.id, old.id])).toEqual(tidyProducts([sold.id, old.id]))
})
