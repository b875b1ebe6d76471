import { z } from 'zod'
import { line, prose } from '../../kernel/text'

// What several kinds of record have in common.

export const Priority = z.enum(['critical', 'high', 'medium', 'low'])
export type Priority = z.infer<typeof Priority>
export const DealStatus = z.enum(['open', 'won', 'lost'])
export type DealStatus = z.infer<typeof DealStatus>
export const Tags = z.array(line(50)).max(30, 'use at most 30 tags')
/** Values of the tenant's own fields by key: text, a finite number, a day as text, or null. */
export const CustomValues = z.record(z.string().min(1).max(100), z.union([prose(2000), z.number(), z.null()]))
export type CustomValues = z.infer<typeof CustomValues>

export const version = z.int()
export const optionalLine = (max: number) => line(max).nullable()
