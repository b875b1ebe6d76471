import { Navigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { sectionsFor } from './admin-sections'

/** The console opens at the first section one may enter; without any, the users page says who can give one. */
export default function FirstSection(): JSX.Element {
  const session = useSession()
  return <Navigate href={sectionsFor(session.may)[0]?.href ?? paths.adminUsers()} />
}
