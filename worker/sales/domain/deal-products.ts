import type { ProductId } from '../../kernel/ids'

export type ProductsRefused = { readonly kind: 'product_not_found' } | { readonly kind: 'product_archived' }

/** Why a deal cannot be about these products; null when it can. One it already had may be archived since. */
export function whyNotProducts(
  wanted: readonly ProductId[],
  found: readonly { readonly id: ProductId; readonly isArchived: boolean }[],
  already: readonly ProductId[] = [],
): ProductsRefused | null {
  for (const id of wanted) {
    const product = found.find((p) => p.id === id)
    if (!product) return { kind: 'product_not_found' }
    if (product.isArchived && !already.includes(id)) return { kind: 'product_archived' }
  }
  return null
}

/** Each product once, in one order, so that naming them in another is no change. */
export function tidyProducts(ids: readonly ProductId[]): ProductId[] {
  return [...new Set(ids)].sort()
}
