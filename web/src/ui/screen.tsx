import type { RouteDefinition } from '@solidjs/router'
import { type Component, ErrorBoundary, type JSX, lazy, Suspense } from 'solid-js'
import { nextTask } from './after-paint'
import { Loading } from './progress'
import { ErrorState } from './states'

type Load = () => Promise<{ default: Component }>

/** One route: its code comes when it is needed, its waiting and its failing stay inside it. `what` is named while it loads. */
export function screen(path: string | string[], what: string, load: Load): RouteDefinition {
  // A piece of work of its own: the frame around it may be drawn, and answer, before the screen is made.
  const Body = lazy(async () => {
    const loaded = await load()
    await nextTask()
    return loaded
  })
  const component = () => (
    <ErrorBoundary fallback={(error, reset) => <Failed error={error} what={what} reset={reset} />}>
      <Suspense
        fallback={
          <div class="main">
            {/* The head has its place from the start, so that what comes does not push the rest down. */}
            <div class="head" />
            <Loading what={what} />
          </div>
        }
      >
        <Body />
      </Suspense>
    </ErrorBoundary>
  )
  // Fetched as soon as a link to it is pointed at.
  return { path, component, preload: () => void Body.preload() }
}

function Failed(props: { error: unknown; what: string; reset: () => void }): JSX.Element {
  console.error(props.error)
  // A new version replaces the files an old tab asks for: only loading the page again can find them.
  const isStale = () => /dynamically imported module|module script failed/i.test(String(props.error))
  return (
    <main class="main" id="main" tabIndex={-1}>
      <div class="body">
        <ErrorState
          title={`Could not show ${props.what}`}
          kept="What you changed is kept on this device."
          onRetry={() => (isStale() ? window.location.reload() : props.reset())}
        >
          {isStale()
            ? 'A part of the app could not be loaded: the connection is down, or there is a newer version.'
            : 'Something in it went wrong that should not have.'}
        </ErrorState>
      </div>
    </main>
  )
}
