import { type JSX, Show } from 'solid-js'
import type { ChipProps } from './chip-props'
import { DealChip } from './deal-chip'
import { AssigneeChip, SharingChip } from './people-chips'
import { PriorityChip, StatusChip, TagsChip } from './state-chips'
import { DueChip, EstimateChip, RepeatChip } from './time-chips'

/** The fields of a task as chips: each opens what changes it. */
export function TaskChips(props: ChipProps): JSX.Element {
  return (
    <div class="chips" role="group" aria-label="Details">
      <StatusChip {...props} />
      <PriorityChip {...props} />
      <DueChip {...props} />
      <AssigneeChip {...props} />
      <SharingChip {...props} />
      <DealChip {...props} />
      <Show when={props.task.dueAt}>
        <RepeatChip {...props} />
      </Show>
      <EstimateChip {...props} />
      <TagsChip {...props} />
    </div>
  )
}
