import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { OpportunityRow, Stage } from '../../../../worker/sales/contract'
import { whyNotMove } from '../../../../worker/sales/domain/opportunity'
import { type DealWith, paths } from '../../paths'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { afterPaint } from '../../ui/after-paint'
import type { MenuGroup } from '../../ui/menu'
import { openStagesOf, useMoveOpportunity } from './queries'

const MenuAt = lazy(() => import('../../ui/menu-at'))
const WinDealDialog = lazy(() => import('./win-deal-dialog'))
const LoseDealDialog = lazy(() => import('./lose-deal-dialog'))
const LogActivityDialog = lazy(() => import('./log-activity-dialog'))
const NewDealDialog = lazy(() => import('./new-deal-dialog'))

/** What one can do with a deal from anywhere it is shown: a card, a row, the panel beside, its own page. */
export interface DealActions {
  readonly mayManage: () => boolean
  readonly mayLog: () => boolean
  readonly move: (id: string, to: Stage) => void
  /** The deal that was moved last: where it went should be seen. */
  readonly moved: () => string | undefined
  readonly win: (id: string) => void
  readonly lose: (id: string) => void
  readonly log: (id: string) => void
  /** Opens the first field of the panel that shows the deal; `editing` tells the panel. */
  readonly edit: (id: string | undefined) => void
  readonly editing: () => string | undefined
  /** Asks for a new deal, with a customer if one is named. */
  readonly add: (customer?: DealWith) => void
  /** Where it can go: other stages, won, lost. */
  readonly moves: (id: string) => readonly MenuGroup[]
  /** The menu of a card, by its button or by M. */
  readonly showMenu: (id: string, anchor: HTMLElement, returnTo?: () => HTMLElement | undefined) => void
  /** Something is being asked about a deal, by a menu or a dialog that hangs on its card. */
  readonly isAsking: () => boolean
  /** Whatever is being asked for now: once on the screen. */
  readonly dialogs: () => JSX.Element
}

type Asked =
  | { readonly what: 'win' | 'lose' | 'log'; readonly deal: OpportunityRow }
  | { readonly what: 'new'; readonly customer: DealWith | undefined }
  | {
      readonly what: 'menu'
      readonly id: string
      readonly anchor: HTMLElement
      readonly returnTo: (() => HTMLElement | undefined) | undefined
    }

export interface DealActionsOptions {
  /** Deals that are not on this device: closed ones, on their own page. */
  readonly find?: ((id: string) => OpportunityRow | undefined) | undefined
  readonly onClosed?: ((id: string) => void) | undefined
  readonly onAdded?: ((id: string) => void) | undefined
}

export function createDealActions(options: DealActionsOptions = {}): DealActions {
  const sync = useSync()
  const session = useSession()
  const navigate = useNavigate()
  const moveOpportunity = useMoveOpportunity()
  const [asked, setAsked] = createSignal<Asked>()
  const [editing, setEditing] = createSignal<string>()
  const close = () => setAsked(undefined)
  const find = (id: string) => options.find?.(id) ?? sync.rows.opportunities[id]
  const mayManage = () => session.may('opportunities.manage_assigned')
  const mayLog = () => session.may('interactions.create_own')

  const [moved, setMoved] = createSignal<string>()
  const move = (id: string, to: Stage) => {
    const deal = find(id)
    if (!deal || !mayManage()) return
    // Its glow need not be made for the very frame in which it goes there.
    setMoved(undefined)
    afterPaint(() => setMoved(id))
    void moveOpportunity(deal, to)
  }
  const ask = (what: 'win' | 'lose' | 'log', id: string) => {
    const deal = find(id)
    // The row lives; a dialog asks about the deal as it was when it was opened.
    if (deal) setAsked({ what, deal: { ...deal } })
  }
  const moves = (id: string): readonly MenuGroup[] => {
    const deal = find(id)
    if (deal?.status !== 'open' || !mayManage()) return []
    const stages = openStagesOf(sync.rows.pipelines[deal.pipelineId])
    return [
      {
        label: 'Move to',
        items: stages.map((stage) => ({
          label: stage.name,
          checked: stage.id === deal.stageId,
          off: whyNotMove(deal, stage) !== null && 'Not possible from here',
          onSelect: () => move(id, stage),
        })),
      },
      {
        items: [
          { label: 'Mark as won', onSelect: () => ask('win', id) },
          { label: 'Mark as lost', onSelect: () => ask('lose', id) },
        ],
      },
    ]
  }
  const menuFor = (id: string): readonly MenuGroup[] => {
    const log = mayLog() ? [{ label: 'Log activity', keys: 'l', onSelect: () => ask('log', id) }] : []
    return [{ items: [{ label: 'Open', onSelect: () => navigate(paths.deal(id)) }, ...log] }, ...moves(id)]
  }

  const dialogs = () => (
    <Suspense>
      <Show when={asked()} keyed>
        {(now) => {
          if (now.what === 'menu')
            return (
              <MenuAt
                anchor={now.anchor}
                returnTo={now.returnTo}
                groups={menuFor(now.id)}
                // A line of the menu may have opened a dialog in its place.
                onClose={() => setAsked((after) => (after === now ? undefined : after))}
              />
            )
          if (now.what === 'new')
            return <NewDealDialog customer={now.customer} onClose={close} onAdded={(id) => options.onAdded?.(id)} />
          if (now.what === 'log') return <LogActivityDialog deal={now.deal} onClose={close} />
          const done = () => {
            close()
            options.onClosed?.(now.deal.id)
          }
          return now.what === 'win' ? (
            <WinDealDialog deal={now.deal} onClose={close} onDone={done} />
          ) : (
            <LoseDealDialog deal={now.deal} onClose={close} onDone={done} />
          )
        }}
      </Show>
    </Suspense>
  )

  return {
    mayManage,
    mayLog,
    move,
    moved,
    win: (id) => ask('win', id),
    lose: (id) => ask('lose', id),
    log: (id) => ask('log', id),
    edit: setEditing,
    editing,
    add: (customer) => setAsked({ what: 'new', customer }),
    moves,
    showMenu: (id, anchor, returnTo) => setAsked({ what: 'menu', id, anchor, returnTo }),
    isAsking: () => asked() !== undefined,
    dialogs,
  }
}
