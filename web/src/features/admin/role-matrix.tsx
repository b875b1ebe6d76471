import Check from 'lucide-solid/icons/check'
import Lock from 'lucide-solid/icons/lock'
import Pencil from 'lucide-solid/icons/pencil'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Permission, Scope } from '../../../../worker/kernel/permissions'
import type { Role } from '../../../../worker/organization/contract'
import { plural } from '../../ui/format'
import { Menu, type MenuGroup } from '../../ui/menu'
import { SearchField } from '../../ui/search-field'
import { Select } from '../../ui/select'
import { permissionGroups, SCOPES } from './permission-words'
import { allows, type Drafts, isUnsaved } from './role-drafts'

export interface RoleMatrixProps {
  readonly roles: readonly Role[]
  readonly drafts: Drafts
  /** The column drawn with boxes; the others are marks to read. */
  readonly edited: string | undefined
  readonly onToggle: (role: Role, permission: Permission) => void
  readonly onEdit: (id: string) => void
  readonly onCopy: (role: Role) => void
  readonly onRename: (role: Role) => void
  readonly onReach: (role: Role, scope: Scope) => void
  readonly onDelete: (role: Role) => void
}

/** What each role allows: words first, then a column a role. On the phone one role at a time. */
export function RoleMatrix(props: RoleMatrixProps): JSX.Element {
  const [query, setQuery] = createSignal('')
  const groups = () => permissionGroups(query())
  // The phone shows one column: the edited one, or when every role is built in, the first.
  const shown = () => props.edited ?? props.roles[0]?.id
  const isShown = (role: Role) => (role.id === shown() ? '' : undefined)
  const isEdited = (role: Role) => role.key === null && role.id === props.edited
  return (
    <div class="mx" style={{ '--roles': props.roles.length }}>
      <div class="phone pt-3">
        <div class="min-w-0 flex-1">
          <Select
            label="Role"
            tall
            value={shown()}
            options={props.roles.map((role) => ({
              value: role.id as string,
              label: role.name,
              note: `${plural(role.people, 'person', 'people')}, ${plural(role.permissions.length, 'permission')}`,
            }))}
            onChange={props.onEdit}
          />
        </div>
      </div>
      <table aria-label="Permissions of roles">
        <thead>
          <tr>
            <td>
              <SearchField label="Find a permission" text={query()} onSearch={setQuery} />
            </td>
            <For each={props.roles}>
              {(role) => (
                <th scope="col" class={isEdited(role) ? 'sl' : undefined} data-shown={isShown(role)}>
                  <RoleHead {...props} role={role} isEdited={isEdited(role)} />
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For
            each={groups()}
            fallback={
              <tr>
                <td class="q2" colSpan={props.roles.length + 1}>
                  No permission by that name. Try fewer letters.
                </td>
              </tr>
            }
          >
            {(group) => (
              <>
                <tr class="grp">
                  <th scope="rowgroup" colSpan={props.roles.length + 1}>
                    {group.label}
                  </th>
                </tr>
                <For each={group.permissions}>
                  {(permission) => (
                    <tr>
                      <th scope="row">
                        <span>
                          {permission.label}
                          <code>{permission.key}</code>
                        </span>
                      </th>
                      <For each={props.roles}>
                        {(role) => (
                          <td class={isEdited(role) ? 'c sl' : 'c'} data-shown={isShown(role)}>
                            <Show
                              when={isEdited(role)}
                              fallback={<Mark on={allows(props.drafts, role, permission.key)} />}
                            >
                              <label data-new={isUnsaved(props.drafts, role, permission.key) ? '' : undefined}>
                                <input
                                  type="checkbox"
                                  class="chk"
                                  aria-label={`${permission.label}, ${role.name}${isUnsaved(props.drafts, role, permission.key) ? ', not saved yet' : ''}`}
                                  checked={allows(props.drafts, role, permission.key)}
                                  onChange={(event) => {
                                    props.onToggle(role, permission.key)
                                    // When it was not taken, the box must not look as if it had been.
                                    event.currentTarget.checked = allows(props.drafts, role, permission.key)
                                  }}
                                />
                              </label>
                            </Show>
                          </td>
                        )}
                      </For>
                    </tr>
                  )}
                </For>
              </>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

function Mark(props: { readonly on: boolean }): JSX.Element {
  return (
    <Show
      when={props.on}
      fallback={
        <span class="no">
          <span class="vh">no</span>
        </span>
      }
    >
      <span class="yes">
        <Check class="i" />
        <span class="vh">yes</span>
      </span>
    </Show>
  )
}

function RoleHead(props: RoleMatrixProps & { readonly role: Role; readonly isEdited: boolean }): JSX.Element {
  const isBuiltIn = () => props.role.key !== null
  const count = () => (props.drafts[props.role.id] ?? props.role.permissions).length
  const groups = (): MenuGroup[] => {
    const copy = { label: 'Copy to a new role', onSelect: () => props.onCopy(props.role) }
    const reach = {
      label: 'Reaches',
      items: SCOPES.map(({ value, label }) => ({
        label,
        checked: props.role.scope === value,
        off: isBuiltIn() && 'A built-in role stays as it is',
        onSelect: () => value !== props.role.scope && props.onReach(props.role, value),
      })),
    }
    if (isBuiltIn()) return [{ items: [copy] }, reach]
    const inUse = props.role.people > 0 && `Give ${plural(props.role.people, 'person', 'people')} another role first`
    return [
      {
        items: [
          { label: 'Edit permissions', onSelect: () => props.onEdit(props.role.id) },
          { label: 'Rename', onSelect: () => props.onRename(props.role) },
          copy,
        ],
      },
      reach,
      { items: [{ label: 'Delete role', danger: true, off: inUse, onSelect: () => props.onDelete(props.role) }] },
    ]
  }
  return (
    <>
      <Menu class="role" groups={groups()} placement="bottom-end">
        <Show when={isBuiltIn()}>
          <Lock class="i s" />
        </Show>
        <Show when={props.isEdited}>
          <Pencil class="i s" />
        </Show>
        <span class="clip">{props.role.name}</span>
        <span class="vh">{isBuiltIn() ? ', built in' : ''}, what to do with this role</span>
      </Menu>
      <small class="n">
        {plural(props.role.people, 'person', 'people')} · {count()}
      </small>
    </>
  )
}
