import { createContext, createSignal, onMount, type ParentProps, useContext } from 'solid-js'
import type { Permission } from '../../../worker/kernel/permissions'
import { SESSION_HINT } from '../../../worker/kernel/session-hint'
import type { Me } from '../../../worker/organization/contract'
import { call, callSignOut, onSessionEnd } from '../api/client'
import { forgetEarly } from '../api/early'
import { Refusal, Unreachable } from '../api/problems'
import { purgeCopies, purgeOutbox } from '../sync/purge'
import { languageFor, setLocale } from '../ui/locale'
import { forgetLeft, keepLeft } from './left'

/** `unknown` until the first answer; `out`, with the reason when a session ended by itself. */
export type SessionState =
  | { readonly status: 'unknown' }
  | { readonly status: 'out'; readonly reason: string | null }
  | { readonly status: 'in'; readonly me: Me }

export interface Session {
  readonly state: () => SessionState
  /** Who is signed in; throws outside signed-in screens. */
  readonly me: () => Me
  readonly may: (permission: Permission) => boolean
  /** Asks the server who this is: after signing in, joining, or changing one's own profile. */
  readonly reload: () => Promise<void>
  readonly signOut: () => Promise<void>
}

/** Imports of customers or of deals: the screen says which. */
export const mayImport = ({ may }: Pick<Session, 'may'>): boolean =>
  may('org.import_data') || may('data.import_customers')

const SessionContext = createContext<Session>()

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession needs a <SessionProvider> above it')
  return session
}

// Who was last signed in here, so that the shell and the device's copy can be shown before any answer.
const REMEMBERED = 'session-me'

export function SessionProvider(props: ParentProps) {
  const remembered = readRemembered()
  if (remembered) writeAs(remembered)
  const [state, setState] = createSignal<SessionState>(
    remembered ? { status: 'in', me: remembered } : { status: 'unknown' },
  )

  async function reload(): Promise<void> {
    try {
      const me = await call<Me>('GET', '/me')
      localStorage.setItem(REMEMBERED, JSON.stringify(me))
      forgetLeft()
      writeAs(me)
      setState({ status: 'in', me })
    } catch (error) {
      // Where a session ended by itself, its reason has been kept already.
      if (error instanceof Refusal && error.body.status === 401)
        return state().status === 'out' ? undefined : leave(null)
      // Without a network, or an answer to who this is, the remembered person goes on with what is on the device.
      if ((error instanceof Unreachable || error instanceof Refusal) && state().status === 'in') return
      forgetEarly()
      setState({ status: 'out', reason: null })
      throw error
    }
  }

  function leave(reason: string | null): void {
    localStorage.removeItem(REMEMBERED)
    forgetEarly()
    setState({ status: 'out', reason })
    void purgeCopies()
  }

  async function signOut(): Promise<void> {
    const leaving = state()
    try {
      await callSignOut()
    } catch (error) {
      // The device forgets in any case; the server's session runs out by itself.
      if (!(error instanceof Unreachable) && !(error instanceof Refusal)) throw error
    }
    leave(null)
    forgetLeft()
    // Whoever signs out was asked about what was not sent; a session that ends by itself keeps it for its person.
    if (leaving.status === 'in') void purgeOutbox(leaving.me.tenant.id, leaving.me.userId)
  }

  onSessionEnd((kind) => {
    const now = state()
    if (now.status !== 'in') return
    // They may not be let in again: what they did here and never sent is still theirs to take along.
    keepLeft(now.me)
    leave(kind)
  })
  onMount(() => {
    if (remembered || mayBeSignedIn()) void reload().catch(() => {})
    else leave(null)
  })

  const me = () => {
    const now = state()
    if (now.status !== 'in') throw new Error('nobody is signed in')
    return now.me
  }
  const session: Session = { state, me, may: (permission) => me().permissions.includes(permission), reload, signOut }
  return <SessionContext.Provider value={session}>{props.children}</SessionContext.Provider>
}

// Where somebody comes first. Whoever comes by the address of a screen has been here, perhaps before there was a hint.
const PUBLIC = /^\/(sign-in|sign-up|forgot|reset|join|outbox|api-docs|kit)?(\/|$)/

/** Numbers and dates are written as the company writes them: colleagues who compare two screens see the same. */
function writeAs({ tenant }: Me): void {
  setLocale({ language: languageFor(tenant.locale) })
}

/** Whether it is worth asking who this is. first.js asks by the same rule. */
function mayBeSignedIn(): boolean {
  return !PUBLIC.test(location.pathname) || document.cookie.includes(`${SESSION_HINT}=`)
}

function readRemembered(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null') as Me | null
  } catch {
    return null
  }
}
