import ChevronsUp from 'lucide-solid/icons/chevrons-up'
import Download from 'lucide-solid/icons/download'
import Hash from 'lucide-solid/icons/hash'
import Hourglass from 'lucide-solid/icons/hourglass'
import LayoutTemplate from 'lucide-solid/icons/layout-template'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { TaskPriority, TaskRow } from '../../../../worker/tasks/contract'
import { useSession } from '../../session/session'
import { PRIORITY_WORDS } from '../../tasks/task-words'
import { Button, buttonClass } from '../../ui/button'
import { Chip } from '../../ui/chip'
import { Menu } from '../../ui/menu'
import { SearchField } from '../../ui/search-field'
import { exportAddress } from './task-export'
import type { TaskView, TaskViewOptions } from './task-views'

const TemplatesDialog = lazy(() => import('./templates-dialog'))

const PAUSE_MS = 150 // of typing, before the list is narrowed

/** What the reader narrows the tasks by. */
export function TaskTools(props: {
  readonly view: TaskView
  readonly options: TaskViewOptions
  readonly tags: readonly string[]
  readonly onMade: (task: TaskRow) => void
}): JSX.Element {
  const session = useSession()
  const [asking, setAsking] = createSignal(false)
  const filters = () => props.options.filters()
  return (
    <>
      <SearchField
        label="Search tasks"
        text={filters().q ?? ''}
        pauseMs={PAUSE_MS}
        onSearch={(text) => props.options.narrow({ q: text || undefined })}
      />
      <Menu
        class="chip"
        aria-pressed={filters().priority !== undefined}
        groups={[
          {
            label: 'Priority',
            items: [
              {
                label: 'Any',
                checked: !filters().priority,
                onSelect: () => props.options.narrow({ priority: undefined }),
              },
              ...(Object.keys(PRIORITY_WORDS) as TaskPriority[]).map((priority) => ({
                label: PRIORITY_WORDS[priority],
                checked: filters().priority === priority,
                onSelect: () => props.options.narrow({ priority }),
              })),
            ],
          },
        ]}
      >
        <ChevronsUp class="i s" />
        {filters().priority ? PRIORITY_WORDS[filters().priority ?? 'medium'] : 'Priority'}
      </Menu>
      <Show when={props.tags.length > 0 || filters().tag}>
        <Menu
          class="chip"
          aria-pressed={filters().tag !== undefined}
          groups={[
            {
              label: 'Tag',
              items: [
                { label: 'Any', checked: !filters().tag, onSelect: () => props.options.narrow({ tag: undefined }) },
                ...props.tags.slice(0, 30).map((tag) => ({
                  label: tag,
                  checked: filters().tag === tag,
                  onSelect: () => props.options.narrow({ tag }),
                })),
              ],
            },
          ]}
        >
          <Hash class="i s" />
          {filters().tag ?? 'Tag'}
        </Menu>
      </Show>
      <Chip
        icon={Hourglass}
        pressed={filters().isBlocked === true}
        onClick={() => props.options.narrow({ isBlocked: filters().isBlocked ? undefined : true })}
      >
        Waiting
      </Chip>
      <Show when={session.may('tasks.create_all_types')}>
        <Chip icon={LayoutTemplate} onClick={() => setAsking(true)}>
          Templates
        </Chip>
      </Show>
      <Suspense>
        <Show when={asking()}>
          <TemplatesDialog onMade={props.onMade} onClose={() => setAsking(false)} />
        </Show>
      </Suspense>
      <Show when={props.options.isNarrowed()}>
        <Button size="sm" tone="quiet" onClick={props.options.clear}>
          Clear
        </Button>
      </Show>
      <Show when={session.may('org.export_data')}>
        <i class="sp" />
        <a
          class={buttonClass({ size: 'sm', tone: 'quiet' })}
          href={exportAddress(props.view, filters(), session.may('tasks.view_team_tasks'))}
          download=""
          rel="external"
        >
          <Download class="i s" />
          Export CSV
        </a>
      </Show>
    </>
  )
}
