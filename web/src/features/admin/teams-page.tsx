import Ellipsis from 'lucide-solid/icons/ellipsis'
import Plus from 'lucide-solid/icons/plus'
import Users from 'lucide-solid/icons/users'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Team, User } from '../../../../worker/organization/contract'
import { useSession } from '../../session/session'
import { AvatarStack } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { plural } from '../../ui/format'
import { Menu } from '../../ui/menu'
import { EmptyState } from '../../ui/states'
import { showUndo } from '../../ui/toast'
import { AdminPage, Await } from './admin-page'
import { LineInput } from './line-input'
import { attempt, command, createRows, type RowList } from './rows'

const TeamDialog = lazy(() => import('./team-dialog'))

export default function TeamsPage(): JSX.Element {
  const session = useSession()
  const may = () => session.may('org.manage_users') || session.may('team.manage_members')
  return (
    <Show when={may()} fallback={<AdminPage section="teams">{null}</AdminPage>}>
      <TeamsBody />
    </Show>
  )
}

function TeamsBody(): JSX.Element {
  const session = useSession()
  const teams = createRows<Team>('/teams')
  const users = createRows<User>('/users')
  const [open, setOpen] = createSignal<'new' | Team>()
  const mayForm = () => session.may('org.manage_users')
  const found = () => {
    const [rows, people] = [teams.rows(), users.rows()]
    return rows && people ? { rows, people } : undefined
  }
  const retry = () => {
    for (const list of [teams, users]) if (list.error()) list.reload()
  }
  const isEmpty = () => teams.rows()?.length === 0
  return (
    <AdminPage
      section="teams"
      note={teams.rows() && plural(teams.rows()?.length ?? 0, 'team')}
      actions={
        <Show when={mayForm()}>
          <Button tone={isEmpty() ? 'plain' : 'primary'} icon={Plus} onClick={() => setOpen('new')}>
            New team
          </Button>
        </Show>
      }
    >
      <Await what="the teams" value={found()} error={teams.error() ?? users.error()} onRetry={retry}>
        {(all) => (
          <>
            <Show
              when={all().rows.length > 0}
              fallback={
                <EmptyState
                  icon={Users}
                  title="No teams yet"
                  actions={
                    <Show when={mayForm()}>
                      <Button tone="primary" onClick={() => setOpen('new')}>
                        Form a team
                      </Button>
                    </Show>
                  }
                >
                  A team has a manager, who sees the deals of everybody in it.
                </EmptyState>
              }
            >
              <ul class="set teams mt-2" aria-label="Teams">
                <li class="heads desk" aria-hidden="true">
                  <span>Team</span>
                  <span>Manager</span>
                  <span>Members</span>
                </li>
                <For each={all().rows.toSorted((a, b) => a.name.localeCompare(b.name))}>
                  {(team) => (
                    <TeamRow
                      team={team}
                      teams={teams}
                      people={all().people}
                      mayForm={mayForm()}
                      mayFill={mayForm() || team.managerId === session.me().userId}
                      onEdit={() => setOpen(team)}
                    />
                  )}
                </For>
              </ul>
            </Show>
            <Show when={open()} keyed>
              {(which) => (
                <Suspense>
                  <TeamDialog
                    team={which === 'new' ? undefined : which}
                    people={all().people}
                    onlyMembers={!mayForm()}
                    onClose={() => setOpen(undefined)}
                    onSaved={(team) => {
                      teams.put(team)
                      setOpen(undefined)
                    }}
                  />
                </Suspense>
              )}
            </Show>
          </>
        )}
      </Await>
    </AdminPage>
  )
}

interface TeamRowProps {
  readonly team: Team
  readonly teams: RowList<Team>
  readonly people: readonly User[]
  readonly mayForm: boolean
  readonly mayFill: boolean
  readonly onEdit: () => void
}

function TeamRow(props: TeamRowProps): JSX.Element {
  const named = (id: string) => props.people.find((person) => person.id === id)?.name
  const members = () => props.team.memberIds.map(named).filter((name) => name !== undefined)
  const rename = async (name: string) => {
    const before = props.team.name
    if (await props.teams.change(props.team.id, { name }))
      showUndo(`Renamed to ${name}`, () => void props.teams.change(props.team.id, { name: before }))
  }
  const remove = async () => {
    const { id, name, managerId, memberIds } = { ...props.team, memberIds: [...props.team.memberIds] }
    if (!(await attempt(() => command('DELETE', `/teams/${id}`)))) return
    props.teams.drop(id)
    const again = async () => {
      const formed = await attempt(() => command<Team>('POST', '/teams', { name, managerId, memberIds }))
      if (formed) props.teams.put(formed.answer)
    }
    showUndo(`${name} is removed; its people stay`, () => void again())
  }
  return (
    <li>
      <Show when={props.mayForm} fallback={<span class="b">{props.team.name}</span>}>
        <LineInput
          label={`Name of ${props.team.name}`}
          text={props.team.name}
          maxLength={100}
          class="strong"
          onSave={(name) => void rename(name)}
        />
      </Show>
      <div class="clip">
        <Show when={props.team.managerId && named(props.team.managerId)} fallback={<span class="q3">No manager</span>}>
          {(name) => name()}
        </Show>
      </div>
      <div class="who">
        <Show when={members().length > 0} fallback={<span class="q3">Nobody yet</span>}>
          <AvatarStack people={members().map((name) => ({ name }))} max={6} />
          <span class="t12 q3">{plural(members().length, 'person', 'people')}</span>
        </Show>
      </div>
      <div class="flex gap-1">
        <Show when={props.mayFill}>
          <Button size="sm" aria-label={`Edit ${props.team.name}`} onClick={() => props.onEdit()}>
            Edit
          </Button>
        </Show>
        <Show when={props.mayForm}>
          <Menu
            class="btn ic g sm"
            placement="bottom-end"
            aria-label={`More about ${props.team.name}`}
            groups={[{ items: [{ label: 'Remove team', danger: true, onSelect: () => void remove() }] }]}
          >
            <Ellipsis class="i" />
          </Menu>
        </Show>
      </div>
    </li>
  )
}
