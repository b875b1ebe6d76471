import { type JSX, Show } from 'solid-js'
import { ErrorState, OfflineState } from '../ui/states'
import { inWords, Unreachable } from './problems'

/** In the place of what could not be fetched. Having no network is no failure of ours, and is told as what it is. */
export function NotLoaded(props: {
  /** "the customers" */
  readonly what: string
  readonly error: unknown
  readonly onRetry: () => void
}): JSX.Element {
  return (
    <Show
      when={props.error instanceof Unreachable}
      fallback={
        <ErrorState title={`Could not load ${props.what}`} onRetry={props.onRetry}>
          {inWords(props.error)}
        </ErrorState>
      }
    >
      <OfflineState what={props.what.charAt(0).toUpperCase() + props.what.slice(1)} onRetry={props.onRetry} />
    </Show>
  )
}
