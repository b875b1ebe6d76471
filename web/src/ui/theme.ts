import { createSignal } from 'solid-js'

export type ThemeChoice = 'light' | 'dark' | 'system'

const KEY = 'theme' // first.js reads the same key before the first paint
const system = () => matchMedia('(prefers-color-scheme: dark)')

const [themeChoice, setChoice] = createSignal<ThemeChoice>(readChoice())

const [isDark, setDark] = createSignal(isShownDark(readChoice()))

export { isDark, themeChoice }

function readChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

function isShownDark(choice: ThemeChoice): boolean {
  return choice === 'dark' || (choice === 'system' && system().matches)
}

function show(choice: ThemeChoice): void {
  const dark = isShownDark(choice)
  setDark(dark)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--surface-2').trim()
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground)
}

/** Sets the theme and keeps the choice on this device. */
export function setThemeChoice(choice: ThemeChoice): void {
  localStorage.setItem(KEY, choice)
  setChoice(choice)
  show(choice)
}

/** Follows the system's theme while the choice is left to it, and the choice made in another tab. */
export function followTheme(): void {
  system().addEventListener('change', () => show(themeChoice()))
  window.addEventListener('storage', (event) => {
    if (event.key !== KEY) return
    const choice = readChoice()
    setChoice(choice)
    show(choice)
  })
}
