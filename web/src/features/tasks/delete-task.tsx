import { useNavigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { mayDelete } from '../../../../worker/tasks/domain/deleting'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { useTaskCommands } from '../../tasks/task-commands'
import { Button } from '../../ui/button'
import type { PartProps } from './task-doc'

/** For a task that should never have been: it goes at once, and comes back as it was. */
export function DeleteTask(props: PartProps): JSX.Element {
  const session = useSession()
  const commands = useTaskCommands()
  const navigate = useNavigate()
  const remove = () => {
    const { task } = props
    navigate(paths.tasks())
    void commands.remove(task)
  }
  return (
    <Show when={commands.may() && mayDelete(session.me(), props.task)}>
      <Button size="sm" tone="quiet" onClick={remove}>
        Delete
      </Button>
    </Show>
  )
}
