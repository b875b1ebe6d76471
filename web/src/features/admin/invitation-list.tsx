import Mail from 'lucide-solid/icons/mail'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Invitation, Invited, Role, Team, User } from '../../../../worker/organization/contract'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { attempt, command } from './rows'

export interface InvitationListProps {
  readonly invitations: readonly Invitation[]
  readonly roles: readonly Role[]
  readonly teams: readonly Team[]
  readonly people: readonly User[]
  readonly onSent: (invited: Invited) => void
  readonly onGone: (id: string) => void
}

/** Who has been asked and has not answered. */
export function InvitationList(props: InvitationListProps): JSX.Element {
  return (
    <ul class="set asked" aria-label="Open invitations">
      <For each={props.invitations}>{(invitation) => <InvitationRow invitation={invitation} {...props} />}</For>
    </ul>
  )
}

function InvitationRow(props: InvitationListProps & { readonly invitation: Invitation }): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const nameOf = (rows: readonly { readonly id: string; readonly name: string }[], id: string | null) =>
    rows.find((row) => row.id === id)?.name
  const place = () =>
    [nameOf(props.roles, props.invitation.roleId), nameOf(props.teams, props.invitation.teamId)]
      .filter(Boolean)
      .join(', ')
  const become = () => nameOf(props.people, props.invitation.placeholderId)
  const resend = async () => {
    setBusy(true)
    const sent = await attempt(() => command<Invited>('POST', `/invitations/${props.invitation.id}/resend`, {}))
    setBusy(false)
    if (sent) props.onSent(sent.answer)
  }
  const revoke = async () => {
    setBusy(true)
    const gone = await attempt(() => command('DELETE', `/invitations/${props.invitation.id}`))
    setBusy(false)
    if (!gone) return
    props.onGone(props.invitation.id)
    showToast(`The invitation of ${props.invitation.email} is withdrawn: its link no longer works`)
  }
  return (
    <li>
      <div class="who">
        <Mail class="i q3" />
        <div>
          <p class="clip b">{props.invitation.name ?? props.invitation.email}</p>
          <p class="t12 q3 clip">
            <Show when={props.invitation.name}>{props.invitation.email} </Show>
            <Show when={become()}>{(name) => <>becomes {name()}</>}</Show>
          </p>
        </div>
      </div>
      <div class="q2 clip">{place()}</div>
      <div class="t12 q3">
        <Show when={props.invitation.status === 'pending'} fallback={<Tag tone="caution">Run out</Tag>}>
          runs out <When date={props.invitation.expiresAt} />
        </Show>
      </div>
      <div class="flex gap-2">
        <Button
          size="sm"
          busy={busy()}
          aria-label={`Send again to ${props.invitation.email}`}
          onClick={() => void resend()}
        >
          Send again
        </Button>
        <Button
          size="sm"
          tone="quiet"
          busy={busy()}
          aria-label={`Withdraw the invitation of ${props.invitation.email}`}
          onClick={() => void revoke()}
        >
          Withdraw
        </Button>
      </div>
    </li>
  )
}
