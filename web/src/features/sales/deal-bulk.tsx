import { createSignal, For, type JSX } from 'solid-js'
import type { Opportunity, OpportunityRow, Pipeline, Stage } from '../../../../worker/sales/contract'
import { whyNotMove } from '../../../../worker/sales/domain/opportunity'
import { call } from '../../api/client'
import { inWords, isAsked } from '../../api/problems'
import { GiveToMenu } from '../../people/give-to-menu'
import { newOperationId } from '../../sync/operation-id'
import { useSync } from '../../sync/store'
import { BulkBar } from '../../ui/bulk-bar'
import { Button, buttonClass } from '../../ui/button'
import { TextField } from '../../ui/field'
import { dayOf, formatDate, plural } from '../../ui/format'
import { Menu } from '../../ui/menu'
import { Popover } from '../../ui/popover'
import { TagForm, withTag } from '../../ui/tag-form'
import { showToast, showUndo } from '../../ui/toast'
import { useChangeDeals } from './deal-changes'
import type { DealPatch } from './deal-commands'
import { type DealAnswer, type DealBrief, moveOf, openStagesOf } from './queries'

export interface DealBulkProps {
  readonly deals: readonly OpportunityRow[]
  readonly pipeline: Pipeline
  readonly onDone: () => void
}

/** What is done about many deals at once; all of it can be taken back in one step. */
export function DealBulk(props: DealBulkProps): JSX.Element {
  const changeDeals = useChangeDeals()
  const moveDeals = useMoveDeals()
  const tagDeals = useTagDeals()
  const each = (patch: DealPatch, words: string) => {
    const changes = props.deals.map((deal) => ({ deal, patch }))
    props.onDone()
    void changeDeals(changes, words)
  }
  const goes = (stage: Stage) => props.deals.filter((deal) => deal.stageId !== stage.id && !whyNotMove(deal, stage))
  return (
    <BulkBar count={props.deals.length} what="deal" onClear={props.onDone}>
      <Menu
        class={buttonClass({ size: 'sm' })}
        placement="top-start"
        groups={[
          {
            label: 'Move to',
            items: openStagesOf(props.pipeline).map((stage) => ({
              label: stage.name,
              off: goes(stage).length === 0 && 'None of them can go there',
              onSelect: () => {
                const deals = goes(stage)
                props.onDone()
                void moveDeals(deals, stage)
              },
            })),
          },
        ]}
      >
        Move to
      </Menu>
      <GiveToMenu onGive={(ownerId, name) => each({ ownerId }, `given to ${name}`)} />
      <Popover class={buttonClass({ size: 'sm' })} label="Close date of the selected deals" trigger="Close date">
        {(close) => (
          <CloseDateEditor
            onChange={(day) => {
              close()
              each({ expectedCloseOn: day }, day ? `to close ${formatDate(day)}` : 'without a close date')
            }}
          />
        )}
      </Popover>
      <Popover class={buttonClass({ size: 'sm' })} label="Tag the selected deals" trigger="Tag">
        {(close) => (
          <TagForm
            onAdd={(tag) => {
              const { deals } = props
              close()
              props.onDone()
              void tagDeals(deals, tag)
            }}
          />
        )}
      </Popover>
    </BulkBar>
  )
}

const IN_DAYS = [
  ['In 2 weeks', 14],
  ['In a month', 30],
  ['In a quarter', 91],
] as const

function CloseDateEditor(props: { readonly onChange: (day: string | null) => void }): JSX.Element {
  const [day, setDay] = createSignal('')
  const save = (event: Event) => {
    event.preventDefault()
    if (day()) props.onChange(day())
  }
  return (
    <form class="grid gap-3" onSubmit={save}>
      <div class="fl flex-wrap">
        <For each={IN_DAYS}>
          {([label, days]) => (
            <Button size="sm" onClick={() => props.onChange(dayOf(new Date(Date.now() + days * 86_400_000)))}>
              {label}
            </Button>
          )}
        </For>
        <Button size="sm" tone="quiet" onClick={() => props.onChange(null)}>
          None
        </Button>
      </div>
      <TextField label="Day" type="date" required onInput={(event) => setDay(event.currentTarget.value)} />
      <Button type="submit">Set close date</Button>
    </form>
  )
}

/** Moves deals to one stage and offers one way back, each to where it came from. */
function useMoveDeals(): (deals: readonly OpportunityRow[], to: Stage) => Promise<void> {
  const sync = useSync()
  type Way = {
    readonly id: string
    readonly deal: DealBrief
    readonly to: Pick<Stage, 'id' | 'name'>
    readonly undoes?: string
  }
  // What each move has made of its deal: an undo is made on that.
  const versions = new Map<string, number>()
  async function sendOne({ id, deal, to, undoes }: Way): Promise<void> {
    const version = versions.get(undoes ?? '') ?? deal.version
    const answer = await sync.perform<DealAnswer>(moveOf({ ...deal, version }, to, undoes), id)
    if (answer) versions.set(id, answer.version)
  }
  async function send(ways: readonly Way[]): Promise<number> {
    const results = await Promise.allSettled(ways.map(sendOne))
    const problems = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    const untold = problems.filter((problem) => !isAsked(problem))
    if (untold.length > 0)
      showToast(`${untold.length} of ${plural(ways.length, 'deal')} not moved. ${inWords(untold[0])}`, { bad: true })
    return ways.length - problems.length
  }
  return async (deals, to) => {
    const stages = Object.values(sync.rows.pipelines).flatMap((pipeline) => pipeline.stages)
    const ways = deals.map(({ id, title, stageId, version }) => ({
      id: newOperationId(),
      deal: { id, title, stageId, version },
      to,
    }))
    const back = ways.flatMap(({ id, deal }) => {
      const from = stages.find((stage) => stage.id === deal.stageId)
      return from ? [{ id: newOperationId(), undoes: id, deal: { ...deal, stageId: to.id }, to: from }] : []
    })
    const forget = showUndo(`${plural(deals.length, 'deal')} moved to ${to.name}`, () => void send(back))
    if ((await send(ways)) === 0) forget()
  }
}

/** Puts one more tag on deals. What else is on them only the server knows. */
function useTagDeals(): (deals: readonly OpportunityRow[], tag: string) => Promise<void> {
  const changeDeals = useChangeDeals()
  return async (deals, tag) => {
    try {
      const whole = await Promise.all(deals.map(({ id }) => call<Opportunity>('GET', `/opportunities/${id}`)))
      const changes = whole.flatMap((deal) => {
        const tags = withTag(deal.tags, tag)
        return tags ? [{ deal, patch: { tags } }] : []
      })
      await changeDeals(changes, `tagged ${tag}`)
    } catch (problem) {
      showToast(`No tag was put on. ${inWords(problem)}`, { bad: true })
    }
  }
}
