import type { Present } from '../../../../durable-objects/task-room/messages'

/** What somebody in a room says of themselves; who they are, the room says. */
export interface PresenceState {
  readonly user?: Present
  readonly cursor?: { readonly anchor: unknown; readonly head: unknown } | null
  readonly typing?: 'comment' | null
}

export type PeerColour = 1 | 2 | 3 | 4
const COLOURS = 4

/** Somebody else in the room, however many windows they have open. */
export interface Peer extends Present {
  readonly colour: PeerColour
  readonly isTypingComment: boolean
}

/** Who else is here. Everybody sees the same person in the same colour, as long as no two of them would share it. */
export function peersIn(states: ReadonlyMap<number, PresenceState>, me: string): Peer[] {
  const people = new Map<string, { name: string; isTypingComment: boolean }>()
  for (const { user, typing } of states.values()) {
    if (!user || user.userId === me) continue
    const isTypingComment = typing === 'comment' || people.get(user.userId)?.isTypingComment === true
    people.set(user.userId, { name: user.name, isTypingComment })
  }
  const taken = new Set<PeerColour>()
  return [...people]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([userId, person]) => {
      const colour = colourOf(userId, taken)
      taken.add(colour)
      return { userId, ...person, colour }
    })
}

function colourOf(userId: string, taken: ReadonlySet<PeerColour>): PeerColour {
  let hash = 0
  for (const letter of userId) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0
  for (let by = 0; by < COLOURS; by++) {
    const colour = (((hash + by) % COLOURS) + 1) as PeerColour
    if (!taken.has(colour)) return colour
  }
  return ((hash % COLOURS) + 1) as PeerColour
}

/** “Ada”, “Ada and Kofi”, “Ada, Kofi and 2 more”. */
export function namesOf(people: readonly Pick<Present, 'name'>[]): string {
  const [first, second, ...more] = people.map(({ name }) => name.split(' ')[0] ?? name)
  if (first === undefined) return ''
  if (second === undefined) return first
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`
}
