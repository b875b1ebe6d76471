import type { ProblemBody } from '../api/problems'
import { type Effect, withEffect } from './effects'
import type { Entity } from './entities'
import type { Patch } from './view'

/** A record that is changed as somebody last saw it. */
export interface Basis {
  /** Where it is asked for again when somebody else was faster; none where the last writer stands and is told. */
  readonly path?: string
  readonly id: string
  /** None for what has no versions of its own: a step of a task. */
  readonly version?: number
  /** What the changed fields were. */
  readonly before: Readonly<Record<string, unknown>>
}

/** What somebody wants done, as a screen says it. */
export interface Command {
  /** In words: `Move “Rollout” to Proposal`. */
  readonly what: string
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: Readonly<Record<string, unknown>>
  /** A file, kept here until it is sent: `body` then says what it is called. */
  readonly file?: Blob
  readonly effects: readonly Effect[]
  /** For changes that carry a version: it is filled in when the change is sent. */
  readonly basis?: Basis
  /** For changes of many records at once: what each of them was. */
  readonly bases?: readonly Basis[]
  /** The operation it takes back; the rule is told in `undo.ts`. */
  readonly undoes?: string
  /** What the answer is, when it brings rows the device keeps. */
  readonly brings?: 'deal' | 'activity' | 'task' | 'new task' | 'gone task' | 'tasks'
}

export interface Conflict {
  readonly version?: number
  readonly theirs: Readonly<Record<string, unknown>>
}

/** A command as it waits on this device. What is written down is read again by later versions of the app: see `SCHEMA`. */
export interface Operation extends Command {
  readonly id: string
  readonly schema: number
  /** When it was done, by this device's clock. */
  readonly at: string
  /** Operations that made what this one is about. */
  readonly after: readonly string[]
  /** `newer` is never written: a later version of the app made it, and this one leaves it to that. */
  readonly state: 'waiting' | 'sent' | 'refused' | 'newer'
  /** The version it was last sent with: as long as there is no answer, it stays the same request. */
  readonly sentVersion?: number
  /** How often the server has failed on it. */
  readonly failures?: number
  readonly problem?: ProblemBody
  readonly conflict?: Conflict
  /** What somebody else had put there unseen, and this went over. */
  readonly overwrote?: Readonly<Record<string, unknown>>
  /** Of many, those of which somebody else had written the same: each is an operation of its own beside this one. */
  readonly met?: { readonly overwrote: number; readonly left: number }
}

/**
 * Raised with every change after which an earlier version of the app would send an operation wrongly. What earlier
 * versions wrote is sent as it is: all that came since may be missing.
 */
export const SCHEMA = 4

/** What a change is refused with that met what somebody else has written. */
export const MET = 'Somebody else changed the same'

/** The patches of an operation's effects on one kind of row. */
export function patchesOf({ effects }: Pick<Command, 'effects'>, entity: Entity): Patch<{ readonly id: string }>[] {
  return effects.flatMap((effect) =>
    effect.entity === entity ? [{ id: effect.id, apply: (row) => withEffect(effect, row) }] : [],
  )
}

/** The waiting or refused operations that made what a command is about or takes back: if one is refused, so is this. */
export function madeBefore(command: Command, earlier: readonly Operation[]): string[] {
  const undone = earlier.filter(({ id, state }) => id === command.undoes && state !== 'sent').map(({ id }) => id)
  const said = JSON.stringify([command.path, command.body, command.effects.map(({ id }) => id)])
  const makers = earlier
    .filter(({ state }) => state !== 'sent')
    .filter((one) => one.method === 'POST' && madeBy(one).some((id) => said.includes(id)))
    .map(({ id }) => id)
  return [...new Set([...undone, ...makers])]
}

function madeBy({ body }: Command): string[] {
  const items = Array.isArray(body?.items) ? (body.items as readonly { readonly id?: unknown }[]) : []
  return [body?.id, ...items.map(({ id }) => id)].filter((id) => typeof id === 'string')
}
