import { createSignal, type JSX, Show } from 'solid-js'
import type { CustomField } from '../../../../worker/sales/contract'
import { createSubmission } from '../../api/submission'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextArea, TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { RadioGroup } from '../../ui/radio'
import { ENTITY_WORDS, TYPE_WORDS } from './field-words'
import { linesOf } from './lines'
import { command } from './rows'

export interface FieldDialogProps {
  /** Of what a new field is. */
  readonly entity?: CustomField['entity'] | undefined
  /** Whose choices are changed. */
  readonly field?: CustomField | undefined
  readonly onClose: () => void
  readonly onSaved: (field: CustomField) => void
}

const options = <V extends string>(words: Readonly<Record<V, string>>) =>
  (Object.entries(words) as [V, string][]).map(([value, label]) => ({ value, label }))

export default function FieldDialog(props: FieldDialogProps): JSX.Element {
  const form = createSubmission(['label', 'type', 'choices'])
  const [entity, setEntity] = createSignal<CustomField['entity']>(props.entity ?? 'opportunity')
  const [label, setLabel] = createSignal('')
  const [type, setType] = createSignal<CustomField['type']>(props.field?.type ?? 'text')
  const [choices, setChoices] = createSignal((props.field?.choices ?? []).join('\n'))

  const save = () =>
    form.run(async () => {
      const { field } = props
      props.onSaved(
        field
          ? await command<CustomField>('PATCH', `/custom-fields/${field.id}`, {
              version: field.version,
              choices: linesOf(choices()),
            })
          : await command<CustomField>('POST', '/custom-fields', {
              entity: entity(),
              label: label().trim(),
              type: type(),
              choices: type() === 'choice' ? linesOf(choices()) : null,
            }),
      )
    })

  return (
    <Dialog
      open
      onClose={props.onClose}
      title={props.field ? `Choices of ${props.field.label}` : 'New field'}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" busy={form.busy()} onClick={() => void save()}>
            {props.field ? 'Save choices' : 'Add field'}
          </Button>
        </>
      }
    >
      <form
        class="stackf"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Show when={!props.field}>
          <TextField
            label="Label"
            maxLength={200}
            autocomplete="off"
            placeholder="Contract number"
            value={label()}
            error={form.errorOf('label')}
            onInput={(event) => setLabel(event.currentTarget.value)}
          />
          <RadioGroup label="Of" value={entity()} options={options(ENTITY_WORDS)} onChange={setEntity} />
          <RadioGroup
            label="Holds"
            value={type()}
            options={options(TYPE_WORDS)}
            error={form.errorOf('type')}
            onChange={setType}
          />
        </Show>
        <Show when={type() === 'choice'}>
          <TextArea
            label="Choices"
            hint="One a line. Values that are no longer a choice stay where they are."
            rows={5}
            value={choices()}
            error={form.errorOf('choices')}
            onInput={(event) => setChoices(event.currentTarget.value)}
          />
        </Show>
        <FormError text={form.error()} />
        <button type="submit" class="vh" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  )
}
