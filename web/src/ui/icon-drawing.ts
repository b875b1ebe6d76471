import { createRenderEffect, type JSX } from 'solid-js'
import { template } from 'solid-js/web'

/** One of lucide's icons, as its file describes it. */
export interface IconData {
  readonly name: string
  readonly node: readonly (readonly [string, Readonly<Record<string, string>>])[]
}

const drawings = new WeakMap<IconData, () => Element>()

/**
 * Draws an icon in the place of lucide's own component, which makes a dozen computations and an element at a time for
 * each: the first of a kind is parsed, every other is a copy. Ours are given a class and nothing else.
 */
export default function IconDrawing(props: { readonly icon: IconData; readonly class?: string }): JSX.Element {
  const svg = drawingOf(props.icon)()
  createRenderEffect(() => svg.setAttribute('class', props.class ?? ''))
  return svg
}

function drawingOf(icon: IconData): () => Element {
  const known = drawings.get(icon)
  if (known) return known
  const parts = icon.node.map(([name, { key: _, ...attributes }]) => `<${name}${written(attributes)}/>`)
  const drawing = template(
    // How it is stroked is said by its class, .i.
    `<svg viewBox="0 0 24 24" aria-hidden="true">${parts.join('')}</svg>`,
  )
  drawings.set(icon, drawing)
  return drawing
}

function written(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
}
