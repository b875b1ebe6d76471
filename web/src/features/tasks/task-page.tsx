import { useNavigate, useParams } from '@solidjs/router'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import type { JSX } from 'solid-js'
import { paths } from '../../paths'
import { useSync } from '../../sync/store'
import { useTaskCommands } from '../../tasks/task-commands'
import { IconButton } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { NoSuch } from '../../ui/shell/nothing-here'
import { Page } from '../../ui/shell/page'
import { TaskDoc } from './task-doc'

/** A task on a page of its own. */
export default function TaskPage(): JSX.Element {
  const params = useParams<{ id: string }>()
  const navigate = useNavigate()
  const sync = useSync()
  const commands = useTaskCommands()
  const task = () => sync.rows.tasks[params.id]
  useCommands(() => [
    {
      id: 'task.back',
      label: 'Back to the tasks',
      group: 'Go to',
      keys: 'escape',
      keyOnly: true,
      run: () => navigate(paths.tasks()),
    },
    {
      id: 'task.done',
      label: 'Complete the task',
      group: 'Tasks',
      keys: 'e',
      run: () => {
        const known = task()
        if (known) void commands.toggle(known)
      },
    },
  ])
  return (
    <Page
      title={task()?.title ?? 'Task'}
      back={<IconButton icon={ChevronLeft} label="Back to the tasks" onClick={() => navigate(paths.tasks())} />}
      crumb={
        <nav class="crumb" aria-label="You are here">
          <a class="desk" href={paths.tasks()}>
            Tasks
          </a>
          <span class="desk">/</span>
          <span class="clip b" aria-current="page">
            {task()?.title ?? 'Task'}
          </span>
        </nav>
      }
      hints={[
        { keys: ['e'], does: 'done' },
        { keys: ['escape'], does: 'back' },
      ]}
    >
      <TaskDoc id={params.id} onMissing={<NoSuch what="task" />} />
    </Page>
  )
}
