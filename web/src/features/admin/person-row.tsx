import ChevronDown from 'lucide-solid/icons/chevron-down'
import { type JSX, Show } from 'solid-js'
import type { Role, Team, User } from '../../../../worker/organization/contract'
import { useSession } from '../../session/session'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { Menu } from '../../ui/menu'
import { showUndo } from '../../ui/toast'
import { When } from '../../ui/values'
import { LineInput } from './line-input'
import { namesInShort, toggled } from './people'

export interface PersonRowProps {
  readonly person: User
  readonly roles: readonly Role[]
  readonly teams: readonly Team[]
  readonly change: (patch: Partial<User>) => Promise<boolean>
  readonly onInvite: () => void
}

/** One person: role and teams are changed where they stand. */
export function PersonRow(props: PersonRowProps): JSX.Element {
  const session = useSession()
  const isMe = () => props.person.id === session.me().userId
  const roleName = () => props.roles.find(({ id }) => id === props.person.roleId)?.name ?? 'No role'
  const teamNames = () => props.teams.filter(({ id }) => props.person.teamIds.includes(id)).map(({ name }) => name)

  const act = async (patch: Partial<User>, back: Partial<User>, said: string) => {
    if (await props.change(patch)) showUndo(said, () => void props.change(back))
  }
  const give = (role: Role) =>
    act({ roleId: role.id }, { roleId: props.person.roleId }, `${props.person.name} is now ${role.name}`)
  const seat = (team: Team) => {
    const before = [...props.person.teamIds]
    const joins = !before.includes(team.id)
    return act(
      { teamIds: toggled(before, team.id) },
      { teamIds: before },
      `${props.person.name} ${joins ? 'joined' : 'left'} ${team.name}`,
    )
  }
  const end = () =>
    act({ status: 'deactivated' }, { status: 'active' }, `${props.person.name} is deactivated and signed out`)
  const restart = () => act({ status: 'active' }, { status: 'deactivated' }, `${props.person.name} is active again`)

  return (
    <li class={props.person.status === 'deactivated' ? 'off' : undefined}>
      <div class="who">
        <Avatar name={props.person.name} me={isMe()} size="md" beside />
        <div class="flex-1">
          <LineInput
            label={`Name of ${props.person.name}`}
            text={props.person.name}
            class="strong"
            onSave={(name) => void act({ name }, { name: props.person.name }, `Renamed to ${name}`)}
          />
          <p class="t12 q3 clip">
            {props.person.email ?? 'No account'}
            <Show when={isMe()}> · you</Show>
          </p>
        </div>
      </div>
      <div class="min-w-0">
        <Menu
          class="pick"
          aria-label={`Role of ${props.person.name}: ${roleName()}`}
          groups={[
            {
              label: 'Role',
              items: props.roles.map((role) => ({
                label: role.name,
                checked: role.id === props.person.roleId,
                off: !session.may('org.assign_roles') && 'Your role may not assign roles',
                onSelect: () => role.id !== props.person.roleId && void give(role),
              })),
            },
          ]}
        >
          <span class="clip">{roleName()}</span>
          <ChevronDown class="i s" />
        </Menu>
      </div>
      <div class="min-w-0">
        <Show when={props.teams.length > 0} fallback={<span class="q3">No teams yet</span>}>
          <Menu
            class="pick"
            aria-label={`Teams of ${props.person.name}: ${namesInShort(teamNames()) || 'No team'}`}
            groups={[
              {
                label: 'Teams',
                items: props.teams.map((team) => ({
                  label: team.name,
                  checked: props.person.teamIds.includes(team.id),
                  stays: true,
                  onSelect: () => void seat(team),
                })),
              },
            ]}
          >
            <span class={teamNames().length > 0 ? 'clip' : 'clip q3'}>{namesInShort(teamNames()) || 'No team'}</span>
            <ChevronDown class="i s" />
          </Menu>
        </Show>
      </div>
      <div class="t12 q3 phone:flex phone:gap-1">
        <Show when={props.person.status === 'active'} fallback={<StatusTag status={props.person.status} />}>
          <span class="phone">Last here: </span>
          <Show when={props.person.lastSeenAt} fallback="not yet">
            {(at) => <When date={at()} />}
          </Show>
        </Show>
      </div>
      <div>
        <Show when={props.person.status === 'active'}>
          <Button
            size="sm"
            tone="quiet"
            off={isMe() && 'You cannot deactivate yourself'}
            aria-label={`Deactivate ${props.person.name}`}
            onClick={() => void end()}
          >
            Deactivate
          </Button>
        </Show>
        <Show when={props.person.status === 'deactivated'}>
          <Button size="sm" aria-label={`Activate ${props.person.name}`} onClick={() => void restart()}>
            Activate
          </Button>
        </Show>
        <Show when={props.person.status === 'placeholder'}>
          <Button size="sm" aria-label={`Invite ${props.person.name}`} onClick={() => props.onInvite()}>
            Invite
          </Button>
        </Show>
      </div>
    </li>
  )
}

function StatusTag(props: { readonly status: User['status'] }): JSX.Element {
  return <Tag>{props.status === 'placeholder' ? 'Imported' : 'Deactivated'}</Tag>
}
