// Signs and words that name one currency. ISO codes come from the platform.
const NAMED: Readonly<Record<string, string>> = {
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  us$: 'USD',
  $us: 'USD',
  usd$: 'USD',
  r$: 'BRL',
  a$: 'AUD',
  au$: 'AUD',
  c$: 'CAD',
  ca$: 'CAD',
  nz$: 'NZD',
  s$: 'SGD',
  hk$: 'HKD',
  mx$: 'MXN',
  '₹': 'INR',
  rs: 'INR',
  '₺': 'TRY',
  tl: 'TRY',
  '₽': 'RUB',
  '₴': 'UAH',
  '₩': 'KRW',
  '₪': 'ILS',
  '₫': 'VND',
  '฿': 'THB',
  '₦': 'NGN',
  '₱': 'PHP',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  lei: 'RON',
  fr: 'CHF',
  sfr: 'CHF',
}

// Signs several currencies share: the file's own currency is meant when it is one of them, else the first.
const SHARED: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'CLP', 'COP', 'ARS', 'TWD'],
  dollar: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD'],
  dollars: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD'],
  '¥': ['JPY', 'CNY'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
}

let codes: ReadonlySet<string> | null = null

/** The ISO 4217 code a sign, word or code stands for, or null when it names no currency. */
export function currencyOf(word: string, fileCurrency: string | null): string | null {
  const key = word.trim().toLowerCase().replace(/\.$/, '')
  if (Object.hasOwn(NAMED, key)) return NAMED[key]!
  if (Object.hasOwn(SHARED, key)) {
    const candidates = SHARED[key]!
    return fileCurrency !== null && candidates.includes(fileCurrency) ? fileCurrency : candidates[0]!
  }
  if (!/^[a-z]{3}$/.test(key)) return null
  codes ??= new Set(Intl.supportedValuesOf('currency'))
  const code = key.toUpperCase()
  return codes.has(code) ? code : null
}
