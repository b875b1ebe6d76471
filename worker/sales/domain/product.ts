import type { ProductId } from '../../kernel/ids'
import type { Money } from '../../kernel/money'

export interface Product {
  readonly id: ProductId
  readonly name: string
  readonly sku: string | null
  readonly listPrice: Money | null
  readonly isArchived: boolean
  readonly version: number
}

export const PRODUCT_FIELDS = ['name', 'sku', 'listPrice', 'isArchived'] as const satisfies readonly (keyof Product)[]
