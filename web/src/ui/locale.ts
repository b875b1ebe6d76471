import { createSignal } from 'solid-js'

/** How numbers and dates are written: as the company does; as the browser does until the session knows the company. */
export interface Locale {
  readonly language: string
  /** Left out, it is the zone of this device: to ask for its name takes longer than to paint a screen. */
  readonly timeZone?: string | undefined
}

/**
 * A browser's language in the form `Intl` takes. On a system without a language Chromium says `en-US@posix`, and
 * every formatter refuses that.
 */
export function languageFor(tag: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(tag?.split('@')[0])[0] ?? 'en'
  } catch {
    return 'en'
  }
}

const [locale, setLocale] = createSignal<Locale>(
  { language: languageFor(globalThis.navigator?.language) },
  // Said again at each visit: nothing is written anew because of that.
  { equals: (a, b) => a.language === b.language && a.timeZone === b.timeZone },
)

export { locale, setLocale }
