import { createSignal, For, type JSX, Show } from 'solid-js'
import { Segmented } from '../segmented'
import { Scroller } from '../table'

export interface FigureTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export type FigureView = 'plot' | 'table'

/** For a page that turns all its figures at once; without these a figure turns by itself. */
export interface FigureChoice {
  readonly shown?: FigureView | undefined
  readonly onShow?: ((view: FigureView) => void) | undefined
}

export interface FigureProps extends FigureChoice {
  /** One sentence that says what the plot shows: "When it says 70%, about 7 in 10 are won". */
  readonly title: string
  readonly note?: JSX.Element | undefined
  /** What the drawn view is called beside "Table": "Curve", "Bars". */
  readonly view: string
  /** The same numbers, to be read one by one; the first column names the row. */
  readonly table: FigureTable
  readonly children: JSX.Element
}

/** A plot with its sentence above and its table behind a toggle. */
export function Figure(props: FigureProps): JSX.Element {
  const [own, setOwn] = createSignal<FigureView>('plot')
  const view = () => props.shown ?? own()
  const show = (next: FigureView) => (props.onShow ?? setOwn)(next)
  return (
    <figure>
      <div class="fig-h">
        <h2>{props.title}</h2>
        <Segmented
          label="Show as"
          value={view()}
          options={[
            { value: 'plot', label: props.view },
            { value: 'table', label: 'Table' },
          ]}
          onChange={show}
        />
      </div>
      <Show when={props.note}>
        <p class="q2 max-w-[64ch] text-balance">{props.note}</p>
      </Show>
      <div class="mt-3.5">
        <Show when={view() === 'plot'} fallback={<Numbers title={props.title} table={props.table} />}>
          {props.children}
        </Show>
      </div>
    </figure>
  )
}

function Numbers(props: { title: string; table: FigureTable }): JSX.Element {
  return (
    <Scroller label={`${props.title}, scrolls sideways`}>
      <table class="tbl" aria-label={props.title}>
        <thead>
          <tr>
            <For each={props.table.head}>
              {(head, index) => (
                <th scope="col" class={index() > 0 ? 'num' : undefined}>
                  {head}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.table.rows}>
            {(row) => (
              <tr>
                <For each={row}>{(cell, index) => <td class={index() > 0 ? 'num n' : 'n'}>{cell}</td>}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Scroller>
  )
}
