import { createEffect, type JSX, onMount } from 'solid-js'
import { afterPaint } from '../after-paint'
import { fetchFont } from '../font'

export interface AuthPageProps {
  readonly title: string
  readonly children: JSX.Element
  /** What stands at the right of a wide window: what this product is. */
  readonly aside?: JSX.Element | undefined
  readonly footer?: JSX.Element | undefined
}

/** The frame of the screens before one is signed in. */
export function AuthPage(props: AuthPageProps): JSX.Element {
  createEffect(() => {
    document.title = `${props.title} · SalesOptimizer`
  })
  onMount(() => afterPaint(fetchFont))
  return (
    <div class="auth">
      <div class="f">
        <header class="brand">
          <b class="mark" aria-hidden="true">
            S
          </b>
          SalesOptimizer
        </header>
        <main class="in">{props.children}</main>
        <footer>{props.footer}</footer>
      </div>
      {props.aside}
    </div>
  )
}
