import { createSignal } from 'solid-js'

/** How this person writes numbers and dates; the browser's own until the session knows better. */
export interface Locale {
  readonly language: string
  readonly timeZone: string
}

const [locale, setLocale] = createSignal<Locale>({
  language: globalThis.navigator?.language ?? 'en',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
})

export { locale, setLocale }
