import { and, asc, eq, sql } from 'drizzle-orm'
import { products } from '../../../drizzle/schema'
import type { ProductId } from '../../kernel/ids'
import type { Currency } from '../../kernel/money'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ProductStore } from '../application/customer-stores'
import type { Product } from '../domain/product'

const NAME_TAKEN = { products_name: { kind: 'product_name_taken' } }

export function productStore(unit: UnitOfWork): ProductStore {
  const { db, tenantId } = unit
  const isThis = (id: ProductId) => and(eq(products.tenantId, tenantId), eq(products.id, id))
  const isVersion = (id: ProductId, version: number) => and(isThis(id), eq(products.version, version))
  const toRow = ({ name, sku, listPrice, isArchived, version }: Product) => ({
    name,
    sku,
    listPriceMinor: listPrice?.amountMinor ?? null,
    currency: listPrice?.currency ?? null,
    archivedAt: isArchived ? sql`coalesce(${products.archivedAt}, ${unit.now.toISOString()}::timestamptz)` : null,
    updatedAt: unit.now.toISOString(),
    version,
  })
  return {
    async all() {
      const inOrder = asc(sql`lower(${products.name})`)
      return (await unit.read(db.select().from(products).where(eq(products.tenantId, tenantId)).orderBy(inOrder))).map(
        toProduct,
      )
    },

    async find(id) {
      const [row] = await unit.read(db.select().from(products).where(isThis(id)))
      return row && toProduct(row)
    },

    add(product) {
      unit.write(
        db
          .insert(products)
          .values({ ...toRow(product), archivedAt: null, id: product.id, tenantId })
          .getSQL(),
        NAME_TAKEN,
      )
    },

    save(product) {
      unit.guard(
        db
          .update(products)
          .set(toRow(product))
          .where(isVersion(product.id, product.version - 1))
          .returning({ id: products.id })
          .getSQL(),
        NAME_TAKEN,
      )
    },

    remove(product) {
      unit.guard(
        db.delete(products).where(isVersion(product.id, product.version)).returning({ id: products.id }).getSQL(),
        { opportunity_products_product: { kind: 'product_in_use' } },
      )
    },
  }
}

function toProduct(row: typeof products.$inferSelect): Product {
  return {
    id: row.id as ProductId,
    name: row.name,
    sku: row.sku,
    listPrice:
      row.listPriceMinor === null || row.currency === null
        ? null
        : { amountMinor: row.listPriceMinor, currency: row.currency as Currency },
    isArchived: row.archivedAt !== null,
    version: row.version,
  }
}
