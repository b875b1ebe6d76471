import { z } from 'zod'

// Postgres text cannot hold NUL, and unpaired surrogates cannot be written as UTF-8.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

/** Whether it can be kept and shown as it is. */
export const isWellFormed = (text: string) => !CONTROL.test(text) && text.isWellFormed()

/** One line of text a person wrote: trimmed, not empty, any script, no control characters. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1, 'write something here')
    .max(max, `use at most ${max} characters`)
    .refine(isWellFormed, 'remove the control characters')
}

/** Text of several lines; may be empty. */
export function prose(max: number) {
  return z.string().max(max, `use at most ${max} characters`).refine(isWellFormed, 'remove the control characters')
}

/** A calendar day, `YYYY-MM-DD`, between 1970 and 2200: outside that it is a slip of the pen. */
export const Day = z.iso
  .date('use a date such as 2026-03-31')
  .refine((day) => day >= '1970-01-01' && day <= '2200-12-31', 'use a date between 1970 and 2200')
export type Day = z.infer<typeof Day>

const FARTHEST_ZONE_HOURS = 14

/** A moment, ISO 8601, in a time zone there is and in a year of four digits also in UTC: others no database reads. */
export const Moment = z.iso
  .datetime({ offset: true, abort: true })
  .refine(
    (moment) => Number(/[+-](\d\d):\d\d$/.exec(moment)?.[1] ?? 0) <= FARTHEST_ZONE_HOURS,
    `use a time zone within ${FARTHEST_ZONE_HOURS} hours of UTC`,
  )
  .refine((moment) => {
    const year = new Date(moment).getUTCFullYear()
    return year >= 1 && year <= 9999
  }, 'use a year between 1 and 9999')
