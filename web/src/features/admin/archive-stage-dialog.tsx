import { createSignal, type JSX } from 'solid-js'
import type { Pipeline, Stage } from '../../../../worker/sales/contract'
import { ConfirmDialog } from '../../ui/dialog'
import { attempt, command } from './rows'

export interface ArchiveStageDialogProps {
  readonly stage: Stage
  readonly path: string
  readonly onClose: () => void
  readonly onArchived: (pipeline: Pipeline) => void
}

/** Asked once: a stage out of use does not come back. */
export default function ArchiveStageDialog(props: ArchiveStageDialogProps): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const archive = async () => {
    setBusy(true)
    const done = await attempt(() => command<Pipeline>('DELETE', props.path))
    setBusy(false)
    if (done) props.onArchived(done.answer)
    else props.onClose()
  }
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Archive ${props.stage.name}?`}
      consequence="It leaves the board for good; what past deals did in it stays on record. Deals that are in it now have to be moved first."
      verb="Archive stage"
      busy={busy()}
      onConfirm={() => void archive()}
    />
  )
}
