import type { SessionAccess } from '../../worker/organization'

/** Whoever listens, with what they may see as of the page they are told. */
export type Viewer = Pick<SessionAccess, 'userId' | 'roleId' | 'scope' | 'permissions' | 'people'>

/** Whether the viewer reaches the records of one of these people. */
export function reaches({ people }: Viewer, ...owners: readonly (string | null)[]): boolean {
  return people === null || owners.some((owner) => owner !== null && people.includes(owner))
}
