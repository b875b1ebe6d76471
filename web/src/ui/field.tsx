import CircleAlert from 'lucide-solid/icons/circle-alert'
import { createSignal, createUniqueId, type JSX, Show, splitProps } from 'solid-js'

export interface FieldProps {
  readonly label: string
  /** Said to screen readers only; for fields whose meaning is plain from where they stand. */
  readonly hideLabel?: boolean | undefined
  readonly hint?: JSX.Element | undefined
  /** What is wrong and what to do about it; keeps the text that was typed. */
  readonly error?: string | undefined
  /** At the end of the label's line, and after the control for keys: "Forgot it?" */
  readonly aside?: JSX.Element | undefined
}

export interface FieldParts {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': 'true' | undefined
}

/** Label, hint and error around any control, tied together for screen readers. */
export function Field(props: FieldProps & { readonly children: (parts: FieldParts) => JSX.Element }): JSX.Element {
  const id = createUniqueId()
  const parts: FieldParts = {
    id,
    get 'aria-describedby'() {
      const described = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean)
      return described.length > 0 ? described.join(' ') : undefined
    },
    get 'aria-invalid'() {
      return props.error ? ('true' as const) : undefined
    },
  }
  return (
    <div class="relative min-w-0">
      <div class={props.hideLabel ? 'vh' : 'lab'}>
        <label for={id} id={`${id}-label`}>
          {props.label}
        </label>
      </div>
      {props.children(parts)}
      <Show when={props.aside}>
        <span class="aside">{props.aside}</span>
      </Show>
      <FieldNotes id={id} hint={props.hint} error={props.error} />
    </div>
  )
}

/** The lines under a control. The error's place is always there, so that what appears in it is read out. */
export function FieldNotes(props: { id: string; hint?: JSX.Element; error?: string | undefined }): JSX.Element {
  return (
    <>
      <Show when={props.hint}>
        <p class="hint-t" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      </Show>
      <div aria-live="polite">
        <Show when={props.error}>
          <p class="err" id={`${props.id}-error`}>
            <CircleAlert class="i s" />
            {props.error}
          </p>
        </Show>
      </div>
    </>
  )
}

const OWN = ['label', 'hideLabel', 'hint', 'error', 'aside'] as const

export interface TextFieldProps extends FieldProps, Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'id' | 'class'> {
  readonly class?: string | undefined
}

/** A line of text. Takes what an input takes, so a form library's `{...props}` fit. */
export function TextField(props: TextFieldProps): JSX.Element {
  const [own, input] = splitProps(props, OWN)
  const found = createOwnWords()
  return (
    <Field {...own} error={own.error ?? found.words()}>
      {(parts) => (
        <input
          type="text"
          {...input}
          {...parts}
          class={input.class ? `field ${input.class}` : 'field'}
          on:invalid={found.say}
          on:input={found.forget}
        />
      )}
    </Field>
  )
}

/** What the browser finds wrong is said under its field, like all else that is wrong, and not in a bubble of the browser's. */
function createOwnWords() {
  const [words, setWords] = createSignal<string>()
  return {
    words,
    say(event: Event & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) {
      event.preventDefault()
      const field = event.currentTarget
      setWords(inOwnWords(field))
      // Without its bubble the browser leaves the focus where it is.
      if (field.form?.querySelector(':is(input, select, textarea):invalid') === field) field.focus()
    },
    forget: () => setWords(undefined),
  }
}

function inOwnWords({ validity, minLength, type, validationMessage }: HTMLInputElement | HTMLTextAreaElement): string {
  if (validity.valueMissing) return 'Fill this in'
  if (validity.tooShort) return `Use at least ${minLength} characters`
  if (validity.typeMismatch && type === 'email') return 'Use an e-mail address such as name@example.com'
  return validationMessage
}

export interface TextAreaProps
  extends FieldProps,
    Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'class'> {
  readonly class?: string | undefined
}

/** Text of several lines; grows with what is written. */
export function TextArea(props: TextAreaProps): JSX.Element {
  const [own, area] = splitProps(props, OWN)
  const found = createOwnWords()
  return (
    <Field {...own} error={own.error ?? found.words()}>
      {(parts) => (
        <textarea
          {...area}
          {...parts}
          class={area.class ? `field ${area.class}` : 'field'}
          on:invalid={found.say}
          on:input={found.forget}
        />
      )}
    </Field>
  )
}
