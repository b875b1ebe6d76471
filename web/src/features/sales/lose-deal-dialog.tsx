import { createSignal, type JSX } from 'solid-js'
import { createSubmission } from '../../api/submission'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextArea } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { RadioGroup } from '../../ui/radio'

import { useCloseOpportunity } from './queries'
import type { CloseDialogProps } from './win-deal-dialog'

/** Asks why a deal was lost: the reasons are what the next ones are learned from. */
export default function LoseDealDialog(props: CloseDialogProps): JSX.Element {
  const session = useSession()
  const close = useCloseOpportunity()
  const form = createSubmission(['lossReason', 'note'])
  const [reason, setReason] = createSignal<string>()
  const [note, setNote] = createSignal('')
  const lose = () => {
    const lossReason = reason()
    if (lossReason === undefined) return form.refuse('lossReason', 'Choose the reason that weighed most')
    void form.run(async () => {
      await close(props.deal, { outcome: 'lost', lossReason, ...(note().trim() && { note: note().trim() }) })
      props.onDone()
    })
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="Mark as lost"
      description={`${props.deal.title} with ${props.deal.customerName}. A lost deal leaves the board and stays lost.`}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" busy={form.busy()} onClick={lose}>
            Mark as lost
          </Button>
        </>
      }
    >
      <form
        class="stackf"
        onSubmit={(event) => {
          event.preventDefault()
          lose()
        }}
      >
        <RadioGroup
          label="Why was it lost?"
          value={reason()}
          options={session.me().tenant.lossReasons.map((one) => ({ value: one, label: one }))}
          error={form.errorOf('lossReason')}
          onChange={setReason}
        />
        <TextArea
          label="Note"
          hint="Optional: what would have won it?"
          rows={3}
          maxLength={2000}
          value={note()}
          error={form.errorOf('note')}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <FormError text={form.error()} />
      </form>
    </Dialog>
  )
}
