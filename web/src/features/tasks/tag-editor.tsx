import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX } from 'solid-js'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'

/** The words a task is found by. */
export function TagEditor(props: {
  readonly tags: readonly string[]
  readonly onChange: (tags: readonly string[]) => void
}): JSX.Element {
  const [text, setText] = createSignal('')
  const add = (event: Event) => {
    event.preventDefault()
    const tag = text().replace(/^#/, '').trim()
    if (tag === '') return
    setText('')
    if (!props.tags.some((known) => known.toLowerCase() === tag.toLowerCase())) props.onChange([...props.tags, tag])
  }
  return (
    <div class="grid w-60 gap-2">
      <ul class="fl flex-wrap">
        <For each={props.tags}>
          {(tag) => (
            <li>
              <Button
                size="sm"
                icon={X}
                aria-label={`Remove ${tag}`}
                onClick={() => props.onChange(props.tags.filter((one) => one !== tag))}
              >
                {tag}
              </Button>
            </li>
          )}
        </For>
      </ul>
      <form class="fl items-end" onSubmit={add}>
        <TextField
          label="New tag"
          maxLength={50}
          autocomplete="off"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit">Add</Button>
      </form>
    </div>
  )
}
