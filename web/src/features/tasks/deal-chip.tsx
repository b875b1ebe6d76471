import { A } from '@solidjs/router'
import Kanban from 'lucide-solid/icons/kanban'
import { createSignal, type JSX, Show } from 'solid-js'
import type { TaskRow } from '../../../../worker/tasks/contract'
import { paths } from '../../paths'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { Popover } from '../../ui/popover'
import type { ChipProps } from './chip-props'

/** The deal and the customer it is about. */
export function DealChip(props: ChipProps): JSX.Element {
  const sync = useSync()
  const [changing, setChanging] = createSignal(false)
  const deals = () =>
    Object.values(sync.rows.opportunities)
      .filter(({ status }) => status === 'open')
      .map((deal) => ({ value: deal.id as string, label: deal.title, note: deal.customerName }))
  const choose = (close: () => void) => (
    <div class="w-64">
      <Combobox
        label="Deal"
        value={props.task.opportunityId ?? undefined}
        options={deals()}
        onChange={(id) => {
          if (id === undefined || id === props.task.opportunityId) return
          props.write({ opportunityId: id as TaskRow['opportunityId'] })
          setChanging(false)
          close()
        }}
      />
      <Show when={props.task.opportunityId}>
        {(id) => (
          <p class="fl mt-2">
            <A class="btn sm" href={paths.deal(id())}>
              Open the deal
            </A>
            <Button
              size="sm"
              tone="quiet"
              onClick={() => {
                props.write({ opportunityId: null })
                close()
              }}
            >
              Unlink
            </Button>
          </p>
        )}
      </Show>
    </div>
  )
  const title = () => props.task.opportunityTitle ?? (props.task.opportunityId ? 'A deal' : undefined)
  return (
    <>
      <Show
        when={!props.fixed}
        fallback={
          <Show when={title()}>
            <span class="chip">
              <Kanban class="i s" />
              {title()}
            </span>
          </Show>
        }
      >
        <Popover
          class={title() ? 'chip' : 'chip dash'}
          label="Deal"
          startsOpen={changing()}
          trigger={
            <>
              <Kanban class="i s" />
              <span class="vh">Deal: </span>
              <span class="clip max-w-48">{title() ?? 'Deal'}</span>
            </>
          }
        >
          {choose}
        </Popover>
      </Show>
      <Show when={props.task.customerId}>
        {(id) => (
          <A class="chip" href={paths.customer(id())}>
            <span class="vh">Customer: </span>
            <span class="clip max-w-48">{props.task.customerName ?? 'Customer'}</span>
          </A>
        )}
      </Show>
    </>
  )
}
