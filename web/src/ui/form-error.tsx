import CircleAlert from 'lucide-solid/icons/circle-alert'
import { type JSX, Show } from 'solid-js'

/** What is wrong with a form as a whole. Its place is always there, so that what appears in it is read out. */
export function FormError(props: { readonly text: string | undefined }): JSX.Element {
  return (
    <div aria-live="assertive">
      <Show when={props.text}>
        <p class="err">
          <CircleAlert class="i s" />
          {props.text}
        </p>
      </Show>
    </div>
  )
}
