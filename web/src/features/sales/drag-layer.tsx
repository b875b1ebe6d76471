import {
  AutoScroller,
  DragDropManager,
  type DragEndEvent,
  type DragOverEvent,
  type DragStartEvent,
  Feedback,
  PreventSelection,
  StyleInjector,
} from '@dnd-kit/dom'
import { DragDropProvider, KeyboardSensor, PointerSensor, useDraggable, useDroppable } from '@dnd-kit/solid'
import CircleX from 'lucide-solid/icons/circle-x'
import Trophy from 'lucide-solid/icons/trophy'
import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { useSync } from '../../sync/store'
import { afterPaint } from '../../ui/after-paint'
import { type Dragging, type DropPlace, LOST, WON } from './dragging'

export interface DragLayerProps {
  readonly root: HTMLElement
  readonly stages: readonly DropPlace[]
  readonly dragging: Dragging | undefined
  readonly onStart: (dealId: string) => void
  readonly onOver: (placeId: string | undefined) => void
  /** `placeId` is undefined when it was dropped nowhere or put back; `byKey` when no pointer was used. */
  readonly onEnd: (placeId: string | undefined, byKey: boolean) => void
}

const ABOVE = 3 // CollisionPriority.High of @dnd-kit/abstract

/**
 * Dragging by mouse, touch and keyboard. It comes after the first paint, and takes hold of the cards under the pointer and
 * the focus only, so that two thousand cost no more than two.
 */
export default function DragLayer(props: DragLayerProps): JSX.Element {
  const plugins = [
    // Not as far in as usual: deals are won and lost at the foot of the board, which must not run away meanwhile.
    AutoScroller.configure({ acceleration: 15, threshold: { x: 0.15, y: 0.06 } }),
    PreventSelection,
    Feedback.configure({ feedback: 'clone', dropAnimation: null }),
  ]
  const keyboard = {
    // Enter opens the card: only the space bar lifts it.
    keyboardCodes: {
      start: ['Space'],
      cancel: ['Escape'],
      end: ['Space', 'Enter', 'Tab'],
      up: ['ArrowUp'],
      down: ['ArrowDown'],
      left: ['ArrowLeft'],
      right: ['ArrowRight'],
    },
    // One press, one stage.
    get offset() {
      const [first, second] = props.stages
      const apart = second && first ? second.element.offsetLeft - first.element.offsetLeft : 0
      return { x: apart || 160, y: 48 }
    },
  }
  const sensors = [PointerSensor, KeyboardSensor.configure(keyboard)]
  const manager = new DragDropManager({ plugins, sensors })
  // Its rules stand in dnd.css: the content security policy refuses the <style> element it would add.
  manager.registry.plugins.unregister(StyleInjector as never)
  onCleanup(() => manager.destroy())

  // Two at most: the mouse may rest on one card while the keyboard is at another.
  const [pointed, setPointed] = createSignal<HTMLElement>()
  const [focused, setFocused] = createSignal<HTMLElement>()
  onMount(() => {
    const take = (target: EventTarget | null, set: (card: HTMLElement) => void) => {
      if (!manager.dragOperation.status.idle) return
      const card = target instanceof Element ? target.closest<HTMLElement>('[data-deal]') : null
      // Nobody lifts a card in the frame in which it gets the focus; a command that moved it there need not wait for this.
      if (card) afterPaint(() => card.isConnected && set(card))
    }
    const point = (event: Event) => take(event.target, setPointed)
    const focus = (event: Event) => take(event.target, setFocused)
    props.root.addEventListener('pointerover', point, { passive: true })
    props.root.addEventListener('focusin', focus)
    // One may have had the focus since before this came.
    if (props.root.contains(document.activeElement)) take(document.activeElement, setFocused)
    onCleanup(() => {
      props.root.removeEventListener('pointerover', point)
      props.root.removeEventListener('focusin', focus)
    })
  })

  // What others do meanwhile would move the cards under the hand.
  const sync = useSync()
  let letGo = () => {}
  onCleanup(() => letGo())

  const start = ({ operation }: DragStartEvent) => {
    if (!operation.source) return
    letGo = sync.hold()
    props.onStart(String(operation.source.id))
  }
  const over = ({ operation }: DragOverEvent) =>
    props.onOver(operation.target ? String(operation.target.id) : undefined)
  const end = ({ operation, canceled }: DragEndEvent) => {
    const place = canceled || !operation.target ? undefined : String(operation.target.id)
    letGo()
    letGo = () => {}
    props.onEnd(place, operation.activatorEvent instanceof KeyboardEvent)
  }
  return (
    <DragDropProvider
      manager={manager}
      plugins={plugins}
      sensors={sensors}
      onDragStart={start}
      onDragOver={over}
      onDragEnd={end}
    >
      <For each={props.stages}>{(stage) => <Stage {...stage} />}</For>
      <Ends dragging={props.dragging} />
      <Show when={pointed()} keyed>
        {(card) => <Held card={card} />}
      </Show>
      <Show when={focused() !== pointed() && focused()} keyed>
        {(card) => <Held card={card} />}
      </Show>
    </DragDropProvider>
  )
}

function Stage(props: DropPlace): JSX.Element {
  useDroppable({ id: props.id, element: props.element })
  return null
}

/** Where a deal is won or lost: over the foot of the board, as long as one is dragged. */
function Ends(props: { dragging: Dragging | undefined }): JSX.Element {
  const won = useDroppable({ id: WON, collisionPriority: ABOVE })
  const lost = useDroppable({ id: LOST, collisionPriority: ABOVE })
  const isOver = (id: string) => (props.dragging?.over === id ? '' : undefined)
  return (
    <aside class="ends" data-shown={props.dragging ? '' : undefined} aria-hidden="true">
      <div>
        <p ref={won.ref} data-over={isOver(WON)}>
          <Trophy class="i" />
          Won
        </p>
        <p ref={lost.ref} data-over={isOver(LOST)}>
          <CircleX class="i" />
          Lost
        </p>
      </div>
    </aside>
  )
}

function Held(props: { card: HTMLElement }): JSX.Element {
  useDraggable({ id: props.card.dataset.deal ?? '', element: props.card })
  return null
}
