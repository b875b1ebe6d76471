import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { SESSION_HINT } from '../../kernel/session-hint'
import { ACCESS_COOKIE, REFRESH_COOKIE } from '../../platform/authenticate'
import type { AppContext } from '../../platform/context'
import { ACCESS_TTL_SECONDS, signAccessToken } from '../../platform/tokens'
import type { SignedIn } from '../contract'
import { type Entered, type PresentedRefreshToken, parseRefreshToken } from '../index'

// `prefix: 'host'` adds Secure and Path=/ and forbids a Domain. The access cookie is Lax so that a link to a download
// works from a mail; the refresh cookie travels only with requests that our own pages make.
const ACCESS = { prefix: 'host', httpOnly: true, secure: true, path: '/', sameSite: 'Lax' } as const
const REFRESH = { ...ACCESS, sameSite: 'Strict' } as const
// No secret in it and nothing is granted for it: whether there is a session is for the tokens to show.
const HINT = { secure: true, path: '/', sameSite: 'Strict' } as const

/** Gives somebody who came in their tokens: browsers as cookies no script can read, API clients in the answer. */
export async function letIn(c: AppContext, entered: Entered, wantsToken: boolean): Promise<SignedIn> {
  const now = new Date()
  const accessToken = await signAccessToken(c.env, entered.actor, now)
  const expiresAt = new Date(now.getTime() + ACCESS_TTL_SECONDS * 1000).toISOString()
  const { refreshToken } = entered
  if (wantsToken) return { expiresAt, accessToken, ...(refreshToken !== null && { refreshToken }) }

  setCookie(c, ACCESS_COOKIE, accessToken, { ...ACCESS, maxAge: ACCESS_TTL_SECONDS })
  if (refreshToken !== null) {
    const maxAge = Math.max(0, Math.floor((Date.parse(entered.sessionExpiresAt) - now.getTime()) / 1000))
    setCookie(c, REFRESH_COOKIE, refreshToken, { ...REFRESH, maxAge })
    setCookie(c, SESSION_HINT, '1', { ...HINT, maxAge })
  }
  return { expiresAt }
}

/** Takes the cookies back. */
export function letOut(c: AppContext): void {
  deleteCookie(c, ACCESS_COOKIE, ACCESS)
  deleteCookie(c, REFRESH_COOKIE, REFRESH)
  deleteCookie(c, SESSION_HINT, HINT)
}

/** The refresh token a client sent: an API client's in the body, a browser's in its cookie. */
export function presentedRefreshToken(c: AppContext, given: string | undefined): PresentedRefreshToken | null {
  const token = given ?? getCookie(c, REFRESH_COOKIE, 'host')
  return token === undefined ? null : parseRefreshToken(token)
}
