import { createSignal } from 'solid-js'
import { inWords, Refusal } from './problems'

/** One form's way to the server: what is running, what was refused, and which field is to blame. */
export interface Submission {
  readonly busy: () => boolean
  /** What is wrong with a field, in words. */
  readonly errorOf: (field: string) => string | undefined
  /** What is wrong with the whole, when no field of the form is to blame. */
  readonly error: () => string | undefined
  /** Runs while nothing else of this form does; what the person typed stays whatever happens. */
  readonly run: (send: () => Promise<void>) => Promise<void>
  /** Refuses in the browser, before asking the server. */
  readonly refuse: (field: string, reason: string) => void
}

/** `fields` are the names shown on the form: a refusal of any other is told as a refusal of the whole. */
export function createSubmission(fields: readonly string[]): Submission {
  const [busy, setBusy] = createSignal(false)
  const [errors, setErrors] = createSignal<Readonly<Record<string, string>>>({})
  const [error, setError] = createSignal<string>()

  async function run(send: () => Promise<void>): Promise<void> {
    if (busy()) return
    setBusy(true)
    setErrors({})
    setError(undefined)
    try {
      await send()
    } catch (problem) {
      const named =
        problem instanceof Refusal ? (problem.body.errors ?? []).filter(({ field }) => fields.includes(field)) : []
      if (named.length > 0) setErrors(Object.fromEntries(named.map(({ field, reason }) => [field, sentence(reason)])))
      else setError(inWords(problem))
    } finally {
      setBusy(false)
    }
  }

  return {
    busy,
    error,
    errorOf: (field) => errors()[field],
    run,
    refuse: (field, reason) => setErrors({ [field]: reason }),
  }
}

function sentence(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1)
}
