import type { Customer } from '../../../../worker/sales/contract'

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string }

const refuse = (error: string) => ({ ok: false, error }) as const

export function readEmail(text: string): Read<string | null> {
  if (text === '') return { ok: true, value: null }
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
    ? { ok: true, value: text }
    : refuse('Use an address such as name@example.com')
}

/** Only the web's schemes: anything else could run something when it is followed. */
export function readWebsite(text: string): Read<string | null> {
  if (text === '') return { ok: true, value: null }
  return /^https?:\/\//i.test(text) || !text.includes(':') ? { ok: true, value: text } : refuse('Use a web address')
}

export function readEmployees(text: string): Read<number | null> {
  if (text === '') return { ok: true, value: null }
  const count = Number(text)
  return Number.isInteger(count) && count >= 0 && count <= 10_000_000
    ? { ok: true, value: count }
    : refuse('Enter a whole number')
}

/** Tags as one writes them, between commas; the same one twice is one. */
export function readTags(text: string): Read<string[]> {
  const tags = new Map<string, string>()
  for (const tag of text.split(',').map((one) => one.trim())) if (tag) tags.set(tag.toLowerCase(), tag)
  const all = [...tags.values()]
  if (all.some((tag) => tag.length > 50)) return refuse('Use at most 50 characters a tag')
  return all.length > 30 ? refuse('Use at most 30 tags') : { ok: true, value: all }
}

type Address = NonNullable<Customer['address']>

/** An address with one of its lines written anew; none once all are empty. */
export function addressWith(address: Customer['address'], line: keyof Address, text: string): Customer['address'] {
  const { [line]: _, ...others } = address ?? {}
  const next: Address = text ? { ...others, [line]: text } : others
  return Object.keys(next).length > 0 ? next : null
}

/** Where a website's link leads. */
export function websiteLink(website: string): string {
  return /^https?:\/\//i.test(website) ? website : `https://${website}`
}

/** A number as a telephone takes it. */
export function phoneLink(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, '')}`
}
