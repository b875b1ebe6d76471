import { createMemo, createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import { v7 } from 'uuid'
import type { CustomerRow, Interaction, TimelineEntry as Past } from '../../../../worker/sales/contract'
import { mayChange, withWaiting } from '../../activities/activity-changes'
import { createSaidHere } from '../../activities/said-here'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { createMore, type Page } from '../../api/more'
import { inWords } from '../../api/problems'
import { createSubmission } from '../../api/submission'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useSync, whenTouched } from '../../sync/store'
import { Button } from '../../ui/button'
import { COMPOSER_FIELDS, Composer, type Logged } from '../../ui/composer'
import { Loading, SkeletonRows } from '../../ui/progress'
import { type TimelineEntry, TimelineGroups } from '../../ui/timeline'
import { showToast, showUndo } from '../../ui/toast'
import { forgetList } from './customer-pages'
import { groupByDay, interactionOf, lineOf, pastEntry } from './customer-past'

const EditActivityDialog = lazy(() => import('../../activities/edit-activity-dialog'))

export interface CustomerTimeline {
  readonly rows: () => readonly Past[] | undefined
  /** Something about what was said is on this device only. */
  readonly isWaiting: (interactionId: string) => boolean
  readonly loading: () => boolean
  readonly error: () => unknown
  readonly hasMore: () => boolean
  readonly more: () => void
  readonly reload: () => void
}

const PAGE = 50

/** All that happened with a customer, newest first, page by page. */
export function createTimeline(id: string): CustomerTimeline {
  const ask = (cursor: string | null, signal?: AbortSignal) =>
    call<Page<Past>>('GET', `/customers/${id}/timeline`, { query: { limit: PAGE, cursor }, ...(signal && { signal }) })
  const fetched = createFetched((signal) => ask(null, signal))
  const sync = useSync()
  const here = createSaidHere(fetched, ({ customerId, personId }) => {
    const company = sync.rows.customers[customerId]?.companyId
    return customerId === id || personId === id || company === id
  })
  const { hasMore, more, fetching } = createMore(fetched, ask, (problem) => showToast(inWords(problem), { bad: true }))
  whenTouched(
    (record) => record.entity === 'customer' && record.id === id,
    () => fetched.reload(),
  )
  return {
    rows: createMemo(() => {
      const told = fetched.value()?.rows
      const known = new Set(told?.map(({ entityId }) => entityId))
      const said = here.all().filter(({ id: one }) => !known.has(one))
      if (!told && said.length === 0) return undefined
      const lines = said.map((one) => lineOf(one, sync.rows.opportunities[one.opportunityId ?? '']?.title))
      return [...lines, ...(told ?? [])].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    }),
    isWaiting: here.isWaiting,
    loading: () => fetched.loading() || fetching(),
    error: fetched.error,
    hasMore,
    more: () => void more(),
    reload: fetched.reload,
  }
}

export interface LogProps {
  readonly customerId: string
  readonly people: readonly Pick<CustomerRow, 'id' | 'name' | 'jobTitle'>[]
  /** After it was kept, or taken back. */
  readonly onChanged: () => void
  readonly onLogged?: (() => void) | undefined
  readonly autofocus?: boolean | undefined
}

/** Where what was said to a customer is written down, when it was about no deal. */
export function CustomerComposer(props: LogProps): JSX.Element {
  const form = createSubmission(COMPOSER_FIELDS)
  const sync = useSync()
  async function takeBack(id: string): Promise<void> {
    try {
      await call('DELETE', `/interactions/${id}`, { operationId: crypto.randomUUID() })
      props.onChanged()
    } catch (problem) {
      showToast(`It was not taken back. ${inWords(problem)}`, { bad: true })
    }
  }
  async function send(logged: Logged, done: string): Promise<boolean> {
    let isKept = false
    await form.run(async () => {
      const id = v7()
      const customer = sync.rows.customers[props.customerId]
      const answer = await sync.perform({
        what: customer ? `Log an activity with “${customer.name}”` : 'Log an activity',
        method: 'POST',
        path: '/interactions',
        // Said when it happened: it may be sent hours later.
        body: { occurredAt: new Date().toISOString(), ...logged, id, customerId: props.customerId },
        effects: [],
      })
      isKept = true
      forgetList()
      if (!answer) return void showToast(`${done}. It is kept on this device until there is a connection.`)
      props.onChanged()
      showUndo(done, () => void takeBack(id))
    })
    if (isKept) props.onLogged?.()
    return isKept
  }
  return (
    <Composer
      people={props.people}
      autofocus={props.autofocus}
      onLog={send}
      busy={form.busy()}
      error={form.error() ?? COMPOSER_FIELDS.map(form.errorOf).find(Boolean)}
    />
  )
}

/** What was said, which stages the deals entered and what was edited, day by day. */
export function Timeline(props: {
  readonly past: CustomerTimeline
  /** The customer's name. */
  readonly name: string
  readonly people: readonly Pick<CustomerRow, 'id' | 'name' | 'jobTitle'>[]
}): JSX.Element {
  const sync = useSync()
  const people = usePeople()
  const session = useSession()
  const [editing, setEditing] = createSignal<Interaction>()
  const names = {
    user: people.nameOf,
    field: (key: string) => Object.values(sync.rows.customFields).find((field) => field.key === key)?.label ?? key,
  }
  const lines = createMemo(() =>
    (props.past.rows() ?? []).flatMap((line) => {
      const said = interactionOf(line)
      const now = said && withWaiting(said, sync.operations(), (id) => sync.rows.customers[id]?.name)
      const shown = now && now !== said ? { ...line, at: now.occurredAt, after: { ...now } } : line
      const isWaiting = now !== undefined && props.past.isWaiting(now.id)
      return pastEntry(shown, names).map((entry) => ({ entry: { ...entry, isWaiting }, said: now }))
    }),
  )
  const groups = createMemo(() =>
    groupByDay(
      lines().map(({ entry }) => entry),
      new Date(),
    ),
  )
  const said = createMemo(() => new Map(lines().map(({ entry, said: one }) => [entry.key, one])))
  const editOf = ({ key }: TimelineEntry) => {
    const interaction = said().get(key)
    return interaction && mayChange(session.me(), interaction) ? () => setEditing(interaction) : undefined
  }
  return (
    <div class="tl">
      <h2 class="vh">What happened</h2>
      <Show when={props.past.error()}>
        <p class="q2 py-3">
          {inWords(props.past.error())}{' '}
          <Button size="sm" onClick={props.past.reload}>
            Try again
          </Button>
        </p>
      </Show>
      <Show
        when={props.past.rows()}
        fallback={
          <Show when={props.past.loading()}>
            <Loading what="what happened">
              <SkeletonRows rows={5} />
            </Loading>
          </Show>
        }
      >
        <Show
          when={groups().length > 0}
          fallback={<p class="q2 py-3">Nothing has happened yet. Log the first call.</p>}
        >
          <TimelineGroups groups={groups()} byDay editOf={editOf} />
        </Show>
        <Show when={props.past.hasMore()}>
          <Button class="mt-3" busy={props.past.loading()} onClick={props.past.more}>
            Show earlier
          </Button>
        </Show>
      </Show>
      <Show when={editing()}>
        {(interaction) => (
          <Suspense>
            <EditActivityDialog
              about={props.name}
              interaction={interaction()}
              people={props.people}
              onChanged={props.past.reload}
              onClose={() => setEditing(undefined)}
            />
          </Suspense>
        )}
      </Show>
    </div>
  )
}
