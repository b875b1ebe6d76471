import CircleAlert from 'lucide-solid/icons/circle-alert'
import Pencil from 'lucide-solid/icons/pencil'
import { children, createEffect, createSignal, type JSX, Show, untrack } from 'solid-js'
import { createEdit, type Edit } from './edit'
import { Menu, type MenuGroup } from './menu'

interface InlineProps {
  readonly label: string
  /** How the value reads; nothing shows `empty`. */
  readonly children?: JSX.Element
  readonly empty?: string | undefined
  /** Only to be read. */
  readonly fixed?: boolean | undefined
}

export interface InlineFieldProps extends InlineProps {
  /** What stands in the field when editing begins. */
  readonly text: string
  readonly type?: 'text' | 'date' | 'number' | undefined
  readonly inputmode?: 'decimal' | 'text' | undefined
  readonly maxLength?: number | undefined
  /** Takes the text, or says what is wrong with it. */
  readonly onSave: (text: string) => string | undefined
  /** Begins to edit when it becomes true. */
  readonly startsEditing?: boolean | undefined
}

/** A fact that is edited where it stands: Enter or leaving saves, Escape restores. */
export function InlineField(props: InlineFieldProps): JSX.Element {
  const edit = createEdit()
  return (
    <div class="prop" data-edit={edit.isOn() ? '' : undefined}>
      <dt>{props.label}</dt>
      <dd>
        <Editor {...props} edit={edit} />
      </dd>
    </div>
  )
}

/** The same in a cell of a table, whose head says what it is. */
export function InlineCell(props: InlineFieldProps): JSX.Element {
  const edit = createEdit()
  return (
    <div class="prop cell" data-edit={edit.isOn() ? '' : undefined}>
      <Editor {...props} edit={edit} />
    </div>
  )
}

function Editor(props: InlineFieldProps & { readonly edit: Edit }): JSX.Element {
  const { edit } = props
  const [error, setError] = createSignal<string>()
  let input!: HTMLInputElement
  let button: HTMLButtonElement | undefined
  createEffect(() => {
    if (props.startsEditing && !props.fixed) untrack(begin)
  })
  const begin = () => {
    setError(undefined)
    edit.begin(props.text)
    queueMicrotask(() => {
      input.focus()
      if (props.type !== 'date') input.select()
    })
  }
  const leave = (refocus: boolean) => {
    edit.end()
    if (refocus) queueMicrotask(() => button?.focus())
  }
  const save = (refocus: boolean) => {
    if (!edit.isOn()) return
    const text = input.value.trim()
    const refused = text === edit.before() ? undefined : props.onSave(text)
    setError(refused)
    if (refused === undefined) leave(refocus)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter') save(true)
    else if (event.key === 'Escape') leave(true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Show
      when={edit.isOn()}
      fallback={
        <Show when={!props.fixed} fallback={<Value {...props} />}>
          <button type="button" class="val" ref={button} onClick={begin}>
            <span class="vh">Edit {props.label.toLowerCase()}: </span>
            <Value {...props} />
            <Pencil class="i s" />
          </button>
        </Show>
      }
    >
      <span class="min-w-0 flex-1">
        <input
          ref={input}
          type={props.type ?? 'text'}
          inputmode={props.inputmode}
          step="any"
          maxLength={props.maxLength}
          aria-label={props.label}
          aria-invalid={error() ? 'true' : undefined}
          value={edit.before()}
          onKeyDown={key}
          onBlur={() => save(false)}
        />
        <span aria-live="polite">
          <Show when={error()}>
            <span class="err">
              <CircleAlert class="i s" />
              {error()}
            </span>
          </Show>
        </span>
      </span>
    </Show>
  )
}

/** The same for one of a few values, or some of them. */
export function InlineChoice(props: InlineProps & { readonly groups: readonly MenuGroup[] }): JSX.Element {
  return (
    <div class="prop">
      <dt>{props.label}</dt>
      <dd>
        <Show when={!props.fixed} fallback={<Value {...props} />}>
          <Menu class="val" groups={props.groups}>
            <span class="vh">Change {props.label.toLowerCase()}: </span>
            <Value {...props} />
            <Pencil class="i s" />
          </Menu>
        </Show>
      </dd>
    </div>
  )
}

export interface InlineTextProps {
  readonly label: string
  readonly text: string
  readonly empty?: string | undefined
  readonly fixed?: boolean | undefined
  readonly maxLength?: number | undefined
  readonly onSave: (text: string) => void
}

/** Text of several lines, edited where it stands: leaving or ⌘Enter saves, Escape restores. */
export function InlineText(props: InlineTextProps): JSX.Element {
  const edit = createEdit()
  let area!: HTMLTextAreaElement
  let button: HTMLButtonElement | undefined
  const shown = () => (
    <Show when={props.text} fallback={<span class="q3">{props.empty ?? 'None'}</span>}>
      {props.text}
    </Show>
  )
  const leave = () => {
    edit.end()
    queueMicrotask(() => button?.focus())
  }
  const save = () => {
    if (!edit.isOn()) return
    const text = area.value.trim()
    const isChanged = text !== edit.before()
    edit.end()
    if (isChanged) props.onSave(text)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave()
    else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      save()
      queueMicrotask(() => button?.focus())
    } else return
    event.preventDefault()
  }
  return (
    <Show
      when={edit.isOn()}
      fallback={
        <Show when={!props.fixed} fallback={<p class="whitespace-pre-line">{shown()}</p>}>
          <button
            type="button"
            ref={button}
            class="prose"
            onClick={() => {
              edit.begin(props.text)
              queueMicrotask(() => area.focus())
            }}
          >
            <span class="vh">Edit {props.label.toLowerCase()}: </span>
            {shown()}
          </button>
        </Show>
      }
    >
      <textarea
        ref={area}
        class="field"
        aria-label={props.label}
        rows={4}
        maxLength={props.maxLength}
        value={edit.before()}
        onKeyDown={key}
        onBlur={save}
      />
    </Show>
  )
}

function Value(props: InlineProps): JSX.Element {
  // Resolved first: a <Show> that shows nothing is a child all the same.
  const shown = children(() => props.children)
  return (
    <Show
      when={shown.toArray().some((child) => child != null && child !== '' && child !== false)}
      fallback={<span class="q3">{props.empty ?? 'None'}</span>}
    >
      {shown()}
    </Show>
  )
}
