import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Team, User } from '../../../../worker/organization/contract'
import { createSubmission } from '../../api/submission'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/check'
import { Combobox } from '../../ui/combobox'
import { isMatch } from '../../ui/commands'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { toggled } from './people'
import { command } from './rows'

export interface TeamDialogProps {
  /** Without one, a new team is formed. */
  readonly team: Team | undefined
  readonly people: readonly User[]
  /** Whoever leads the team may only say who is in it. */
  readonly onlyMembers: boolean
  readonly onClose: () => void
  readonly onSaved: (team: Team) => void
}

export default function TeamDialog(props: TeamDialogProps): JSX.Element {
  const form = createSubmission(['name', 'managerId', 'memberIds'])
  const [name, setName] = createSignal(props.team?.name ?? '')
  const [managerId, setManagerId] = createSignal<string | undefined>(props.team?.managerId ?? undefined)
  const [memberIds, setMemberIds] = createSignal<readonly string[]>([...(props.team?.memberIds ?? [])])
  const [query, setQuery] = createSignal('')
  // Who is in the team already stays in sight, whatever became of them.
  const candidates = props.people
    .filter(({ id, status }) => status !== 'deactivated' || props.team?.memberIds.includes(id))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  const shown = () => candidates.filter((person) => isMatch({ label: person.name }, query()))

  const save = () =>
    form.run(async () => {
      const wanted = {
        ...(!props.onlyMembers && { name: name().trim(), managerId: managerId() ?? null }),
        memberIds: memberIds(),
      }
      props.onSaved(
        props.team
          ? await command<Team>('PATCH', `/teams/${props.team.id}`, { ...wanted, version: props.team.version })
          : await command<Team>('POST', '/teams', wanted),
      )
    })

  return (
    <Dialog
      open
      onClose={props.onClose}
      title={props.team ? `Edit ${props.team.name}` : 'New team'}
      description="Its manager sees the deals and customers of everybody in it."
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" busy={form.busy()} onClick={() => void save()}>
            {props.team ? 'Save team' : 'Form team'}
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
        <Show when={!props.onlyMembers}>
          <TextField
            label="Name"
            maxLength={100}
            autocomplete="off"
            value={name()}
            error={form.errorOf('name')}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <Combobox
            label="Manager"
            placeholder="Nobody yet"
            value={managerId()}
            options={candidates
              .filter(({ status }) => status === 'active')
              .map((person) => ({ value: person.id as string, label: person.name }))}
            error={form.errorOf('managerId')}
            onChange={setManagerId}
          />
        </Show>
        <TextField
          label={`Members, ${memberIds().length} chosen`}
          type="search"
          placeholder="Find a person"
          value={query()}
          error={form.errorOf('memberIds')}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <ul class="members" aria-label="Members">
          <For each={shown()}>
            {(person) => (
              <li>
                <Checkbox
                  label={person.name}
                  checked={memberIds().includes(person.id)}
                  onChange={() => setMemberIds((ids) => toggled(ids, person.id as string))}
                />
              </li>
            )}
          </For>
        </ul>
        <FormError text={form.error()} />
        <button type="submit" class="vh" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  )
}
