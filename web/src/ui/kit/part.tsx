import type { JSX } from 'solid-js'

export function Part(props: { title: string; children: JSX.Element }): JSX.Element {
  return (
    <section class="mt-3 min-w-0 border-line border-t pt-3 pb-5">
      <h2 class="mb-2.5 font-strong text-12 text-ink-2">{props.title}</h2>
      <div class="flex flex-wrap items-end gap-x-4 gap-y-3.5">{props.children}</div>
    </section>
  )
}

/** One state with its name above. */
export function Sample(props: { name: string; class?: string; children: JSX.Element }): JSX.Element {
  return (
    <div class={`grid min-w-0 justify-items-start gap-1 ${props.class ?? ''}`}>
      <span class="t11 q3">{props.name}</span>
      {props.children}
    </div>
  )
}
