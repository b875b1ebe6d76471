import type { JSX } from 'solid-js'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import { createSubmission } from '../../api/submission'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { FormError } from '../../ui/form-error'
import { formatMoney } from '../../ui/format'

import { useCloseOpportunity } from './queries'

export interface CloseDialogProps {
  readonly deal: OpportunityRow
  readonly onClose: () => void
  readonly onDone: () => void
}

/**
 * Asks once before a deal is won for good. Not an Undo afterwards: a closed deal stays closed, so the command would
 * have to be held back meanwhile, and a tab that dies in those seconds would take the win with it.
 */
export default function WinDealDialog(props: CloseDialogProps): JSX.Element {
  const close = useCloseOpportunity()
  const form = createSubmission([])
  const win = () =>
    form.run(async () => {
      await close(props.deal, { outcome: 'won' })
      props.onDone()
    })
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="Mark as won?"
      description={`${props.deal.title} with ${props.deal.customerName}, ${formatMoney(props.deal.amountMinor, props.deal.currency)}. A won deal leaves the board and stays won.`}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" busy={form.busy()} onClick={win}>
            Mark as won
          </Button>
        </>
      }
    >
      <FormError text={form.error()} />
    </Dialog>
  )
}
