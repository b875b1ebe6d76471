import { type JSX, Show } from 'solid-js'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { AgeMark } from '../../ui/age-mark'
import { Avatar } from '../../ui/avatar'
import { daysBetween } from '../../ui/format'
import { ProbabilityBadge, ProbabilityPending } from '../../ui/probability-badge'
import { Money, When } from '../../ui/values'
import { probabilityOf } from './probability-of'
import { SignalMarks } from './signal-marks'

export interface DealCardProps {
  readonly id: string
  /** Won deals usually stay this long in the stage. */
  readonly norm: number | null
  readonly isOpen: boolean
  /** It has just been moved here. */
  readonly isMoved: boolean
  readonly mayMove: boolean
  readonly onOpen: (id: string, event: MouseEvent) => void
  readonly onMenu: (id: string, button: HTMLElement) => void
}

/** The id of the sentence that tells, on every card, how to move it by keyboard; it stands once on the board. */
export const CARD_HINT = 'card-hint'

/** A deal on the board. A link, so that it opens in a tab of its own as any other; its menu stands beside it, not in it. */
export function DealCard(props: DealCardProps): JSX.Element {
  const sync = useSync()
  const people = usePeople()
  const session = useSession()
  const row = () => sync.rows.opportunities[props.id]
  const owner = () => people.nameOf(row()?.ownerId ?? '')
  return (
    <Show when={row()}>
      {(deal) => (
        <li class={props.isMoved ? 'slot landed' : 'slot'}>
          <a
            class="deal"
            href={paths.deal(props.id)}
            data-deal={props.id}
            draggable={false}
            aria-current={props.isOpen ? 'true' : undefined}
            aria-describedby={props.mayMove ? CARD_HINT : undefined}
            onClick={(event) => props.onOpen(props.id, event)}
          >
            <h3>{deal().title}</h3>
            <p class="clip">{deal().customerName}</p>
            <Show when={deal().score} fallback={<ProbabilityPending why="No score yet" />}>
              {(score) => (
                <>
                  <ProbabilityBadge probability={probabilityOf(score())} />
                  <SignalMarks score={score()} />
                </>
              )}
            </Show>
            <div class="l">
              <Money amountMinor={deal().amountMinor} currency={deal().currency} short class="amt" />
              <Show when={deal().expectedCloseOn} fallback={<span class="q3">No date</span>}>
                {(day) => <When date={day()} day />}
              </Show>
            </div>
            <div class="l">
              <AgeMark days={daysBetween(deal().stageEnteredAt, new Date())} norm={props.norm ?? undefined} />
              <Avatar name={owner()} me={deal().ownerId === session.me().userId} />
            </div>
          </a>
          <button
            type="button"
            class="btn ic g sm more"
            aria-label={`Actions for ${deal().title}`}
            aria-haspopup="menu"
            onClick={(event) => props.onMenu(props.id, event.currentTarget)}
          >
            <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
              <path d="M5 12h.01M12 12h.01M19 12h.01" />
            </svg>
          </button>
        </li>
      )}
    </Show>
  )
}
