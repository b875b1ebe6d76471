import { createSignal, type JSX } from 'solid-js'
import { Button } from './button'
import { TextField } from './field'

/** One more tag for everything that is chosen. */
export function TagForm(props: { readonly onAdd: (tag: string) => void }): JSX.Element {
  const [text, setText] = createSignal('')
  const add = (event: Event) => {
    event.preventDefault()
    const tag = text().replace(/^#/, '').trim()
    if (tag) props.onAdd(tag)
  }
  return (
    <form class="fl items-end" onSubmit={add}>
      <TextField
        label="New tag"
        maxLength={50}
        autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit">Add</Button>
    </form>
  )
}

/** The tags with one more; nothing when it is among them already. */
export function withTag(tags: readonly string[], tag: string): string[] | undefined {
  return tags.some((one) => one.toLowerCase() === tag.toLowerCase()) ? undefined : [...tags, tag]
}
