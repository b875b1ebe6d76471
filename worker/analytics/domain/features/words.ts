/** “1 day”, “21 days”. Fractions are rounded: nobody counts half a day. */
export function days(count: number): string {
  return plural(Math.round(count), 'day')
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** “1,739”, as English writes it: sentences travel whole, and the app writes their figures as its reader does. */
export function grouped(count: number): string {
  // By hand: a formatter for each of a hundred thousand sentences takes longer than the model.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** “once”, “twice”, “3 times”. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${grouped(count)} times`
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`
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
