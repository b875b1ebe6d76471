import type { JSX } from 'solid-js'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import { Dialog } from '../../ui/dialog'
import { Composer } from './composer'
import '../../styles/record.css'
import './deal.css'
import { createPeople } from './people'

/** The composer over whatever is on the screen: a sheet on the phone. */
export default function LogActivityDialog(props: {
  readonly deal: OpportunityRow
  readonly onClose: () => void
}): JSX.Element {
  const people = createPeople(() => props.deal.customerId)
  return (
    <Dialog
      open
      wide
      onClose={props.onClose}
      title="Log activity"
      description={`${props.deal.title}, ${props.deal.customerName}`}
    >
      <Composer dealId={props.deal.id} people={people.value() ?? []} onLogged={props.onClose} autofocus />
    </Dialog>
  )
}
