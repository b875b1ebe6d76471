import { Show } from 'solid-js'
import { Checkbox } from './check'
import type { Picking } from './picking'
import type { Column } from './table'

export interface PickColumnOptions<R> {
  readonly picking: Picking
  readonly nameOf: (row: R) => string
  /** Rows that are not there to be chosen have no box. */
  readonly isOffered?: ((row: R) => boolean) | undefined
}

/** The first column of a table whose rows can be chosen: a box a row, and one for all. Shift chooses a stretch. */
export function pickColumn<R extends { readonly id: string }>({
  picking,
  nameOf,
  isOffered = () => true,
}: PickColumnOptions<R>): Column<R> {
  // Whether the shift key was held comes with the click, and what it did to the box after it.
  let isThrough = false
  return {
    key: 'pick',
    head: 'Selected',
    class: 'w-8',
    control: () => (
      <Checkbox
        hideLabel
        label="Select all that are shown"
        checked={picking.isAll()}
        indeterminate={picking.picked().length > 0 && !picking.isAll()}
        onChange={picking.pickAll}
      />
    ),
    cell: (row) => (
      <Show when={isOffered(row)}>
        <Checkbox
          hideLabel
          label={`Select ${nameOf(row)}`}
          checked={picking.isPicked(row.id)}
          onClick={(event) => {
            isThrough = event.shiftKey
          }}
          onChange={(on) => picking.pick(row.id, on, isThrough)}
        />
      </Show>
    ),
  }
}
