import { difference, mentioned } from '../../kernel/difference'
import { newId, type ProductId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewProduct, ProductChange } from '../contract'
import { productEvent } from '../domain/catalogue-events'
import type { CatalogueError } from '../domain/customer-errors'
import { PRODUCT_FIELDS, type Product } from '../domain/product'
import type { SalesWork } from './work'

export async function addProduct(work: SalesWork, wanted: NewProduct): Promise<Result<Product, CatalogueError>> {
  if (work.actor.scope !== 'tenant') return err({ kind: 'settings_not_yours' })
  const { name, sku = null, listPrice = null } = wanted
  const product: Product = { id: newId<ProductId>(), name, sku, listPrice, isArchived: false, version: 1 }
  work.products.add(product)
  work.emit(productEvent(null, product))
  return ok(product)
}

/** Changes what the edit mentions. An archived product stays on the deals that have it and is offered to no other. */
export async function changeProduct(
  work: SalesWork,
  id: ProductId,
  { version, ...patch }: ProductChange,
): Promise<Result<Product, CatalogueError>> {
  if (work.actor.scope !== 'tenant') return err({ kind: 'settings_not_yours' })
  const product = await work.products.find(id)
  if (!product) return err({ kind: 'product_not_found' })
  if (product.version !== version) return err({ kind: 'version_conflict', version: product.version })

  const next: Product = { ...product, ...mentioned(patch), version: product.version + 1 }
  if (!difference(product, next, PRODUCT_FIELDS)) return ok(product)
  work.products.save(next)
  work.emit(productEvent(product, next))
  return ok(next)
}

/** Removes a product that no deal ever had; any other can be archived. */
export async function removeProduct(work: SalesWork, id: ProductId): Promise<Result<null, CatalogueError>> {
  if (work.actor.scope !== 'tenant') return err({ kind: 'settings_not_yours' })
  const product = await work.products.find(id)
  if (!product) return err({ kind: 'product_not_found' })
  work.products.remove(product)
  work.emit(productEvent(product, null))
  return ok(null)
}
