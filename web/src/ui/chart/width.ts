import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** The width an element really has, in whole pixels; 0 until it is laid out. Charts are drawn at it, never scaled to it. */
export function createWidth(): readonly [Accessor<number>, (element: Element) => void] {
  const [width, setWidth] = createSignal(0)
  const observer = new ResizeObserver((entries) => {
    const box = entries.at(-1)?.contentRect
    if (box) setWidth(Math.floor(box.width))
  })
  onCleanup(() => observer.disconnect())
  return [width, (element) => observer.observe(element)]
}
