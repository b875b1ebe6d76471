import CloudOff from 'lucide-solid/icons/cloud-off'
import Lock from 'lucide-solid/icons/lock'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Button } from './button'
import type { Icon } from './icon'

interface StateProps {
  readonly icon: Icon
  readonly title: string
  readonly children?: JSX.Element
  readonly actions?: JSX.Element
  readonly role?: 'alert' | undefined
}

function State(props: StateProps): JSX.Element {
  return (
    <div class="state" role={props.role}>
      <Dynamic component={props.icon} class="i" />
      <h2>{props.title}</h2>
      <p>{props.children}</p>
      <Show when={props.actions}>{(actions) => <div class="acts">{actions()}</div>}</Show>
    </div>
  )
}

/** Nothing here yet: what this is, and the one thing to do next. */
export function EmptyState(props: {
  readonly icon: Icon
  readonly title: string
  readonly children: JSX.Element
  readonly actions?: JSX.Element
}): JSX.Element {
  return (
    <State icon={props.icon} title={props.title} actions={props.actions}>
      {props.children}
    </State>
  )
}

/** Something failed: what happened, what is kept, and a way to try again. */
export function ErrorState(props: {
  readonly title: string
  readonly children: JSX.Element
  /** "Your text is kept on this device." */
  readonly kept?: string | undefined
  readonly onRetry?: (() => void) | undefined
  readonly busy?: boolean | undefined
}): JSX.Element {
  return (
    <State
      icon={TriangleAlert}
      title={props.title}
      role="alert"
      actions={
        <Show when={props.onRetry}>
          {(retry) => (
            <Button tone="primary" busy={props.busy} onClick={() => retry()()}>
              Try again
            </Button>
          )}
        </Show>
      }
    >
      {props.children}
      <Show when={props.kept}> {props.kept}</Show>
    </State>
  )
}

/** The device is offline and this screen needs the network. */
export function OfflineState(props: { readonly what: string; readonly onRetry: () => void }): JSX.Element {
  return (
    <State icon={CloudOff} title="You are offline" actions={<Button onClick={() => props.onRetry()}>Try again</Button>}>
      {props.what} will be here when the connection is back. What you changed on this device is kept.
    </State>
  )
}

/** The reader may not see this: who can, and where to go instead. */
export function NoPermission(props: {
  readonly what: string
  readonly who?: string | undefined
  readonly actions?: JSX.Element
}): JSX.Element {
  return (
    <State icon={Lock} title={`You do not have access to ${props.what}`} actions={props.actions}>
      {props.who ?? 'An admin of your company'} can give it to you.
    </State>
  )
}
