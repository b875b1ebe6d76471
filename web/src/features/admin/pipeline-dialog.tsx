import { createSignal, type JSX } from 'solid-js'
import type { Pipeline } from '../../../../worker/sales/contract'
import { createSubmission } from '../../api/submission'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextArea, TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { linesOf } from './lines'
import { command } from './rows'

export interface PipelineDialogProps {
  readonly onClose: () => void
  readonly onAdded: (pipeline: Pipeline) => void
}

const USUAL = ['Qualified', 'Proposal', 'Negotiation'] // to be changed at once, but better than a blank page

export default function PipelineDialog(props: PipelineDialogProps): JSX.Element {
  const form = createSubmission(['name', 'stages'])
  const [name, setName] = createSignal('')
  const [stages, setStages] = createSignal(USUAL.join('\n'))
  const add = () =>
    form.run(async () => {
      props.onAdded(
        await command<Pipeline>('POST', '/pipelines', {
          name: name().trim(),
          stages: linesOf(stages()).map((stage) => ({ name: stage, expectedDays: null })),
        }),
      )
    })
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="New pipeline"
      description="A way deals go. It ends in a stage that wins and one that loses; you name those before them."
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" busy={form.busy()} onClick={() => void add()}>
            Add pipeline
          </Button>
        </>
      }
    >
      <form
        class="stackf"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <TextField
          label="Name"
          maxLength={100}
          autocomplete="off"
          placeholder="Renewals"
          value={name()}
          error={form.errorOf('name')}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <TextArea
          label="Stages"
          hint="One a line, in order. Expected days come afterwards."
          rows={5}
          value={stages()}
          error={form.errorOf('stages')}
          onInput={(event) => setStages(event.currentTarget.value)}
        />
        <FormError text={form.error()} />
        <button type="submit" class="vh" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  )
}
