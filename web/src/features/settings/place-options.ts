import { type PlaceOption, withCurrent } from '../../ui/place-option'

/** Language and country together decide how numbers and dates are written. */
const LOCALES = [
  'en-GB',
  'en-US',
  'en-IE',
  'en-AU',
  'en-CA',
  'en-IN',
  'bg-BG',
  'cs-CZ',
  'da-DK',
  'de-AT',
  'de-CH',
  'de-DE',
  'el-GR',
  'es-ES',
  'es-MX',
  'et-EE',
  'fi-FI',
  'fr-BE',
  'fr-CA',
  'fr-CH',
  'fr-FR',
  'hr-HR',
  'hu-HU',
  'it-IT',
  'ja-JP',
  'lt-LT',
  'lv-LV',
  'nb-NO',
  'nl-BE',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'ro-RO',
  'sk-SK',
  'sl-SI',
  'sv-SE',
  'tr-TR',
  'uk-UA',
  'zh-CN',
]

export function localeOptions(current: string): readonly PlaceOption[] {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })
  const example = (tag: string) => new Intl.NumberFormat(tag, { minimumFractionDigits: 2 }).format(1234567.8)
  return withCurrent(LOCALES, current)
    .map((value) => ({ value, label: names.of(value) ?? value, note: example(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}

export function timeZoneOptions(current: string): readonly PlaceOption[] {
  return withCurrent(Intl.supportedValuesOf('timeZone'), current).map((value) => ({
    value,
    label: value.replaceAll('_', ' '),
  }))
}
