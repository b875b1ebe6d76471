/** “1 day”, “21 days”. Fractions are rounded: nobody counts half a day. */
export function days(count: number): string {
  return plural(Math.round(count), 'day')
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** “once”, “twice”, “3 times”. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** “1.8×”, “half”, “as much as”. */
export function ratio(value: number): string {
  return value >= 10 ? `${Math.round(value)}×` : `${value.toFixed(1)}×`
}

/** “€184K”. A code the runtime does not know is written out. */
export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(amount)
}
