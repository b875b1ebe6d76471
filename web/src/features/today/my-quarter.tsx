import { createMemo, For, type JSX, Show } from 'solid-js'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { plural } from '../../ui/format'
import { Money } from '../../ui/values'
import { expectedOf, quarterOf, type Sum, sumsOf } from './quarter'

type Page = { readonly rows: readonly OpportunityRow[]; readonly nextCursor: string | null }

/** What somebody has won this quarter and what is still to be expected of it. */
export function MyQuarter(props: { readonly now: Date }): JSX.Element {
  const session = useSession()
  const sync = useSync()
  const me = session.me().userId
  const quarter = createMemo(() => quarterOf(props.now), undefined, { equals: (a, b) => a.name === b.name })
  const won = createFetched(async (signal) => {
    const closedFrom = new Date(`${quarter().from}T00:00`).toISOString()
    const rows: OpportunityRow[] = []
    let cursor: string | null = null
    do {
      const query = { ownerId: me, status: 'won', closedFrom, limit: 200, cursor }
      const page: Page = await call<Page>('GET', '/opportunities', { query, signal })
      rows.push(...page.rows)
      cursor = page.nextCursor
    } while (cursor)
    return rows
  })
  const expected = createMemo(() =>
    expectedOf(
      Object.values(sync.rows.opportunities).filter((deal) => deal?.ownerId === me),
      quarter(),
    ),
  )
  return (
    <section class="sec" aria-label="My quarter">
      <h2>
        My quarter <span class="nt">{quarter().name}</span>
      </h2>
      <dl class="day-q">
        <dt>Won</dt>
        <dd>
          <Show
            when={won.value()}
            fallback={<span class="q2">{won.error() ? 'Not known without a connection' : '\u00a0'}</span>}
          >
            {(rows) => <Amounts sums={sumsOf(rows())} note={plural(rows().length, 'deal')} />}
          </Show>
        </dd>
        <dt>Expected</dt>
        <dd>
          <Amounts
            sums={expected().sums}
            note={[
              `${plural(expected().count, 'open deal')} by their chance`,
              expected().unscored > 0 ? `${expected().unscored} not scored yet` : '',
            ]
              .filter(Boolean)
              .join(', ')}
          />
        </dd>
        <dt>Goal</dt>
        <dd class="q2">None is set</dd>
      </dl>
    </section>
  )
}

function Amounts(props: { readonly sums: readonly Sum[]; readonly note: string }): JSX.Element {
  return (
    <>
      <span class="b">
        <For each={props.sums} fallback="Nothing yet">
          {(sum, index) => (
            <>
              {index() > 0 && ' + '}
              <Money amountMinor={sum.amountMinor} currency={sum.currency} short />
            </>
          )}
        </For>
      </span>
      <Show when={props.sums.length > 0}>
        <span class="q3 t12 ml-1"> {props.note}</span>
      </Show>
    </>
  )
}
