import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import { Refusal } from './problems'

/** What a request brought, and how it stands. The last value stays while a newer one is fetched, and until it is refused. */
export interface Fetched<T> {
  readonly value: Accessor<T | undefined>
  readonly error: Accessor<unknown>
  readonly loading: Accessor<boolean>
  readonly reload: () => void
  /** Puts in what is known to be so now: a command's answer. */
  readonly set: (value: T) => void
}

/**
 * Fetches what cannot be kept on the device, and again whenever what `fetcher` reads changes; an answer that was
 * overtaken by a newer question is dropped.
 */
export function createFetched<T>(fetcher: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const [value, setValue] = createSignal<T>()
  const [error, setError] = createSignal<unknown>()
  const [loading, setLoading] = createSignal(true)
  const [round, setRound] = createSignal(0)
  let current: AbortController | undefined

  createEffect(() => {
    round()
    current?.abort()
    const asked = new AbortController()
    current = asked
    setLoading(true)
    fetcher(asked.signal).then(
      (answer) => {
        if (asked.signal.aborted) return
        setValue(() => answer)
        setError(undefined)
        setLoading(false)
      },
      (problem: unknown) => {
        if (asked.signal.aborted) return
        // Not there any more, or not for this reader: then neither is what was fetched before.
        if (problem instanceof Refusal && [403, 404].includes(problem.body.status)) setValue(undefined)
        setError(() => problem)
        setLoading(false)
      },
    )
  })
  onCleanup(() => current?.abort())
  return { value, error, loading, reload: () => setRound((n) => n + 1), set: (next) => setValue(() => next) }
}
