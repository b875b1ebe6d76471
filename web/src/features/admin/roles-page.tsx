import { useBeforeLeave } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, type JSX, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js'
import type { Permission } from '../../../../worker/kernel/permissions'
import type { Role } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { inWords, Refusal } from '../../api/problems'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { plural } from '../../ui/format'
import { showToast, showUndo } from '../../ui/toast'
import { AdminPage, Await } from './admin-page'
import { PERMISSION_COUNT } from './permission-words'
import { changesOf, countChanges, type Drafts, flip, unsavedWords } from './role-drafts'
import { RoleMatrix } from './role-matrix'
import { attempt, command, createRows } from './rows'

const RoleDialog = lazy(() => import('./role-dialog'))
const LeaveDialog = lazy(() => import('./leave-dialog'))

export default function RolesPage(): JSX.Element {
  const session = useSession()
  return (
    <Show when={session.may('org.assign_roles')} fallback={<AdminPage section="roles">{null}</AdminPage>}>
      <RolesBody />
    </Show>
  )
}

/** What the dialog is open for: a copy of a role, or another name. */
type Naming = { readonly role: Role; readonly for: 'copy' | 'name' }

function RolesBody(): JSX.Element {
  const session = useSession()
  const roles = createRows<Role>('/roles')
  const [drafts, setDrafts] = createSignal<Drafts>({})
  const [editing, setEditing] = createSignal<string>()
  const [naming, setNaming] = createSignal<Naming>()
  const [leaving, setLeaving] = createSignal<() => void>()
  const [saving, setSaving] = createSignal(false)

  const rows = () => roles.rows() ?? []
  const changes = () => changesOf(drafts(), rows())
  const count = () => countChanges(changes())
  const words = () => unsavedWords(changes())
  // The column that is drawn for editing: the one chosen, else the first that can be edited.
  const edited = () => (rows().find(({ id }) => id === editing()) ?? rows().find(({ key }) => key === null))?.id

  useBeforeLeave((event) => {
    if (count() === 0 || event.defaultPrevented) return
    event.preventDefault()
    setLeaving(() => () => event.retry(true))
  })
  onMount(() => {
    const hold = (event: BeforeUnloadEvent) => count() > 0 && event.preventDefault()
    window.addEventListener('beforeunload', hold)
    onCleanup(() => window.removeEventListener('beforeunload', hold))
  })

  function toggle(role: Role, permission: Permission): void {
    if (!session.may(permission)) {
      showToast('Nobody can give or take what they may not do themselves. Ask an admin who may.')
      return
    }
    setEditing(role.id)
    setDrafts((all) => flip(all, role, permission))
  }

  async function save(): Promise<void> {
    if (saving()) return
    setSaving(true)
    const saved = countChanges(changes())
    for (const { role } of changes()) await saveOne(role.id)
    setSaving(false)
    const left = count()
    if (left === 0) showToast(`Saved ${plural(saved, 'change')}: people with the role feel it at once`)
  }

  async function saveOne(id: string, more: Partial<Role> = {}): Promise<void> {
    const role = rows().find((one) => one.id === id)
    if (!role) return
    try {
      const body = { version: role.version, permissions: drafts()[id], ...more }
      roles.put(await call<Role>('PATCH', `/roles/${id}`, { body, operationId: crypto.randomUUID() }))
      setDrafts(({ [id]: _, ...others }) => others)
    } catch (error) {
      const isNarrow = error instanceof Refusal && error.body.kind === 'scope_too_narrow'
      showToast(`${role.name}: ${inWords(error)}`, {
        bad: true,
        ...(isNarrow && {
          action: { label: 'Reach the whole company', run: () => void saveOne(id, { scope: 'tenant' }) },
        }),
      })
      if (error instanceof Refusal && error.body.kind === 'version_conflict') roles.reload()
    }
  }

  async function remove(role: Role): Promise<void> {
    const { id, name, scope } = role
    const permissions = [...role.permissions]
    if (!(await attempt(() => command('DELETE', `/roles/${id}`)))) return
    setDrafts(({ [id]: _, ...others }) => others)
    roles.drop(id)
    const again = async () => {
      const made = await attempt(() => command<Role>('POST', '/roles', { name, scope, permissions }))
      if (made) roles.put(made.answer)
    }
    showUndo(`${name} is deleted`, () => void again())
  }

  useCommands(() => [
    ...(count() > 0
      ? [{ id: 'roles.save', label: 'Save roles', group: 'Do', keys: 'mod+s', run: () => void save() }]
      : []),
  ])

  return (
    <AdminPage
      section="roles"
      note={roles.rows() && `${plural(rows().length, 'role')}, ${plural(PERMISSION_COUNT, 'permission')}`}
      hints={
        rows().some(({ key }) => key === null)
          ? [{ keys: ['space'], does: 'grant or take away' }]
          : [{ keys: [], does: 'Built-in roles stay as they are: copy one and change the copy' }]
      }
      actions={
        <Show
          when={count() > 0}
          fallback={
            <Button
              tone="primary"
              icon={Plus}
              off={rows().length === 0 && 'The roles are being loaded'}
              onClick={() => {
                const [first] = rows()
                if (first) setNaming({ role: first, for: 'copy' })
              }}
            >
              New role
            </Button>
          }
        >
          <span class="t12 q2 n desk clip">
            <b>{words().who}</b> {words().what}
          </span>
          <Button onClick={() => setDrafts({})}>Discard</Button>
          <Button tone="primary" busy={saving()} onClick={() => void save()}>
            Save {plural(count(), 'change')}
          </Button>
        </Show>
      }
    >
      <Await what="the roles" value={roles.rows()} error={roles.error()} onRetry={roles.reload}>
        {(all) => (
          <RoleMatrix
            roles={all()}
            drafts={drafts()}
            edited={edited()}
            onToggle={toggle}
            onEdit={setEditing}
            onCopy={(role) => setNaming({ role, for: 'copy' })}
            onRename={(role) => setNaming({ role, for: 'name' })}
            onReach={(role, scope) => void roles.change(role.id, { scope })}
            onDelete={(role) => void remove(role)}
          />
        )}
      </Await>
      <Show when={naming()} keyed>
        {(wish) => (
          <Suspense>
            <RoleDialog
              role={wish.role}
              for={wish.for}
              roles={rows()}
              onClose={() => setNaming(undefined)}
              onSaved={(role) => {
                roles.put(role)
                setEditing(role.id)
                setNaming(undefined)
              }}
            />
          </Suspense>
        )}
      </Show>
      <Show when={leaving()} keyed>
        {(go) => (
          <Suspense>
            <LeaveDialog
              what={`${words().who} ${words().what}`}
              onStay={() => setLeaving(undefined)}
              onLeave={() => {
                setDrafts({})
                setLeaving(undefined)
                go()
              }}
            />
          </Suspense>
        )}
      </Show>
    </AdminPage>
  )
}
