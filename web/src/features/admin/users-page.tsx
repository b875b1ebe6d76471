import UserPlus from 'lucide-solid/icons/user-plus'
import Users from 'lucide-solid/icons/users'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Invitation, Invited, Role, Team, User } from '../../../../worker/organization/contract'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { plural } from '../../ui/format'
import { SearchField } from '../../ui/search-field'
import { Segmented } from '../../ui/segmented'
import { EmptyState } from '../../ui/states'
import { AdminPage, Await } from './admin-page'
import { InvitationList } from './invitation-list'
import { InvitedNote } from './invited-note'
import { countOf, FILTERS, type PeopleFilter, peopleShown } from './people'
import { PersonRow } from './person-row'
import { createRows } from './rows'

const InviteDialog = lazy(() => import('./invite-dialog'))

export default function UsersPage(): JSX.Element {
  const session = useSession()
  return (
    <Show when={session.may('org.manage_users')} fallback={<AdminPage section="users">{null}</AdminPage>}>
      <UsersBody />
    </Show>
  )
}

function UsersBody(): JSX.Element {
  const sync = useSync()
  const users = createRows<User>('/users', ({ id, name, status, version }) =>
    sync.absorb({ users: [{ id, name, status, version }] }),
  )
  const roles = createRows<Role>('/roles')
  const teams = createRows<Team>('/teams')
  const invitations = createRows<Invitation>('/invitations')
  const [filter, setFilter] = createSignal<PeopleFilter>('active')
  const [query, setQuery] = createSignal('')
  const [inviting, setInviting] = createSignal<{ readonly become?: string }>()
  const [invited, setInvited] = createSignal<Invited>()
  useCommands(() => [
    { id: 'users.invite', label: 'Invite a person', group: 'Do', icon: UserPlus, run: () => setInviting({}) },
  ])

  const people = () => users.rows() ?? []
  const shown = () => peopleShown(people(), filter(), query())
  const asked = () => (invitations.rows() ?? []).filter(({ status }) => status === 'pending' || status === 'expired')
  const found = () => {
    const [known, named, grouped] = [users.rows(), roles.rows(), teams.rows()]
    return known && named && grouped ? { known, named, grouped } : undefined
  }
  const retry = () => {
    for (const list of [users, roles, teams, invitations]) if (list.error()) list.reload()
  }
  const note = () => {
    if (!users.rows()) return undefined
    const waiting = asked().length > 0 ? `, ${plural(asked().length, 'invitation')} open` : ''
    return `${plural(countOf(people(), 'active'), 'person', 'people')}${waiting}`
  }

  return (
    <AdminPage
      section="users"
      note={note()}
      hints={[{ keys: ['/'], does: 'find' }]}
      actions={
        <Button tone="primary" icon={UserPlus} onClick={() => setInviting({})}>
          Invite
        </Button>
      }
    >
      <Await what="the people" value={found()} error={users.error() ?? roles.error() ?? teams.error()} onRetry={retry}>
        {(all) => (
          <>
            <Show when={invited()}>
              {(one) => <InvitedNote invited={one()} onClose={() => setInvited(undefined)} />}
            </Show>
            <Show when={asked().length > 0}>
              <section aria-labelledby="asked">
                <h2 class="cap px-5 phone:px-4" id="asked">
                  Invitations
                </h2>
                <InvitationList
                  invitations={asked()}
                  roles={all().named}
                  teams={all().grouped}
                  people={all().known}
                  onSent={(one) => {
                    invitations.put(one)
                    setInvited(one)
                  }}
                  onGone={invitations.drop}
                />
              </section>
            </Show>
            <div class="bar-t">
              <SearchField label="Find a person" text={query()} onSearch={setQuery} />
              <Segmented
                label="Which people"
                value={filter()}
                options={FILTERS.map(({ value, label }) => ({
                  value,
                  label: `${label} ${countOf(people(), value)}`,
                }))}
                onChange={setFilter}
              />
            </div>
            <Show when={shown().length > 0} fallback={<Nobody filter={filter()} query={query()} />}>
              <ul class="set people" aria-label="People">
                <li class="heads desk" aria-hidden="true">
                  <span>Name</span>
                  <span>Role</span>
                  <span>Teams</span>
                  <span>Last here</span>
                </li>
                <For each={shown()}>
                  {(person) => (
                    <PersonRow
                      person={person}
                      roles={all().named}
                      teams={all().grouped}
                      change={(patch) => users.change(person.id, patch)}
                      onInvite={() => setInviting({ become: person.id })}
                    />
                  )}
                </For>
              </ul>
            </Show>
            <Show when={inviting()}>
              {(wish) => (
                <Suspense>
                  <InviteDialog
                    roles={all().named}
                    teams={all().grouped}
                    placeholders={people().filter(({ status }) => status === 'placeholder')}
                    become={wish().become}
                    onClose={() => setInviting(undefined)}
                    onInvited={(one) => {
                      invitations.put(one)
                      setInvited(one)
                      setInviting(undefined)
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

function Nobody(props: { readonly filter: PeopleFilter; readonly query: string }): JSX.Element {
  const words = () => {
    if (props.query.trim() !== '') return ['Nobody by that name', 'Look under All, or type fewer letters.'] as const
    if (props.filter === 'placeholder')
      return [
        'Nobody imported is waiting',
        'An import can name people who have no account yet. They appear here until they are invited.',
      ] as const
    return ['Nobody here', 'People whose place in the company has ended appear here.'] as const
  }
  return (
    <EmptyState icon={Users} title={words()[0]}>
      {words()[1]}
    </EmptyState>
  )
}
