import {
  createComputed,
  createEffect,
  createSelector,
  createSignal,
  For,
  type JSX,
  lazy,
  onCleanup,
  Show,
  Suspense,
  untrack,
} from 'solid-js'
import type { Pipeline, Stage } from '../../../../worker/sales/contract'
import { canMove } from '../../../../worker/sales/domain/opportunity'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { whenIdle } from '../../ui/after-paint'
import { useCommands } from '../../ui/commands'
import { neighbour } from './board-columns'
import { createCardSight } from './card-sight'
import { Column } from './column'
import type { DealActions } from './deal-actions'
import { CARD_HINT } from './deal-card'
import { type Dragging, type DropPlace, LOST, WON } from './dragging'
import { type Board as BoardView, openStagesOf } from './queries'
import type { ViewOptions } from './view-options'

const DragLayer = lazy(() => import('./drag-layer'))

export interface BoardProps {
  readonly pipeline: Pipeline
  readonly board: BoardView
  readonly options: ViewOptions
  readonly actions: DealActions
}

const EMPTY = { ids: [], totals: [], scored: 0 }

/** The pipeline as columns of cards, worked by mouse, touch or keyboard. */
export function Board(props: BoardProps): JSX.Element {
  const sync = useSync()
  const session = useSession()
  const stages = () => openStagesOf(props.pipeline)
  const columnOf = (stage: Stage) => props.board.columns().get(stage.id) ?? EMPTY
  const isOpen = createSelector(props.options.open)
  const isMoved = createSelector(props.actions.moved)
  const [dragging, setDragging] = createSignal<Dragging>()
  // Told again even if it is the same: it may be far from the screen by now.
  const [wanted, setWanted] = createSignal<string | undefined>(undefined, { equals: false })
  const [said, setSaid] = createSignal('')
  const [places, setPlaces] = createSignal<readonly DropPlace[]>([])
  let root!: HTMLDivElement
  // On the phone a stage fills the screen: the board begins at the first that holds a deal.
  const firstFilled = () => stages().findIndex((stage) => columnOf(stage).ids.length > 0)

  const titleOf = (id: string) => sync.rows.opportunities[id]?.title ?? 'The deal'
  const nameOf = (place: string) =>
    place === WON ? 'won' : place === LOST ? 'lost' : (stages().find(({ id }) => id === place)?.name ?? '')
  const isShut = (stage: Stage) => {
    const deal = sync.rows.opportunities[dragging()?.id ?? '']
    return deal !== undefined && !canMove(deal, stage)
  }

  const open = (id: string, event: MouseEvent) => {
    // A drag that ended here is no click; and a click with a key held opens a tab, as on any link.
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    // The second press on the same card follows the link to its page.
    if (props.options.open() === id) return
    event.preventDefault()
    props.options.peek(id, props.options.open() === undefined ? undefined : 'step')
  }
  const cardOf = (id: string) => root.querySelector<HTMLElement>(`[data-deal="${CSS.escape(id)}"]`) ?? undefined
  const focusCard = (id: string) => {
    setWanted(id)
    const card = cardOf(id)
    card?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  // A card that changes its place is taken out and put in again, and with that loses the focus: it gets it back.
  let held: string | undefined
  createComputed(() => {
    props.board.columns()
    held = focusedCard()
  })
  createEffect(() => {
    props.board.columns()
    // But for a menu or a dialog that is about to take it, and that a card in focus would close.
    if (held !== undefined && document.activeElement === document.body && !untrack(props.actions.isAsking))
      focusCard(held)
  })
  // Whatever stepped to the open deal, its card comes into view.
  createEffect(() => {
    const id = props.options.open()
    if (id === undefined) return
    setWanted(id)
    queueMicrotask(() => cardOf(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' }))
  })
  // A card that is scrolled far away goes, and the board keeps the focus for it until it is back.
  let away: string | undefined
  const keepFocus = (id: string) => {
    away = id
    root.focus({ preventScroll: true })
  }
  const sight = createCardSight(
    () => root,
    () => {
      if (away !== undefined && document.activeElement === root) cardOf(away)?.focus({ preventScroll: true })
    },
  )
  const current = () => focusedCard() ?? (document.activeElement === root ? away : undefined) ?? props.options.open()
  const step = (way: Parameters<typeof neighbour>[2]) => {
    const to = neighbour(
      stages().map((stage) => columnOf(stage).ids),
      current(),
      way,
    )
    if (to === undefined) return
    if (props.options.open() !== undefined) props.options.peek(to, 'step')
    focusCard(to)
  }
  const showMenu = (id: string, button: HTMLElement | null | undefined) => {
    button?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    // A card that was moved stands elsewhere now, and there the focus goes.
    if (button) props.actions.showMenu(id, button, () => cardOf(id) ?? (button.isConnected ? button : undefined))
  }

  useCommands(() => {
    if (dragging()) return []
    const withCard = (run: (id: string) => void) => () => {
      const id = current()
      if (id) run(id)
    }
    return [
      { id: 'list.next', label: 'Next deal', group: 'List', keys: 'j', keyOnly: true, run: () => step('next') },
      {
        id: 'list.previous',
        label: 'Previous deal',
        group: 'List',
        keys: 'k',
        keyOnly: true,
        run: () => step('previous'),
      },
      {
        id: 'list.right',
        label: 'Deal in the next stage',
        group: 'List',
        keys: 'shift+right',
        keyOnly: true,
        run: () => step('right'),
      },
      {
        id: 'list.left',
        label: 'Deal in the stage before',
        group: 'List',
        keys: 'shift+left',
        keyOnly: true,
        run: () => step('left'),
      },
      {
        id: 'deal.move',
        label: 'Move, win or lose the deal',
        group: 'Deals',
        keys: 'm',
        run: withCard((id) => showMenu(id, cardOf(id)?.parentElement?.querySelector<HTMLElement>('.more'))),
      },
      { id: 'deal.edit', label: 'Edit the deal', group: 'Deals', keys: 'e', run: withCard((id) => edit(id)) },
      ...(props.actions.mayLog()
        ? [{ id: 'deal.log', label: 'Log activity', group: 'Deals', keys: 'l', run: withCard(props.actions.log) }]
        : []),
    ]
  })
  const edit = (id: string) => {
    props.options.peek(id, props.options.open() === undefined ? undefined : 'step')
    props.actions.edit(id)
  }

  const drop = (place: string | undefined, byKey: boolean) => {
    const id = dragging()?.id
    setDragging(undefined)
    if (id === undefined) return
    const stage = stages().find((one) => one.id === place)
    const deal = sync.rows.opportunities[id]
    if (place === WON) props.actions.win(id)
    else if (place === LOST) props.actions.lose(id)
    else if (stage && deal && stage.id !== deal.stageId && canMove(deal, stage)) {
      setSaid(`${titleOf(id)} moved to ${stage.name}.`)
      props.actions.move(id, stage)
    } else setSaid(`${titleOf(id)} stays where it was.`)
    if (byKey) queueMicrotask(() => focusCard(id))
  }
  const drag = (id: string) => {
    setDragging({ id, over: undefined })
    setSaid(`${titleOf(id)} picked up. Arrow keys move it, space drops it, escape puts it back.`)
  }
  const dragOver = (over: string | undefined) => {
    setDragging((now) => now && { ...now, over })
    if (over) setSaid(`Over ${nameOf(over)}.`)
  }
  createEffect(() => {
    const ids = stages().map(({ id }) => id)
    // Dragging comes after the first paint, nobody drags what they have not seen; and not with the first finger only,
    // which would come too late for what it holds.
    onCleanup(
      whenIdle(() => {
        setPlaces(
          ids.flatMap((id) => {
            const element = document.getElementById(`stage-${id}`)
            return element ? [{ id, element }] : []
          }),
        )
      }),
    )
  })
  let hasBegun = false
  createEffect(() => {
    const first = firstFilled()
    if (hasBegun || first < 0) return
    hasBegun = true
    if (first === 0 || props.options.open() !== undefined) return
    queueMicrotask(() => root.children[first]?.scrollIntoView({ block: 'nearest', inline: 'nearest' }))
  })
  createEffect(() => {
    document.documentElement.toggleAttribute('data-dragging', dragging() !== undefined)
  })
  onCleanup(() => document.documentElement.removeAttribute('data-dragging'))

  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <div class="kan" ref={root} tabIndex={0} role="group" aria-label="Stages">
        <For each={stages()}>
          {(stage, index) => (
            <Column
              stage={stage}
              column={columnOf(stage)}
              isFirst={index() === Math.max(0, firstFilled())}
              index={index()}
              count={stages().length}
              home={session.me().tenant.currency}
              isOpen={isOpen}
              isMoved={isMoved}
              isOver={dragging()?.over === stage.id}
              isShut={isShut(stage)}
              wanted={wanted()}
              isHeld={dragging() !== undefined || props.actions.isAsking()}
              sight={sight}
              onFocusLost={keepFocus}
              mayMove={props.actions.mayManage()}
              onOpen={open}
              onMenu={showMenu}
            />
          )}
        </For>
      </div>
      <p class="vh" id={CARD_HINT}>
        Press M to move it, or lift it with the space bar.
      </p>
      <p class="vh" aria-live="assertive">
        {said()}
      </p>
      <Show when={props.actions.mayManage() && places().length > 0}>
        <Suspense>
          <DragLayer
            root={root}
            stages={places()}
            dragging={dragging()}
            onStart={drag}
            onOver={dragOver}
            onEnd={drop}
          />
        </Suspense>
      </Show>
    </>
  )
}

function focusedCard(): string | undefined {
  return document.activeElement?.closest('.slot')?.querySelector<HTMLElement>('[data-deal]')?.dataset.deal
}
