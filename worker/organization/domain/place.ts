/** Whether a language tag is one that numbers and dates can be written in. */
export function isLocale(tag: string): boolean {
  return canFormat(() => new Intl.NumberFormat(tag))
}

export function isTimeZone(name: string): boolean {
  return canFormat(() => new Intl.DateTimeFormat('en', { timeZone: name }))
}

function canFormat(make: () => unknown): boolean {
  try {
    make()
    return true
  } catch {
    return false
  }
}
