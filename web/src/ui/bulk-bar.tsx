import type { JSX } from 'solid-js'
import { Button } from './button'
import { plural } from './format'

export interface BulkBarProps {
  readonly count: number
  /** What there is many of: `deal`. */
  readonly what: string
  readonly onClear: () => void
  /** What can be done to all of them: small buttons. */
  readonly children: JSX.Element
}

/** How many lines of a list are chosen, and what can be done to all of them at once. */
export function BulkBar(props: BulkBarProps): JSX.Element {
  return (
    <section class="bulk" aria-label={`Selected ${props.what}s`}>
      <b class="n" aria-live="polite">
        {plural(props.count, props.what)} selected
      </b>
      {props.children}
      <i class="sp" />
      <Button size="sm" tone="quiet" onClick={() => props.onClear()}>
        Clear
      </Button>
    </section>
  )
}
