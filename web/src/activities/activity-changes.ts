import type { Me } from '../../../worker/organization/contract'
import type { Interaction, InteractionChange } from '../../../worker/sales/contract'
import { isSame } from '../sync/is-same'
import type { Operation } from '../sync/operation'
import type { Logged } from '../ui/composer'

export type InteractionPatch = Omit<InteractionChange, 'version'>

export const interactionPath = (id: string) => `/interactions/${id}`

/** One's own words, or those of people one leads; as the server will say. */
export function mayChange(me: Pick<Me, 'userId' | 'role' | 'permissions'>, { userId }: Interaction): boolean {
  return me.permissions.includes('interactions.create_own') && (me.role.scope !== 'own' || userId === me.userId)
}

/** What became different, and what it was: a note has no person, outcome or length, whatever it was before. */
export function changeOf(was: Interaction, is: Logged): { patch: InteractionPatch; before: InteractionPatch } {
  const facts = {
    channel: is.channel,
    content: is.content ?? '',
    occurredAt: is.occurredAt ?? was.occurredAt,
    followUpOn: is.followUpOn ?? null,
    direction: is.direction ?? null,
    personId: is.personId ?? null,
    outcome: is.outcome ?? null,
    durationMinutes: is.durationMinutes ?? null,
  } satisfies InteractionPatch
  const keys = (Object.keys(facts) as (keyof typeof facts)[]).filter((key) => !isSame(facts[key], was[key]))
  const some = (of: Pick<Interaction, keyof typeof facts> | typeof facts) =>
    Object.fromEntries(keys.map((key) => [key, of[key]])) as InteractionPatch
  return { patch: some(facts), before: some(was) }
}

/** An interaction with what was changed in it here and the server does not have yet. */
export function withWaiting(
  interaction: Interaction,
  operations: readonly Operation[],
  nameOf: (customerId: string) => string | undefined,
): Interaction {
  const path = interactionPath(interaction.id)
  const waiting = operations.filter((one) => one.state === 'waiting' && one.method === 'PATCH' && one.path === path)
  if (waiting.length === 0) return interaction
  const now = Object.assign({}, interaction, ...waiting.map(({ body }) => body)) as Interaction
  const { personId } = now
  if (personId === interaction.personId) return now
  return { ...now, personName: personId === null ? null : (nameOf(personId) ?? null) }
}

/** What ids stand for, as far as this device knows. */
interface Known {
  readonly customerOf: (dealId: string) => string | undefined
  readonly person: (customerId: string) => string | undefined
}

/** What was said here and waits to be sent, as the server will tell it. */
export function saidIn(operations: readonly Operation[], userId: string, known: Known): Interaction[] {
  return operations.flatMap(({ state, method, path, body, at }) => {
    if (state !== 'waiting' || method !== 'POST' || path !== '/interactions' || !body?.id) return []
    const { opportunityId = null, customerId, personId = null } = body as Partial<Interaction>
    const said = {
      direction: null,
      subject: '',
      content: '',
      outcome: null,
      durationMinutes: null,
      followUpOn: null,
      occurredAt: at,
      ...body,
      opportunityId,
      customerId: customerId ?? (opportunityId ? known.customerOf(opportunityId) : undefined),
      personId,
      personName: personId ? (known.person(personId) ?? null) : null,
      userId,
      sentiment: null,
      createdAt: at,
      // What it will begin with: a correction is made on that.
      version: 1,
    }
    return [said as unknown as Interaction]
  })
}

/** The interactions something about which waits to be sent. */
export function waitingIds(operations: readonly Operation[]): ReadonlySet<string> {
  const ids = operations.flatMap(({ state, method, path, body }) => {
    if (state !== 'waiting' || !path.startsWith('/interactions')) return []
    return method === 'POST' ? [String(body?.id)] : [path.slice(interactionPath('').length)]
  })
  return new Set(ids)
}
