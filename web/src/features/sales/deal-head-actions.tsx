import { useNavigate } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Trophy from 'lucide-solid/icons/trophy'
import { type JSX, Show } from 'solid-js'
import type { OpportunityRow } from '../../../../worker/sales/contract'
import { paths } from '../../paths'
import { Button, buttonClass } from '../../ui/button'
import { Menu } from '../../ui/menu'
import type { DealActions } from './deal-actions'

interface HeadActionsProps {
  readonly id: string
  readonly deal: OpportunityRow
  readonly actions: DealActions
  readonly canMove: boolean
}

/** What ends a deal, and what else can be done with it. */
export function HeadActions(props: HeadActionsProps): JSX.Element {
  const navigate = useNavigate()
  const open = () => ({
    items: [
      { label: `Open ${props.deal.customerName}`, onSelect: () => navigate(paths.customer(props.deal.customerId)) },
    ],
  })
  return (
    <>
      <Show when={props.canMove}>
        <Button class="desk" icon={Trophy} onClick={() => props.actions.win(props.id)}>
          Mark as won
        </Button>
        <Button class="desk" onClick={() => props.actions.lose(props.id)}>
          Mark as lost
        </Button>
      </Show>
      <Menu
        class={buttonClass({ tone: 'quiet' }, 'ic')}
        aria-label="More actions"
        data-tip="More actions"
        placement="bottom-end"
        groups={[...props.actions.moves(props.id), open()]}
      >
        <Ellipsis class="i" />
      </Menu>
    </>
  )
}
