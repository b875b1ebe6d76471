import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'

export interface Column<R> {
  readonly key: string
  readonly head: string
  readonly cell: (row: R) => JSX.Element
  /** Right-aligned, tabular digits. */
  readonly number?: boolean | undefined
  readonly sortable?: boolean | undefined
  /** The heading is read but not shown: for a column of buttons. */
  readonly quiet?: boolean | undefined
  readonly class?: string | undefined
  /** In the place of the heading: a box that chooses all rows. */
  readonly control?: (() => JSX.Element) | undefined
}

export interface Sort {
  readonly key: string
  readonly direction: 'ascending' | 'descending'
}

export interface TableProps<R> {
  /** Names the table for screen readers. */
  readonly label: string
  readonly columns: readonly Column<R>[]
  readonly rows: readonly R[]
  readonly sort?: Sort | undefined
  readonly onSort?: ((sort: Sort) => void) | undefined
  /** Marks rows as chosen. */
  readonly isSelected?: ((row: R) => boolean) | undefined
  readonly onRowClick?: ((row: R) => void) | undefined
  /** The head stays while its scroller scrolls; leave out inside text. */
  readonly sticky?: boolean | undefined
  /** Page gutters at both ends, for a table as wide as the screen. */
  readonly edge?: boolean | undefined
}

/** A table to read. A row's own link or button is what keyboards use; a click anywhere on it is a shortcut for the mouse. */
export function Table<R>(props: TableProps<R>): JSX.Element {
  const look = () =>
    `tbl${props.sticky ? ' stick' : ''}${props.edge ? ' pad' : ''}${props.onRowClick ? ' act' : ''}${props.isSelected && !props.edge ? ' pick' : ''}`
  const click = (event: MouseEvent, row: R) => {
    const inner = event.target instanceof Element && event.target.closest('a, button, input, label, select, textarea')
    if (!inner && getSelection()?.isCollapsed !== false) props.onRowClick?.(row)
  }
  return (
    <table class={look()} aria-label={props.label}>
      <thead>
        <tr>
          <For each={props.columns}>{(column) => <Head column={column} sort={props.sort} onSort={props.onSort} />}</For>
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr
              aria-selected={props.isSelected ? props.isSelected(row) : undefined}
              class={props.onRowClick ? 'cursor-pointer' : undefined}
              onClick={(event) => click(event, row)}
            >
              <For each={props.columns}>
                {(column) => (
                  <td class={`${column.number ? 'num n ' : ''}${column.class ?? ''}`}>{column.cell(row)}</td>
                )}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}

/** Around a table of plain words that may be wider than its place: then keyboards must be able to scroll it. */
export function Scroller(props: { readonly label: string; readonly children: JSX.Element }): JSX.Element {
  const [isWider, setWider] = createSignal(false)
  let box!: HTMLElement
  onMount(() => {
    const observer = new ResizeObserver(() => setWider(box.scrollWidth > box.clientWidth))
    observer.observe(box)
    onCleanup(() => observer.disconnect())
  })
  return (
    <section ref={box} class="tw" aria-label={isWider() ? props.label : undefined} tabIndex={isWider() ? 0 : undefined}>
      {props.children}
    </section>
  )
}

interface HeadProps<R> {
  readonly column: Column<R>
  readonly sort: Sort | undefined
  readonly onSort: ((sort: Sort) => void) | undefined
}

function Head<R>(props: HeadProps<R>): JSX.Element {
  const direction = () => (props.sort?.key === props.column.key ? props.sort.direction : undefined)
  const turn = () =>
    props.onSort?.({
      key: props.column.key,
      // Numbers are asked for from the top, words from A.
      direction: direction()
        ? direction() === 'ascending'
          ? 'descending'
          : 'ascending'
        : props.column.number
          ? 'descending'
          : 'ascending',
    })
  return (
    <th scope="col" class={props.column.number ? 'num' : undefined} aria-sort={direction()}>
      <Show
        when={props.column.sortable && props.onSort}
        fallback={
          props.column.control?.() ?? <span class={props.column.quiet ? 'vh' : undefined}>{props.column.head}</span>
        }
      >
        <button type="button" class="sort" onClick={turn}>
          {props.column.head}
          <span aria-hidden="true" class={direction() ? '' : 'opacity-0'}>
            {direction() === 'descending' ? '↓' : '↑'}
          </span>
        </button>
      </Show>
    </th>
  )
}
