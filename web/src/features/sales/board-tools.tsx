import { useNavigate } from '@solidjs/router'
import ArrowDownWideNarrow from 'lucide-solid/icons/arrow-down-wide-narrow'
import Calendar from 'lucide-solid/icons/calendar'
import Flag from 'lucide-solid/icons/flag'
import Plus from 'lucide-solid/icons/plus'
import UserRound from 'lucide-solid/icons/user-round'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Pipeline } from '../../../../worker/sales/contract'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Chip } from '../../ui/chip'
import { formatDay, formatNumber } from '../../ui/format'
import { Menu, type MenuItem } from '../../ui/menu'
import { moneyWords } from './board-columns'
import { closingPresets } from './closing-presets'
import { MARKS, type Mark, PRIORITY_WORDS, SORT_WORDS, SORTS } from './deal-filters'
import { type Board, usePipelines } from './queries'
import type { ViewOptions } from './view-options'

const FilterPopover = lazy(() => import('./filter-popover'))

export interface ToolsProps {
  readonly options: ViewOptions
  readonly pipeline: Pipeline
  /** The text stands in a field of its own. */
  readonly withoutText?: boolean | undefined
}

export interface BoardToolsProps extends ToolsProps {
  readonly board: Board
  /** The company's currency. */
  readonly home: string
}

/** The line above the board. It comes right after the cards, which nobody should wait any longer for. */
export default function BoardTools(props: BoardToolsProps): JSX.Element {
  return (
    <>
      <FilterChips options={props.options} pipeline={props.pipeline} />
      <SortChip options={props.options} />
      <i class="sp" />
      <BoardTotals board={props.board} home={props.home} />
    </>
  )
}

/** What the reader narrows the deals by. */
export function FilterChips(props: ToolsProps): JSX.Element {
  return (
    <>
      <PipelineChip pipeline={props.pipeline} />
      <OwnerChip options={props.options} />
      <ClosesChip options={props.options} />
      <MarkChip options={props.options} />
      <MoreFilters options={props.options} withoutText={props.withoutText} />
    </>
  )
}

/** What all deals of the board come to. */
function BoardTotals(props: { readonly board: Board; readonly home: string }): JSX.Element {
  return (
    <>
      <span class="t12 q2 n desk">{formatNumber(props.board.count())} open</span>
      <span class="t12 n desk">
        <b>{moneyWords(props.board.totals(), 'amountMinor', props.home)}</b> <span class="q3">total</span>
      </span>
      <Show when={props.board.scored() > 0}>
        <span class="t12 n desk">
          <b>{moneyWords(props.board.totals(), 'weightedMinor', props.home)}</b> <span class="q3">weighted</span>
        </span>
      </Show>
    </>
  )
}

function SortChip(props: { readonly options: ViewOptions }): JSX.Element {
  return (
    <Menu
      class="chip"
      groups={[
        {
          label: 'Sort each stage by',
          items: SORTS.map((sort) => ({
            label: SORT_WORDS[sort],
            checked: props.options.sort() === sort,
            onSelect: () => props.options.sortBy(sort),
          })),
        },
      ]}
    >
      <ArrowDownWideNarrow class="i s" />
      <span class="vh">Sorted by </span>
      {SORT_WORDS[props.options.sort()]}
    </Menu>
  )
}

function PipelineChip(props: { pipeline: Pipeline }): JSX.Element {
  const pipelines = usePipelines()
  const navigate = useNavigate()
  return (
    <Show when={pipelines().length > 1}>
      <Menu
        class="chip"
        groups={[
          {
            label: 'Pipeline',
            items: pipelines().map((one) => ({
              label: one.name,
              checked: one.id === props.pipeline.id,
              onSelect: () => navigate(paths.pipeline(one.isDefault ? undefined : one.id)),
            })),
          },
        ]}
      >
        <span class="vh">Pipeline: </span>
        {props.pipeline.name}
      </Menu>
    </Show>
  )
}

/** Whose deals: for people who see more than their own. */
function OwnerChip(props: { options: ViewOptions }): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const people = usePeople()
  const scope = () => session.me().role.scope
  const everyone = () => (scope() === 'team' ? 'my team' : 'everyone')
  const owner = () => props.options.filters().owner
  const words = () => {
    const chosen = owner()
    return chosen === undefined ? everyone() : people.asOwner(chosen)
  }
  const item = (label: string, value: string | undefined): MenuItem => ({
    label,
    checked: owner() === value,
    onSelect: () => props.options.narrow({ owner: value }),
  })
  // Only people who have open deals here: the others would all show an empty board.
  const owners = () => {
    const ids = new Set(Object.values(sync.rows.opportunities).map(({ ownerId }) => ownerId as string))
    ids.delete(session.me().userId)
    return people.byName(({ id }) => ids.has(id))
  }
  return (
    <Show when={scope() !== 'own'}>
      <Menu
        class="chip"
        aria-pressed={owner() !== undefined}
        groups={[
          { items: [item(scope() === 'team' ? 'My team' : 'Everyone', undefined), item('Me', 'me')] },
          { items: owners().map(({ id, name }) => item(name, id)) },
        ]}
      >
        <UserRound class="i s" />
        Owner: {words()}
      </Menu>
    </Show>
  )
}

function ClosesChip(props: { options: ViewOptions }): JSX.Element {
  const before = () => props.options.filters().before
  const item = (label: string, value: string | undefined): MenuItem => ({
    label,
    checked: before() === value,
    onSelect: () => props.options.narrow({ before: value }),
  })
  return (
    <Menu
      class="chip"
      aria-pressed={before() !== undefined}
      groups={[
        { items: [item('Any time', undefined)] },
        { label: 'Closes', items: closingPresets(new Date()).map((preset) => item(preset.label, preset.before)) },
      ]}
    >
      <Calendar class="i s" />
      <Show when={before()} fallback="Closes any time">
        {(day) => `Closes before ${formatDay(day())}`}
      </Show>
    </Menu>
  )
}

const MARK_WORDS: Readonly<Record<Mark, string>> = { risk: 'At risk', push: 'Worth a push' }

/** What needs somebody: deals that are falling, and those an action would move. */
function MarkChip(props: { options: ViewOptions }): JSX.Element {
  const mark = () => props.options.filters().mark
  const item = (label: string, value: Mark | undefined): MenuItem => ({
    label,
    checked: mark() === value,
    onSelect: () => props.options.narrow({ mark: value }),
  })
  return (
    <Menu
      class="chip"
      aria-pressed={mark() !== undefined}
      groups={[{ items: [item('Every deal', undefined), ...MARKS.map((value) => item(MARK_WORDS[value], value))] }]}
    >
      <Flag class="i s" />
      {MARK_WORDS[mark() as Mark] ?? 'Every deal'}
    </Menu>
  )
}

/** The rarer ones: each that is set as a chip, and the panel to set them in. */
function MoreFilters(props: Omit<ToolsProps, 'pipeline'>): JSX.Element {
  const [wanted, setWanted] = createSignal(false)
  const filters = () => props.options.filters()
  const set = () =>
    [
      filters().priority && `Priority: ${PRIORITY_WORDS[filters().priority!].toLowerCase()}`,
      filters().min !== undefined && `At least ${formatNumber(filters().min!)}`,
      !props.withoutText && filters().text && `“${filters().text}”`,
    ].filter((words): words is string => Boolean(words))
  const words = () => (
    <Show
      when={set().length > 0}
      fallback={
        <>
          <Plus class="i s" />
          Filter
        </>
      }
    >
      <For each={set()}>{(one, index) => `${index() > 0 ? ' · ' : ''}${one}`}</For>
    </Show>
  )
  const waiting = () => (
    <Chip dashed={set().length === 0} pressed={set().length > 0 || undefined} onClick={() => setWanted(true)}>
      {words()}
    </Chip>
  )
  return (
    <Show when={wanted()} fallback={waiting()}>
      <Suspense fallback={waiting()}>
        <FilterPopover options={props.options} isSet={set().length > 0} trigger={words()} />
      </Suspense>
    </Show>
  )
}
