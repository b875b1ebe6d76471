// ISO 4217 currencies whose minor unit is not a hundredth. Apart from money.ts so that the web app can
// write amounts without carrying the schema library.
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}

/** How many decimals a currency is written with. */
export function minorDigits(currency: string): number {
  return DIGITS[currency] ?? 2
}

/** Minor units as the major amount people read: 1234 EUR-cents → 12.34. */
export function toMajor(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** minorDigits(currency)
}
