import Eye from 'lucide-solid/icons/eye'
import { type JSX, Show } from 'solid-js'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { VISIBILITY_WORDS } from '../../tasks/task-words'
import { tellRefused } from '../../tasks/tell-refused'
import { Avatar } from '../../ui/avatar'
import { Menu } from '../../ui/menu'
import { Popover } from '../../ui/popover'
import type { ChipProps } from './chip-props'
import { ShareEditor } from './share-editor'

/** Who does it. */
export function AssigneeChip(props: ChipProps): JSX.Element {
  const session = useSession()
  const { nameOf, byName } = usePeople()
  const me = session.me().userId
  const name = () => (
    <>
      <Avatar name={nameOf(props.task.assignedTo)} me={props.task.assignedTo === me} beside />
      {nameOf(props.task.assignedTo)}
    </>
  )
  return (
    <Show
      when={!props.fixed && (session.may('team.assign_tasks') || props.task.assignedTo !== me)}
      fallback={<span class="chip">{name()}</span>}
    >
      <Menu
        class="chip"
        groups={[
          {
            label: 'Who does it',
            items: byName(
              ({ id, status }) => status === 'active' && (session.may('team.assign_tasks') || id === me),
            ).map((user) => ({
              label: user.id === me ? `${user.name} (you)` : user.name,
              checked: user.id === props.task.assignedTo,
              onSelect: () => props.write({ assignedTo: user.id }),
            })),
          },
        ]}
      >
        <span class="vh">Who does it: </span>
        {name()}
      </Menu>
    </Show>
  )
}

/** Who may see it: for those to say whose it is. */
export function SharingChip(props: ChipProps): JSX.Element {
  const session = useSession()
  const me = session.me().userId
  const mine = () => props.task.assignedTo === me || props.task.assignedBy === me
  const words = () => {
    const others = props.task.collaborators.length
    const { visibility } = props.task
    return visibility === 'collaborative' && others > 0 ? `Shared with ${others}` : VISIBILITY_WORDS[visibility]
  }
  return (
    <Show
      when={mine()}
      fallback={
        <span class="chip">
          <Eye class="i s" />
          {words()}
        </span>
      }
    >
      <Popover
        class="chip"
        label="Who may see it"
        trigger={
          <>
            <Eye class="i s" />
            <span class="vh">Who may see it: </span>
            {words()}
          </>
        }
      >
        {() => (
          <ShareEditor
            task={props.task}
            onShare={(sharing) => void props.commands.share(props.task, sharing).catch(tellRefused(props.task))}
          />
        )}
      </Popover>
    </Show>
  )
}
