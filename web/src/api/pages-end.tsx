import { createEffect, createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { Button } from '../ui/button'
import type { Pages } from './pages'
import { inWords } from './problems'

/** The end of what is here of a list: fetches the next page when it comes near the screen. */
export function PagesEnd(props: {
  readonly pages: Pages<unknown>
  /** What stands there when that is all. */
  readonly whenAll: string
}): JSX.Element {
  const [near, setNear] = createSignal(false)
  let mark!: HTMLDivElement
  onMount(() => {
    const options = { scrollMargin: '800px 0px' }
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting === true), options)
    observer.observe(mark)
    onCleanup(() => observer.disconnect())
  })
  createEffect(() => {
    const { pages } = props
    if (near() && pages.hasMore() && !pages.loading() && !pages.error()) pages.more()
  })
  const words = () => {
    if (props.pages.loading()) return 'Loading more'
    return props.pages.hasMore() ? '' : props.whenAll
  }
  return (
    <div ref={mark} class="px-5 py-3 t12 q3" role="status">
      <Show when={props.pages.error()} fallback={words()}>
        {inWords(props.pages.error())}{' '}
        <Button size="sm" onClick={props.pages.more}>
          Try again
        </Button>
      </Show>
    </div>
  )
}
