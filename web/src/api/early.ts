declare global {
  interface Window {
    /** Filled by first.js: answers asked for while the app was still on its way, by path. */
    early?: Record<string, Promise<Response | undefined>>
  }
}

/** The answer that was asked for early, for the first who wants it. */
export async function takeEarly(path: string): Promise<Response | undefined> {
  const asked = globalThis.window?.early?.[path]
  if (!asked) return undefined
  delete window.early?.[path]
  return asked
}

/** Nobody is signed in, or somebody else will be: what was asked for is not for them. */
export function forgetEarly(): void {
  delete globalThis.window?.early
}
