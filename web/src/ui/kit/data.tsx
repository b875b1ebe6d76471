import { createSignal, type JSX } from 'solid-js'
import { AgeMark } from '../age-mark'
import { Avatar } from '../avatar'
import type { Probability } from '../probability'
import { ProbabilityBadge, ProbabilityPanel, ProbabilityPending } from '../probability-badge'
import { Skeleton } from '../progress'
import { Spark } from '../spark'
import { StageBar, StageStepper } from '../stepper'
import { type Sort, Table } from '../table'
import { Money, When } from '../values'
import { WhyBlock } from '../waterfall'
import { WizardSteps } from '../wizard-steps'
import { Part } from './part'
import { DEAL, REASONS } from './sample'

const FALLING: Probability = { value: 0.48, weekAgo: 0.54, confidence: 'medium' }
const LOW: Probability = { value: 0.24, confidence: 'low' }
const HIGH: Probability = { value: 0.91, confidence: 'high' }

export function DataSections(): JSX.Element {
  return (
    <>
      <Part title="Probability badge: card, row, pending, panel">
        <div class="w-40">
          <ProbabilityBadge probability={DEAL} />
        </div>
        <ProbabilityBadge probability={LOW} size="row" />
        <ProbabilityBadge probability={HIGH} size="row" />
        <div class="w-40">
          <ProbabilityPending why="No model yet" />
        </div>
        <div class="w-full">
          <ProbabilityPanel
            probability={DEAL}
            full
            history={<Spark span="Ten weeks" values={[0.31, 0.33, 0.32, 0.4, 0.44, 0.41, 0.52, 0.5, 0.57, 0.64]} />}
          />
        </div>
      </Part>
      <Part title="Card: rest, selected, loading">
        <Cards />
      </Part>
      <Part title="Stage stepper and bar">
        <Stages />
      </Part>
      <Part title="Waterfall">
        <div class="w-full">
          <WhyBlock base={0.31} value={0.64} reasons={REASONS} />
        </div>
      </Part>
      <Part title="Table">
        <Deals />
      </Part>
    </>
  )
}

function Cards(): JSX.Element {
  return (
    <>
      <a class="deal w-48 phone:w-full" href="/kit">
        <h3>Gas detection upgrade</h3>
        <p class="clip">Solvex Chemie</p>
        <ProbabilityBadge probability={FALLING} />
        <div class="l">
          <Money amountMinor={11_900_000} currency="EUR" short class="amt" />
          <When date="2026-12-11" day />
        </div>
        <div class="l">
          <AgeMark days={23} norm={14} />
          <Avatar name="Inês Carvalho" me />
        </div>
      </a>
      <a class="deal w-48 phone:w-full" href="/kit" aria-current="true">
        <h3>Wagon hot-box detectors</h3>
        <p class="clip">Baltic Rail Cargo</p>
        <ProbabilityBadge probability={{ value: 0.55, confidence: 'medium' }} />
        <div class="l">
          <Money amountMinor={9_600_000} currency="EUR" short class="amt" />
          <When date="2026-12-22" day />
        </div>
        <div class="l">
          <AgeMark days={8} norm={14} />
          <Avatar name="Kofi Mensah" />
        </div>
      </a>
      <div class="deal grid w-48 content-start gap-2">
        <Skeleton width="80%" />
        <Skeleton width="50%" height="10px" />
        <Skeleton height="3px" />
      </div>
    </>
  )
}

const STEPS = [
  { id: 'qualified', name: 'Qualified', note: '4 d' },
  { id: 'pilot', name: 'Pilot', note: '28 d' },
  { id: 'proposal', name: 'Proposal', note: '10 d' },
  { id: 'negotiation', name: 'Negotiation', note: 'norm 12' },
]

function Stages(): JSX.Element {
  const [stage, setStage] = createSignal('proposal')
  return (
    <div class="grid w-full gap-4">
      <StageStepper steps={STEPS} current={stage()} onMove={setStage} />
      <div class="w-48">
        <StageBar count={5} at={3} />
      </div>
      <WizardSteps label="Steps of an import" steps={['File', 'Columns', 'Check', 'Import']} at={1} />
    </div>
  )
}

const DEALS = [
  { title: 'Level sensors, 40 silos', amount: 9_100_000, closes: '2027-02-05' },
  { title: 'Gas detection, cell hall', amount: 24_000_000, closes: '2027-03-26' },
  { title: 'Oven profiling kit', amount: 1_890_000, closes: '2026-12-04' },
]

function Deals(): JSX.Element {
  const [sort, setSort] = createSignal<Sort>({ key: 'amount', direction: 'descending' })
  const rows = () => {
    const factor = sort().direction === 'ascending' ? 1 : -1
    return DEALS.toSorted(
      (a, b) => factor * (sort().key === 'amount' ? a.amount - b.amount : a.title.localeCompare(b.title)),
    )
  }
  return (
    <div class="tw w-full">
      <Table
        label="Deals"
        sticky
        sort={sort()}
        onSort={setSort}
        rows={rows()}
        isSelected={(deal) => deal.title === 'Oven profiling kit'}
        columns={[
          { key: 'title', head: 'Deal', sortable: true, cell: (deal) => deal.title },
          {
            key: 'amount',
            head: 'Amount',
            number: true,
            sortable: true,
            cell: (deal) => <Money amountMinor={deal.amount} currency="EUR" />,
          },
          { key: 'closes', head: 'Closes', number: true, cell: (deal) => <When date={deal.closes} day /> },
        ]}
      />
    </div>
  )
}
