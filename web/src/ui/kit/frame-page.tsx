import Calendar from 'lucide-solid/icons/calendar'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { paths } from '../../paths'
import { AgeMark } from '../age-mark'
import { Avatar } from '../avatar'
import { Button, buttonClass, IconButton } from '../button'
import { Chip } from '../chip'
import { useCommands } from '../commands'
import { formatMoneyShort } from '../format'
import { Menu } from '../menu'
import type { Probability } from '../probability'
import { ProbabilityBadge, ProbabilityPanel } from '../probability-badge'
import { DESTINATIONS } from '../shell/destinations'
import { Frame } from '../shell/frame'
import { Page } from '../shell/page'
import { Peek } from '../shell/peek'
import { SYNCED, type SyncStatus } from '../shell/sync-status'
import { Spark } from '../spark'
import { StageBar } from '../stepper'
import { showToast } from '../toast'
import { DEAL } from './sample'

const STAGES = ['Qualified', 'Discovery', 'Pilot', 'Proposal', 'Negotiation']

interface Card {
  readonly id: number
  readonly title: string
  readonly customer: string
  readonly amountMinor: number
  readonly probability: Probability
}

const TITLES = [
  ['Level sensors, 40 silos', 'Moulins Aubry'],
  ['Oven profiling kit', 'Casa Moreno'],
  ['Cold-store monitoring, 12 sites', 'Nordmøre Fisk'],
  ['Vibration monitoring, lines 3–6', 'Rheinwerk Papier'],
  ['Dock weighing sensors', 'Porto Seco Logistics'],
] as const

const CARDS: readonly Card[] = STAGES.flatMap((_, stage) =>
  TITLES.slice(0, 5 - (stage % 3)).map(([title, customer], index) => ({
    id: stage * 10 + index,
    title,
    customer,
    amountMinor: 1_240_000 * (index + 1) * (stage + 1),
    probability:
      stage === 3 && index === 3 ? DEAL : { value: 0.14 + stage * 0.17 + index * 0.02, confidence: 'medium' },
  })),
)

/** The frame around a screen of made-up deals: rail, head, tools, board, peek, status line, bottom bar. */
export default function FramePage(): JSX.Element {
  const offline = new URLSearchParams(window.location.search).has('offline')
  const sync = (): SyncStatus => (offline ? { ...SYNCED, state: 'offline', pending: 3 } : SYNCED)
  return (
    <Frame
      account={{ tenant: 'Tervo Sensing', name: 'Inês Carvalho', email: 'ines@tervo.example' }}
      destinations={DESTINATIONS}
      sync={sync}
      onSettings={() => showToast('Settings')}
      onSessions={() => showToast('Sessions')}
      onSignOut={() => showToast('Signed out')}
    >
      <Board />
    </Frame>
  )
}

function Board(): JSX.Element {
  const [open, setOpen] = createSignal<number | undefined>(33)
  const at = () => CARDS.findIndex((card) => card.id === open())
  const step = (by: number) => setOpen(CARDS[(at() + by + CARDS.length) % CARDS.length]?.id)
  useCommands(() => [
    { id: 'list.next', label: 'Next deal', group: 'List', keys: 'j', keyOnly: true, run: () => step(1) },
    { id: 'list.previous', label: 'Previous deal', group: 'List', keys: 'k', keyOnly: true, run: () => step(-1) },
  ])
  return (
    <Page
      title="Pipeline"
      actions={
        <>
          <Button class="desk" tone="primary" icon={Plus}>
            New deal
          </Button>
          <span class="phone">
            <IconButton icon={Plus} label="New deal" tone="primary" />
          </span>
        </>
      }
      tools={
        <>
          <Chip icon={Calendar}>Closes before Apr</Chip>
          <Chip icon={Plus} dashed>
            Filter
          </Chip>
          <i class="sp" />
          <span class="t12 n desk">
            <b>€1.84m</b> <span class="q3">total</span>
          </span>
        </>
      }
      hints={[
        { keys: ['j', 'k'], does: 'next' },
        { keys: ['m'], does: 'move' },
      ]}
      peek={
        <Show when={CARDS[at()]}>
          {(card) => (
            <Peek
              label={card().title}
              position={`${at() + 1} of ${CARDS.length}`}
              onPrevious={() => step(-1)}
              onNext={() => step(1)}
              href={paths.kit()}
              onClose={() => setOpen(undefined)}
              footer={<PeekFooter />}
            >
              <PeekBody card={card()} />
            </Peek>
          )}
        </Show>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <div class="kan" tabIndex={0} role="group" aria-label="Stages">
        <For each={STAGES}>
          {(stage, index) => <Column stage={stage} index={index()} open={open()} onOpen={setOpen} />}
        </For>
      </div>
    </Page>
  )
}

function PeekFooter(): JSX.Element {
  return (
    <>
      <Button tone="primary">Book meeting</Button>
      <Button>Log activity</Button>
      <i class="sp desk" />
      <Menu
        class={buttonClass({}, 'ic')}
        aria-label="More actions"
        groups={[{ items: [{ label: 'Mark as lost', onSelect: () => showToast('Lost') }] }]}
        placement="top-end"
      >
        <Ellipsis class="i" />
      </Menu>
    </>
  )
}

function PeekBody(props: { card: Card }): JSX.Element {
  return (
    <>
      <div class="blk">
        <h2 class="ttl">{props.card.title}</h2>
        <p class="q2">{props.card.customer}</p>
        <div class="mt-3">
          <StageBar count={5} at={Math.floor(props.card.id / 10)} />
        </div>
        <dl class="mt-2">
          <div class="prop">
            <dt>Amount</dt>
            <dd class="n">{formatMoneyShort(props.card.amountMinor, 'EUR')}</dd>
          </div>
          <div class="prop">
            <dt>Owner</dt>
            <dd>
              <Avatar name="Inês Carvalho" me beside />
              Inês Carvalho
            </dd>
          </div>
        </dl>
      </div>
      <section class="blk">
        <h2>Chance to win</h2>
        <ProbabilityPanel
          probability={props.card.probability}
          history={<Spark span="Eight weeks" values={[0.38, 0.4, 0.39, 0.47, 0.51, 0.5, 0.57, 0.64]} />}
        />
      </section>
    </>
  )
}

interface ColumnProps {
  readonly stage: string
  readonly index: number
  readonly open: number | undefined
  readonly onOpen: (id: number) => void
}

function Column(props: ColumnProps): JSX.Element {
  const cards = () => CARDS.filter((card) => Math.floor(card.id / 10) === props.index)
  return (
    <section class="col" aria-label={props.stage}>
      <header class="col-h">
        <div class="pager" aria-hidden="true">
          <For each={STAGES}>{(stage) => <i class={stage === props.stage ? 'f' : ''} />}</For>
        </div>
        <h2>
          {props.stage}
          <span class="n">{cards().length}</span>
        </h2>
        <p>
          <span>€434k</span>
          <span>€83.9k weighted</span>
        </p>
        <div class="bar">
          <i style={{ '--v': `${20 + props.index * 15}%` }} />
        </div>
      </header>
      <For each={cards()}>
        {(card) => (
          <a
            class="deal"
            href={paths.kit()}
            aria-current={card.id === props.open ? 'true' : undefined}
            onClick={(event) => {
              event.preventDefault()
              props.onOpen(card.id)
            }}
          >
            <h3>{card.title}</h3>
            <p class="clip">{card.customer}</p>
            <ProbabilityBadge probability={card.probability} />
            <div class="l">
              <span class="amt">{formatMoneyShort(card.amountMinor, 'EUR')}</span>
              <span>18 Dec</span>
            </div>
            <div class="l">
              <AgeMark days={card.id} norm={21} />
              <Avatar name="Inês Carvalho" me={card.id % 2 === 0} />
            </div>
          </a>
        )}
      </For>
    </section>
  )
}
