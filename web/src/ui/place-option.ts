export interface PlaceOption {
  readonly value: string
  readonly label: string
  readonly note?: string | undefined
}

/** What is in use stays among the choices, even when nobody would list it. */
export function withCurrent(values: readonly string[], current: string): readonly string[] {
  return values.includes(current) ? values : [current, ...values]
}

export function currencyOptions(current: string): readonly PlaceOption[] {
  const names = new Intl.DisplayNames('en', { type: 'currency', fallback: 'code' })
  return withCurrent(Intl.supportedValuesOf('currency'), current).map((value) => ({
    value,
    label: value,
    note: names.of(value),
  }))
}
