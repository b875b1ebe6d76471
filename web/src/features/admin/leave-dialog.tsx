import type { JSX } from 'solid-js'
import { ConfirmDialog } from '../../ui/dialog'

/** Before unsaved changes would be lost. */
export default function LeaveDialog(props: {
  readonly what: string
  readonly onStay: () => void
  readonly onLeave: () => void
}): JSX.Element {
  return (
    <ConfirmDialog
      open
      onClose={props.onStay}
      title="Leave without saving?"
      consequence={`${props.what}. Leaving loses them.`}
      verb="Leave and lose them"
      onConfirm={props.onLeave}
    />
  )
}
