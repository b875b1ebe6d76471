import { z } from 'zod'
import { CustomFieldId, ProductId } from '../../kernel/ids'
import { AmountMinor, Currency } from '../../kernel/money'
import { line } from '../../kernel/text'
import { optionalLine, version } from './facts'

// What a company sells, what else it keeps of its records, and the words it marks them with.

export const Product = z.object({
  id: ProductId,
  name: z.string(),
  sku: z.string().nullable(),
  listPrice: z.object({ amountMinor: AmountMinor, currency: Currency }).nullable(),
  isArchived: z.boolean(),
  version,
})
export type Product = z.infer<typeof Product>
// Without defaults: an edit that does not mention a field must not find one filled in.
const productFields = {
  name: line(200),
  sku: optionalLine(100),
  listPrice: z.object({ amountMinor: AmountMinor, currency: Currency }).nullable(),
}
export const NewProduct = z.object(productFields).partial().required({ name: true })
export type NewProduct = z.infer<typeof NewProduct>
export const ProductChange = z.object({
  version,
  ...z.object(productFields).partial().shape,
  isArchived: z.boolean().optional(),
})
export type ProductChange = z.infer<typeof ProductChange>

export const CustomField = z.object({
  id: CustomFieldId,
  entity: z.enum(['opportunity', 'customer']),
  key: z.string(),
  label: z.string(),
  type: z.enum(['text', 'number', 'date', 'choice']),
  choices: z.array(z.string()).nullable(),
  position: z.int(),
  isArchived: z.boolean(),
  version,
})
export type CustomField = z.infer<typeof CustomField>
export const NewCustomField = z.object({
  entity: z.enum(['opportunity', 'customer']),
  label: line(200),
  type: z.enum(['text', 'number', 'date', 'choice']),
  choices: z.array(line(200)).max(500).nullable().default(null),
})
export type NewCustomField = z.infer<typeof NewCustomField>
export const CustomFieldChange = z.object({
  version,
  label: line(200).optional(),
  choices: z.array(line(200)).max(500).optional(),
  position: z.int().min(0).max(10_000).optional(),
  isArchived: z.boolean().optional(),
})
export type CustomFieldChange = z.infer<typeof CustomFieldChange>

export const TagUse = z.object({ tag: z.string(), uses: z.int() })
export type TagUse = z.infer<typeof TagUse>
