import type { JSX } from 'solid-js'
import { ConfirmDialog } from '../../ui/dialog'
import { plural } from '../../ui/format'

/** Before signing out would lose what never reached the server. */
export default function SignOutDialog(props: {
  readonly count: number
  readonly onLeave: () => void
  readonly onClose: () => void
}): JSX.Element {
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title="Sign out and lose what was not sent?"
      consequence={`${plural(props.count, 'change')} made on this device never reached the server. Signing out removes everything of the company from this device.`}
      verb="Sign out and lose them"
      onConfirm={props.onLeave}
    />
  )
}
