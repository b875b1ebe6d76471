import type { JSX } from 'solid-js'
import type { CustomerRow, Interaction } from '../../../worker/sales/contract'
import { createSubmission } from '../api/submission'
import { COMPOSER_FIELDS, Composer, type Logged } from '../ui/composer'
import { Dialog } from '../ui/dialog'
import '../styles/record.css'
import { useChangeInteraction } from './change-interaction'

/** What was said, corrected in the sheet in which it is written down. */
export default function EditActivityDialog(props: {
  /** The deal or the customer, in words. */
  readonly about: string
  readonly interaction: Interaction
  readonly people: readonly Pick<CustomerRow, 'id' | 'name' | 'jobTitle'>[]
  /** What the server made of it; not called while it cannot be reached. */
  readonly onChanged: (interaction: Interaction) => void
  readonly onClose: () => void
}): JSX.Element {
  const change = useChangeInteraction(
    () => props.about,
    (interaction) => props.onChanged(interaction),
  )
  const form = createSubmission(COMPOSER_FIELDS)
  async function save(logged: Logged, done: string): Promise<boolean> {
    let isKept = false
    await form.run(async () => {
      await change(props.interaction, logged, done)
      isKept = true
    })
    if (isKept) props.onClose()
    return isKept
  }
  return (
    <Dialog open wide onClose={props.onClose} title="Change activity" description={props.about}>
      <Composer
        from={props.interaction}
        people={props.people}
        onLog={save}
        busy={form.busy()}
        error={form.error() ?? COMPOSER_FIELDS.map(form.errorOf).find(Boolean)}
        autofocus
      />
    </Dialog>
  )
}
