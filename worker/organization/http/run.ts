import type { Result } from '../../kernel/result'
import type { AppContext } from '../../platform/context'
import { command, query } from '../../platform/perform'
import { type OrganizationWork, organizationWork } from '../index'
import { surroundings } from './around'

/** `query` with this domain's work. */
export function see<T>(c: AppContext, run: (work: OrganizationWork) => Promise<T>): Promise<T> {
  const around = surroundings(c)
  return query(c, (unit) => organizationWork(unit, around), run)
}

/** `command` with this domain's work. Letters it wrote are in `around.outgoing` once it is done. */
export function carryOut<T, E extends { readonly kind: string }>(
  c: AppContext,
  run: (work: OrganizationWork) => Promise<Result<T, E>>,
  status: Parameters<typeof command>[3] = 200,
  around = surroundings(c),
): Promise<Result<T, E>> {
  return command(c, (unit) => organizationWork(unit, around), run, status)
}
