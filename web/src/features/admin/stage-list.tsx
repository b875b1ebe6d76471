import Ellipsis from 'lucide-solid/icons/ellipsis'
import GripVertical from 'lucide-solid/icons/grip-vertical'
import { createSignal, For, type JSX } from 'solid-js'
import type { Stage } from '../../../../worker/sales/contract'
import { Menu } from '../../ui/menu'
import { showToast } from '../../ui/toast'
import { LineInput } from './line-input'
import { movedTo, parseDays, placeAt } from './stage-order'

export interface StageListProps {
  /** The open stages, in order. */
  readonly stages: readonly Stage[]
  /** The stages that win and lose. */
  readonly ends: readonly Stage[]
  readonly onRename: (stage: Stage, name: string) => void
  readonly onDays: (stage: Stage, days: number | null) => void
  readonly onMove: (stage: Stage, position: number) => void
  readonly onArchive: (stage: Stage) => void
}

/** Stages in order: dragged by their handle, moved by its arrow keys, or by the menu. */
export function StageList(props: StageListProps): JSX.Element {
  const [held, setHeld] = createSignal<{ readonly id: string; readonly to: number }>()
  const [said, setSaid] = createSignal('')
  let list!: HTMLUListElement
  const shown = () => {
    const drag = held()
    return drag ? movedTo(props.stages, drag.id, drag.to) : props.stages
  }

  const grab = (stage: Stage, event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.button !== 0) return
    event.preventDefault()
    const grip = event.currentTarget
    grip.focus()
    grip.setPointerCapture(event.pointerId)
    // Measured once: the lines change places under the pointer, not their heights.
    const lines = Array.from(list.querySelectorAll<HTMLElement>('li[data-stage]'))
    const middles = lines.map((line) => line.getBoundingClientRect()).map(({ top, height }) => top + height / 2)
    const follow = (move: PointerEvent) => setHeld({ id: stage.id, to: placeAt(middles, move.clientY) })
    const finish = (keep: boolean) => {
      grip.removeEventListener('pointermove', follow)
      const to = held()?.to
      setHeld(undefined)
      if (keep && to !== undefined && to !== props.stages.indexOf(stage)) props.onMove(stage, to)
    }
    grip.addEventListener('pointermove', follow)
    grip.addEventListener('pointerup', () => finish(true), { once: true })
    grip.addEventListener('pointercancel', () => finish(false), { once: true })
  }
  const nudge = (stage: Stage, by: number) => {
    const to = props.stages.indexOf(stage) + by
    if (to < 0 || to >= props.stages.length) return
    setSaid(`${stage.name}, place ${to + 1} of ${props.stages.length}`)
    props.onMove(stage, to)
  }
  const key = (stage: Stage, event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    nudge(stage, event.key === 'ArrowUp' ? -1 : 1)
  }
  const days = (stage: Stage, text: string) => {
    const parsed = parseDays(text)
    if (parsed.ok) props.onDays(stage, parsed.value)
    else showToast(parsed.error, { bad: true })
  }

  return (
    <>
      <ul class="set stages" aria-label="Stages" ref={list}>
        <li class="heads desk" aria-hidden="true">
          <span />
          <span>Stage</span>
          <span class="num">Usually takes</span>
        </li>
        <For each={shown()}>
          {(stage) => (
            <li data-stage data-held={held()?.id === stage.id ? '' : undefined}>
              <button
                type="button"
                class="grip"
                aria-label={`Move ${stage.name}: drag, or arrow keys`}
                onPointerDown={(event) => grab(stage, event)}
                onKeyDown={(event) => key(stage, event)}
              >
                <GripVertical class="i" />
              </button>
              <LineInput
                label={`Name of the stage ${stage.name}`}
                text={stage.name}
                maxLength={100}
                onSave={(name) => props.onRename(stage, name)}
              />
              <span class="suffix">
                <span class="t12 phone">Usually</span>
                <LineInput
                  label={`Expected days in ${stage.name}`}
                  text={stage.expectedDays === null ? '' : String(stage.expectedDays)}
                  placeholder="No norm"
                  inputmode="numeric"
                  maxLength={4}
                  mayBeEmpty
                  class="num n"
                  onSave={(text) => days(stage, text)}
                />
                <span class="t12">days</span>
              </span>
              <Menu
                class="btn ic g sm"
                placement="bottom-end"
                aria-label={`More about ${stage.name}`}
                groups={[
                  {
                    items: [
                      {
                        label: 'Move up',
                        off: props.stages[0] === stage && 'It is the first',
                        onSelect: () => nudge(stage, -1),
                      },
                      {
                        label: 'Move down',
                        off: props.stages.at(-1) === stage && 'It is the last',
                        onSelect: () => nudge(stage, 1),
                      },
                    ],
                  },
                  {
                    items: [
                      {
                        label: 'Archive',
                        danger: true,
                        off: props.stages.length === 1 && 'A pipeline needs an open stage',
                        onSelect: () => props.onArchive(stage),
                      },
                    ],
                  },
                ]}
              >
                <Ellipsis class="i" />
              </Menu>
            </li>
          )}
        </For>
        <For each={props.ends}>
          {(stage) => (
            <li>
              <span />
              <LineInput
                label={`Name of the stage ${stage.name}`}
                text={stage.name}
                maxLength={100}
                onSave={(name) => props.onRename(stage, name)}
              />
              <span class="t12 q3 num">{stage.status === 'won' ? 'Wins the deal' : 'Loses the deal'}</span>
              <span />
            </li>
          )}
        </For>
      </ul>
      <p class="vh" role="status">
        {said()}
      </p>
    </>
  )
}
