import Search from 'lucide-solid/icons/search'
import { createEffect, type JSX, onCleanup, Show } from 'solid-js'
import { useCommands } from './commands'
import { singleKeys } from './shortcuts'

export interface SearchFieldProps {
  /** "Search deals": names the field and stands in it while it is empty. */
  readonly label: string
  /** What is searched for now. */
  readonly text: string
  readonly onSearch: (text: string) => void
  /** Milliseconds of quiet before the search, where a server is asked. */
  readonly pauseMs?: number | undefined
}

/** Narrows a list by words. `/` goes to it; Escape empties it, and then leaves it. */
export function SearchField(props: SearchFieldProps): JSX.Element {
  let input!: HTMLInputElement
  let timer: ReturnType<typeof setTimeout> | undefined
  let sent = props.text
  onCleanup(() => clearTimeout(timer))
  // The field is written only when the search changes elsewhere: what comes back from its own would eat a space
  // at the end, or a letter typed meanwhile.
  createEffect(() => {
    const { text } = props
    if (text === sent) return
    sent = text
    input.value = text
  })
  const type = () => {
    clearTimeout(timer)
    const send = () => {
      sent = input.value.trim()
      props.onSearch(sent)
    }
    if (props.pauseMs === undefined) send()
    else timer = setTimeout(send, props.pauseMs)
  }
  const enter = () => {
    input.focus()
    input.select()
  }
  useCommands(() => [{ id: 'list.search', label: props.label, group: 'List', keys: '/', keyOnly: true, run: enter }])
  return (
    <label class="field search">
      <Search class="i s" />
      <input
        ref={input}
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        autocomplete="off"
        value={sent}
        onInput={type}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && input.value === '') input.blur()
        }}
      />
      <Show when={singleKeys()}>
        <span class="desk" aria-hidden="true">
          <kbd>/</kbd>
        </span>
      </Show>
    </label>
  )
}
