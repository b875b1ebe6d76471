import { createSignal, type JSX, Show } from 'solid-js'
import type { Invited, Role, Team, User } from '../../../../worker/organization/contract'
import { createSubmission } from '../../api/submission'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { Select } from '../../ui/select'
import { command } from './rows'

export interface InviteDialogProps {
  readonly roles: readonly Role[]
  readonly teams: readonly Team[]
  /** People an import named, who have no account yet. */
  readonly placeholders: readonly User[]
  readonly become?: string | undefined
  readonly onClose: () => void
  readonly onInvited: (invited: Invited) => void
}

const NO_TEAM = 'none'

export default function InviteDialog(props: InviteDialogProps): JSX.Element {
  const form = createSubmission(['email', 'name', 'roleId', 'teamId', 'placeholderId'])
  const known = props.placeholders.find(({ id }) => id === props.become)
  const [email, setEmail] = createSignal('')
  const [name, setName] = createSignal(known?.name ?? '')
  const [roleId, setRoleId] = createSignal<string | undefined>(
    known?.roleId ?? props.roles.find(({ key }) => key === 'sales_rep')?.id,
  )
  const [teamId, setTeamId] = createSignal<string>(known?.teamIds[0] ?? NO_TEAM)
  const [become, setBecome] = createSignal(props.become)

  const adopt = (id: string | undefined) => {
    setBecome(id)
    const person = props.placeholders.find((one) => one.id === id)
    if (person && name() === '') setName(person.name)
  }
  const invite = () =>
    form.run(async () => {
      const invited = await command<Invited>('POST', '/invitations', {
        email: email().trim(),
        ...(name().trim() && { name: name().trim() }),
        roleId: roleId(),
        teamId: teamId() === NO_TEAM ? null : teamId(),
        placeholderId: become() ?? null,
      })
      props.onInvited(invited)
    })

  return (
    <Dialog
      open
      onClose={props.onClose}
      title="Invite a person"
      description="They get a link by e-mail and choose a password of their own."
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" busy={form.busy()} onClick={() => void invite()}>
            Send invitation
          </Button>
        </>
      }
    >
      <form
        class="stackf"
        onSubmit={(event) => {
          event.preventDefault()
          void invite()
        }}
      >
        <TextField
          label="Work e-mail"
          type="email"
          autocomplete="off"
          value={email()}
          error={form.errorOf('email')}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <TextField
          label="Name"
          hint="They can change it when they join."
          autocomplete="off"
          maxLength={200}
          value={name()}
          error={form.errorOf('name')}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Role"
          tall
          value={roleId()}
          options={props.roles.map((role) => ({ value: role.id as string, label: role.name }))}
          error={form.errorOf('roleId')}
          onChange={setRoleId}
        />
        <Show when={props.teams.length > 0}>
          <Select
            label="Team"
            tall
            value={teamId()}
            options={[
              { value: NO_TEAM, label: 'No team' },
              ...props.teams.map((team) => ({ value: team.id as string, label: team.name })),
            ]}
            error={form.errorOf('teamId')}
            onChange={setTeamId}
          />
        </Show>
        <Show when={props.placeholders.length > 0}>
          <Combobox
            label="Becomes"
            hint="Somebody an import named: their deals and customers come with them."
            placeholder="Nobody imported"
            value={become()}
            options={props.placeholders.map((person) => ({ value: person.id as string, label: person.name }))}
            error={form.errorOf('placeholderId')}
            onChange={adopt}
          />
        </Show>
        <FormError text={form.error()} />
        {/* Enter in a field sends the form; the visible button stands in the dialog's foot. */}
        <button type="submit" class="vh" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  )
}
