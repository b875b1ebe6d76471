import { type JSX, type ParentProps, Show } from 'solid-js'
import type { ChipProps } from './chip-props'
import { DealChip } from './deal-chip'
import type { News, NewsField } from './news'
import { AssigneeChip, SharingChip } from './people-chips'
import { PriorityChip, StatusChip, TagsChip } from './state-chips'
import { DueChip, EstimateChip, RepeatChip } from './time-chips'

/** The fields of a task as chips: each opens what changes it. */
export function TaskChips(props: ChipProps & { readonly news: News }): JSX.Element {
  const Fact = (fact: ParentProps<{ readonly of: NewsField }>) => (
    <span class="fact" {...props.news.glow(fact.of)}>
      {fact.children}
    </span>
  )
  return (
    <div class="chips" role="group" aria-label="Details">
      <Fact of="status">
        <StatusChip {...props} />
      </Fact>
      <Fact of="priority">
        <PriorityChip {...props} />
      </Fact>
      <Fact of="dueAt">
        <DueChip {...props} />
      </Fact>
      <Fact of="assignedTo">
        <AssigneeChip {...props} />
      </Fact>
      <Fact of="visibility">
        <SharingChip {...props} />
      </Fact>
      <Fact of="opportunityId">
        <DealChip {...props} />
      </Fact>
      <Show when={props.task.dueAt}>
        <Fact of="recurrence">
          <RepeatChip {...props} />
        </Fact>
      </Show>
      <Fact of="estimateMinutes">
        <EstimateChip {...props} />
      </Fact>
      <Fact of="tags">
        <TagsChip {...props} />
      </Fact>
    </div>
  )
}
