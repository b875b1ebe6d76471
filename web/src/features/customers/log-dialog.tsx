import type { JSX } from 'solid-js'
import { Dialog } from '../../ui/dialog'
import { CustomerComposer, type LogProps } from './customer-activity'

/** The composer over whatever is on the screen: a sheet on the phone. */
export default function LogDialog(
  props: LogProps & { readonly name: string; readonly onClose: () => void },
): JSX.Element {
  return (
    <Dialog open wide onClose={props.onClose} title="Log activity" description={props.name}>
      <CustomerComposer {...props} onLogged={props.onClose} autofocus />
    </Dialog>
  )
}
