import { createSignal, type JSX, Show } from 'solid-js'
import type { Scope } from '../../../../worker/kernel/permissions'
import type { Role } from '../../../../worker/organization/contract'
import { createSubmission } from '../../api/submission'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { RadioGroup } from '../../ui/radio'
import { Select } from '../../ui/select'
import { SCOPES } from './permission-words'
import { copyName } from './role-drafts'
import { command } from './rows'

export interface RoleDialogProps {
  readonly role: Role
  readonly for: 'copy' | 'name'
  readonly roles: readonly Role[]
  readonly onClose: () => void
  readonly onSaved: (role: Role) => void
}

/** A new role begins as a copy of one there is; a role of one's own can have another name. */
export default function RoleDialog(props: RoleDialogProps): JSX.Element {
  const isCopy = props.for === 'copy'
  const form = createSubmission(['name', 'scope'])
  const taken = props.roles.map(({ name }) => name)
  const [from, setFrom] = createSignal<string>(props.role.id)
  const [name, setName] = createSignal(isCopy ? copyName(props.role.name, taken) : props.role.name)
  const [scope, setScope] = createSignal<Scope>(props.role.scope)
  const source = () => props.roles.find(({ id }) => id === from()) ?? props.role

  const begin = (id: string) => {
    // A name nobody typed follows what is copied.
    const isOwn = name() !== copyName(source().name, taken)
    setFrom(id)
    setScope(source().scope)
    if (!isOwn) setName(copyName(source().name, taken))
  }
  const save = () =>
    form.run(async () => {
      props.onSaved(
        isCopy
          ? await command<Role>('POST', '/roles', {
              name: name().trim(),
              scope: scope(),
              permissions: source().permissions,
            })
          : await command<Role>('PATCH', `/roles/${props.role.id}`, {
              name: name().trim(),
              version: props.role.version,
            }),
      )
    })

  return (
    <Dialog
      open
      onClose={props.onClose}
      title={isCopy ? 'New role' : 'Rename role'}
      description={isCopy ? 'It begins with the permissions of another. Change them in the table.' : undefined}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" busy={form.busy()} onClick={() => void save()}>
            {isCopy ? 'Create role' : 'Rename'}
          </Button>
        </>
      }
    >
      <form
        class="stackf"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label="Name"
          maxLength={100}
          autocomplete="off"
          value={name()}
          error={form.errorOf('name')}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Show when={isCopy}>
          <Select
            label="Begins as"
            tall
            value={from()}
            options={props.roles.map((role) => ({ value: role.id as string, label: role.name }))}
            onChange={begin}
          />
          <RadioGroup
            label="Reaches"
            value={scope()}
            options={SCOPES}
            error={form.errorOf('scope')}
            onChange={setScope}
          />
        </Show>
        <FormError text={form.error()} />
        <button type="submit" class="vh" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  )
}
