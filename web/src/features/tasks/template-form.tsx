import { createSignal, type JSX } from 'solid-js'
import type { NewTemplate, TaskPriority } from '../../../../worker/tasks/contract'
import { durationWords, PRIORITY_WORDS, readDuration } from '../../tasks/task-words'
import { Button } from '../../ui/button'
import { Toggle } from '../../ui/check'
import { TextArea, TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { Select } from '../../ui/select'

/** A template, written or changed. */
export function TemplateForm(props: {
  readonly draft: NewTemplate
  readonly verb: string
  readonly onSave: (template: NewTemplate) => Promise<void>
  readonly onLeave: () => void
}): JSX.Element {
  const { content } = props.draft
  const [priority, setPriority] = createSignal<TaskPriority>(content.priority)
  const [isShared, setShared] = createSignal(props.draft.isShared)
  const [error, setError] = createSignal<string>()
  let form!: HTMLFormElement
  const textOf = (name: string) => String(new FormData(form).get(name) ?? '').trim()
  const save = async (event: Event) => {
    event.preventDefault()
    const takes = textOf('takes')
    const lines = (text: string, by: RegExp) => text.split(by).flatMap((one) => one.trim() || [])
    const estimateMinutes = takes === '' ? null : readDuration(takes)
    if (estimateMinutes === undefined) return setError('Write the time as 45 min, 2 h or 1:30')
    const template: NewTemplate = {
      name: textOf('name'),
      isShared: isShared(),
      content: {
        ...content,
        title: textOf('title'),
        description: textOf('description'),
        priority: priority(),
        tags: lines(textOf('tags').replaceAll('#', ''), /[,\s]+/),
        estimateMinutes,
        dueInDays: textOf('due') === '' ? null : Number(textOf('due')),
        checklist: lines(textOf('checklist'), /\n/),
      },
    }
    if (template.name === '' || template.content.title === '') return setError('A template needs a name and a title')
    setError(undefined)
    await props.onSave(template).catch((problem: unknown) => setError(String((problem as Error).message)))
  }
  return (
    <form class="grid gap-3" ref={form} onSubmit={(event) => void save(event)}>
      <TextField label="Name of the template" name="name" maxLength={100} autocomplete="off" value={props.draft.name} />
      <TextField label="Title of the task" name="title" maxLength={200} autocomplete="off" value={content.title} />
      <TextArea label="Description" name="description" rows={3} maxLength={50_000} value={content.description} />
      <TextArea label="Steps" hint="One a line" name="checklist" rows={4} value={content.checklist.join('\n')} />
      <div class="grid grid-cols-2 gap-3">
        <TextField label="Due after days" name="due" type="number" min={0} max={3650} value={content.dueInDays ?? ''} />
        <TextField
          label="Time it takes"
          name="takes"
          autocomplete="off"
          value={content.estimateMinutes ? durationWords(content.estimateMinutes) : ''}
        />
        <Select<TaskPriority>
          tall
          label="Priority"
          value={priority()}
          options={(Object.keys(PRIORITY_WORDS) as TaskPriority[]).map((value) => ({
            value,
            label: PRIORITY_WORDS[value],
          }))}
          onChange={setPriority}
        />
        <TextField label="Tags" name="tags" autocomplete="off" value={content.tags.join(' ')} />
      </div>
      <Toggle label="Everyone in the company may use it" checked={isShared()} onChange={setShared} />
      <FormError text={error()} />
      <div class="fl justify-end">
        <Button onClick={props.onLeave}>Cancel</Button>
        <Button type="submit" tone="primary">
          {props.verb}
        </Button>
      </div>
    </form>
  )
}
