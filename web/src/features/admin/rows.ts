import { createEffect, createSignal } from 'solid-js'
import { createStore, reconcile, unwrap } from 'solid-js/store'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords, Refusal } from '../../api/problems'
import { showToast } from '../../ui/toast'

type Row = { readonly id: string; readonly version: number }

/** One kind of settings, fetched whole and edited in place. */
export interface RowList<T extends Row> {
  readonly rows: () => readonly T[] | undefined
  readonly error: () => unknown
  readonly reload: () => void
  /** Takes in a row as a command answered it. */
  readonly put: (row: T) => void
  readonly drop: (id: string) => void
  /** Shows the change at once and sends it; put back, and said why, when it is refused. Answers whether it was taken. */
  readonly change: (id: string, patch: Partial<T>) => Promise<boolean>
}

type PageOf<T> = { readonly rows: readonly T[]; readonly nextCursor?: string | null }

const AT_ONCE = 200 // the most one page may hold

/** All rows under a path, page after page. */
export async function fetchAll<T>(path: string, signal: AbortSignal): Promise<readonly T[]> {
  const rows: T[] = []
  let cursor: string | null | undefined
  do {
    const page: PageOf<T> = await call<PageOf<T>>('GET', path, { query: { cursor, limit: AT_ONCE }, signal })
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor)
  return rows
}

/** `onTaken` hears of every row the server answered, so that the device's own copy follows. */
export function createRows<T extends Row>(path: string, onTaken: (row: T) => void = () => {}): RowList<T> {
  const fetched = createFetched((signal) => fetchAll<T>(path, signal))
  const [store, setStore] = createStore<{ rows: T[] }>({ rows: [] })
  const [known, setKnown] = createSignal(false)
  // In a store, so that an edited row keeps its line on the screen, and the line its focus.
  createEffect(() => {
    const rows = fetched.value()
    if (!rows) return
    show([...rows])
    setKnown(true)
  })

  const show = (rows: T[]) => setStore('rows', reconcile(rows as never, { key: 'id' }))
  const find = (id: string) => store.rows.find((row) => row.id === id)
  const put = (row: T) => show(find(row.id) ? store.rows.map((o) => (o.id === row.id ? row : o)) : [...store.rows, row])
  const drop = (id: string) => show(store.rows.filter((row) => row.id !== id))

  // One after the other: each change names the version the one before it made.
  let last: Promise<unknown> = Promise.resolve()
  function change(id: string, patch: Partial<T>): Promise<boolean> {
    const row = find(id)
    if (!row) return Promise.resolve(false)
    // A copy: the store edits its rows in place.
    const before = structuredClone(unwrap(row))
    put({ ...before, ...patch })
    const sent = last.then(async () => {
      try {
        const answer = await call<T>('PATCH', `${path}/${id}`, {
          body: { ...patch, version: find(id)?.version ?? before.version },
          operationId: crypto.randomUUID(),
        })
        put(answer)
        onTaken(answer)
        return true
      } catch (error) {
        showToast(inWords(error), { bad: true })
        if (error instanceof Refusal && error.body.kind === 'version_conflict') fetched.reload()
        else put({ ...before, version: find(id)?.version ?? before.version })
        return false
      }
    })
    last = sent
    return sent
  }

  return {
    rows: () => (known() ? store.rows : undefined),
    error: fetched.error,
    reload: fetched.reload,
    put,
    drop,
    change,
  }
}

/** Runs a command whose refusal is told in a toast. Answers what came, or undefined when it was refused. */
export async function attempt<T>(send: () => Promise<T>): Promise<{ readonly answer: T } | undefined> {
  try {
    return { answer: await send() }
  } catch (error) {
    showToast(inWords(error), { bad: true })
    return undefined
  }
}

/** A command sent once, however often the network makes it be repeated. */
export function command<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return call<T>(method, path, { ...(body !== undefined && { body }), operationId: crypto.randomUUID() })
}
