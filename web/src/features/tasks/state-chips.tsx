import ChevronsUp from 'lucide-solid/icons/chevrons-up'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Hash from 'lucide-solid/icons/hash'
import { type JSX, Show } from 'solid-js'
import type { TaskPriority, TaskStatus } from '../../../../worker/tasks/contract'
import { PRIORITY_WORDS, STATUS_WORDS } from '../../tasks/task-words'
import { Menu } from '../../ui/menu'
import { Popover } from '../../ui/popover'
import type { ChipProps } from './chip-props'
import { TagEditor } from './tag-editor'

/** How far the task is. */
export function StatusChip(props: ChipProps): JSX.Element {
  const icon = () => (props.task.status === 'completed' ? <CircleCheck class="i s" /> : <CircleDashed class="i s" />)
  return (
    <Show
      when={!props.fixed}
      fallback={
        <span class="chip">
          {icon()}
          {STATUS_WORDS[props.task.status]}
        </span>
      }
    >
      <Menu
        class="chip"
        groups={[
          {
            label: 'Status',
            items: (Object.keys(STATUS_WORDS) as TaskStatus[]).map((status) => ({
              label: STATUS_WORDS[status],
              checked: props.task.status === status,
              off: status === 'completed' && props.task.openBlockers > 0 && 'It waits for other tasks',
              onSelect: () => void props.commands.move(props.task, { status }),
            })),
          },
        ]}
      >
        {icon()}
        <span class="vh">Status: </span>
        {STATUS_WORDS[props.task.status]}
      </Menu>
    </Show>
  )
}

/** How urgent it is. */
export function PriorityChip(props: ChipProps): JSX.Element {
  return (
    <Show
      when={!props.fixed}
      fallback={
        <span class="chip">
          <ChevronsUp class="i s" />
          {PRIORITY_WORDS[props.task.priority]}
        </span>
      }
    >
      <Menu
        class="chip"
        groups={[
          {
            label: 'Priority',
            items: (Object.keys(PRIORITY_WORDS) as TaskPriority[]).map((priority) => ({
              label: PRIORITY_WORDS[priority],
              checked: props.task.priority === priority,
              onSelect: () => props.write({ priority }),
            })),
          },
        ]}
      >
        <ChevronsUp class="i s" />
        <span class="vh">Priority: </span>
        {PRIORITY_WORDS[props.task.priority]}
      </Menu>
    </Show>
  )
}

/** What it is filed under. */
export function TagsChip(props: ChipProps): JSX.Element {
  const words = () => (props.task.tags.length > 0 ? props.task.tags.map((tag) => `#${tag}`).join(' ') : 'Tag')
  return (
    <Show
      when={!props.fixed}
      fallback={
        <Show when={props.task.tags.length > 0}>
          <span class="chip">
            <Hash class="i s" />
            {words()}
          </span>
        </Show>
      }
    >
      <Popover
        class={props.task.tags.length > 0 ? 'chip' : 'chip dash'}
        label="Tags"
        trigger={
          <>
            <Hash class="i s" />
            <span class="vh">Tags: </span>
            <span class="clip max-w-48">{words()}</span>
          </>
        }
      >
        {() => <TagEditor tags={props.task.tags} onChange={(tags) => props.write({ tags: [...tags] })} />}
      </Popover>
    </Show>
  )
}
