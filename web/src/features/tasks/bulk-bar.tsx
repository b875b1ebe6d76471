import { type JSX, Show } from 'solid-js'
import type { TaskPriority, TaskRow } from '../../../../worker/tasks/contract'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useTaskCommands } from '../../tasks/task-commands'
import type { BulkChange } from '../../tasks/task-undo'
import { PRIORITY_WORDS } from '../../tasks/task-words'
import { BulkBar } from '../../ui/bulk-bar'
import { Button, buttonClass } from '../../ui/button'
import { Menu } from '../../ui/menu'
import { Popover } from '../../ui/popover'
import { DueEditor } from './due-editor'
import { TagEditor } from './tag-editor'

/** What is done about many tasks at once; all of it can be taken back. */
export function TaskBulk(props: { readonly tasks: readonly TaskRow[]; readonly onDone: () => void }): JSX.Element {
  const people = usePeople()
  const session = useSession()
  const commands = useTaskCommands()
  const each = (change: Omit<BulkChange, 'id'>, done: string) => {
    const changes = props.tasks.map(({ id }) => ({ ...change, id }))
    props.onDone()
    void commands.bulk(changes, done)
  }
  return (
    <BulkBar count={props.tasks.length} what="task" onClear={props.onDone}>
      <Button size="sm" onClick={() => each({ status: 'completed' }, 'completed')}>
        Complete
      </Button>
      <Popover class={buttonClass({ size: 'sm' })} label="Due date of the selected tasks" trigger="Due date">
        {(close) => (
          <DueEditor
            due={{ dueAt: null, dueIsDay: false }}
            onChange={(due) => {
              close()
              each(due, due.dueAt ? 'moved' : 'without a due date')
            }}
          />
        )}
      </Popover>
      <Menu
        class={buttonClass({ size: 'sm' })}
        placement="top-start"
        groups={[
          {
            label: 'Priority',
            items: (Object.keys(PRIORITY_WORDS) as TaskPriority[]).map((priority) => ({
              label: PRIORITY_WORDS[priority],
              onSelect: () => each({ priority }, `set to ${PRIORITY_WORDS[priority].toLowerCase()} priority`),
            })),
          },
        ]}
      >
        Priority
      </Menu>
      <Show when={session.may('team.assign_tasks')}>
        <Menu
          class={buttonClass({ size: 'sm' })}
          placement="top-start"
          groups={[
            {
              label: 'Give to',
              items: people
                .active()
                .map(({ id, name }) => ({ label: name, onSelect: () => each({ assignedTo: id }, `given to ${name}`) })),
            },
          ]}
        >
          Give to
        </Menu>
      </Show>
      <Popover class={buttonClass({ size: 'sm' })} label="Tag the selected tasks" trigger="Tag">
        {(close) => (
          <TagEditor
            tags={[]}
            onChange={(tags) => {
              close()
              each({ addTags: [...tags] }, 'tagged')
            }}
          />
        )}
      </Popover>
    </BulkBar>
  )
}
