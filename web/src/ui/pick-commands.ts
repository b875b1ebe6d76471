import type { Command } from './commands'
import type { Picking } from './picking'

export interface PickCommandsOptions {
  readonly picking: Picking
  /** What one line is: `deal`. */
  readonly what: string
  /** All lines, in order. */
  readonly ids: () => readonly string[]
  /** The line the focus is in. */
  readonly current: () => string | undefined
  readonly focus: (id: string) => void
}

/** The keys that choose lines of a list: X for one, Shift with an arrow for a stretch, Escape for none. */
export function pickCommands({ picking, what, ids, current, focus }: PickCommandsOptions): Command[] {
  const reach = (by: 1 | -1) => {
    const all = ids()
    const from = current()
    const to = all[from === undefined ? 0 : Math.max(0, Math.min(all.length - 1, all.indexOf(from) + by))]
    if (to === undefined) return
    if (from !== undefined) picking.pick(from, true)
    picking.pick(to, true, true)
    focus(to)
  }
  const command = (id: string, label: string, keys: string, run: () => void): Command => ({
    id,
    label,
    group: 'List',
    keys,
    keyOnly: true,
    run,
  })
  return [
    command('list.pick', `Select the ${what}`, 'x', () => {
      const id = current()
      if (id !== undefined) picking.pick(id, !picking.isPicked(id))
    }),
    command('list.reach.down', 'Select downwards', 'shift+down', () => reach(1)),
    command('list.reach.up', 'Select upwards', 'shift+up', () => reach(-1)),
    ...(picking.picked().length > 0
      ? [command('list.unpick', 'Select nothing', 'escape', () => picking.pickAll(false))]
      : []),
  ]
}
