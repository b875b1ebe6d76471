import { useNavigate } from '@solidjs/router'
import Building from 'lucide-solid/icons/building-complex'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Kanban from 'lucide-solid/icons/kanban'
import LogOut from 'lucide-solid/icons/log-out'
import Moon from 'lucide-solid/icons/moon'
import Search from 'lucide-solid/icons/search'
import Sun from 'lucide-solid/icons/sun'
import UserRound from 'lucide-solid/icons/user-round'
import { createMemo, type JSX, Show } from 'solid-js'
import type { OpportunityRow, ScoreBrief } from '../../worker/sales/contract'
import type { TaskRow } from '../../worker/tasks/contract'
import { paths } from './paths'
import type { CustomerBrief } from './sync/rows'
import { useSync } from './sync/store'
import { type Command, createMatch, useCommands, useSearch, wordsOf } from './ui/commands'
import { ProbabilityBadge } from './ui/probability-badge'
import { isDark, setThemeChoice } from './ui/theme'
import { Money } from './ui/values'

const MOST = 6 // of a kind: more would push the commands out of sight, and more letters bring fewer

/**
 * What the palette offers on every screen: the deals, customers and tasks on this device, the way to all the others, and
 * what the menus hold. There only while the palette is open, so that nothing is kept ready for it.
 */
export default function FromAnywhere(props: { readonly onSignOut: () => void }): JSX.Element {
  const sync = useSync()
  const navigate = useNavigate()
  const deals = createMemo(() =>
    Object.values(sync.rows.opportunities)
      .filter(({ status }) => status === 'open')
      .map((deal) => ({ deal, words: wordsOf(`${deal.customerName} ${deal.title}`) })),
  )
  const customers = createMemo(() =>
    Object.values(sync.rows.customers).map((customer) => ({ customer, words: wordsOf(customer.name) })),
  )
  const tasks = createMemo(() =>
    Object.values(sync.rows.tasks)
      .filter(({ status }) => status === 'pending' || status === 'in_progress')
      .map((task) => ({ task, words: wordsOf(`${task.title} ${task.customerName ?? ''}`) })),
  )
  const stageOf = ({ pipelineId, stageId }: OpportunityRow) =>
    sync.rows.pipelines[pipelineId]?.stages.find(({ id }) => id === stageId)?.name

  const asCommand = (deal: OpportunityRow): Command => ({
    id: `deal.${deal.id}`,
    label: `${deal.customerName} · ${deal.title}`,
    group: 'Deals',
    icon: Kanban,
    detail: () => <DealDetail deal={deal} stage={stageOf(deal)} />,
    run: () => navigate(paths.deal(deal.id)),
  })
  const customerCommand = (customer: CustomerBrief): Command => {
    const company = sync.rows.customers[customer.companyId ?? '']?.name
    return {
      id: `customer.${customer.id}`,
      label: company ? `${customer.name} · ${company}` : customer.name,
      group: 'Customers and people',
      icon: customer.kind === 'company' ? Building : UserRound,
      run: () => navigate(paths.customer(customer.id)),
    }
  }
  const taskCommand = ({ id, title, customerName }: TaskRow): Command => ({
    id: `task.${id}`,
    label: customerName ? `${title} · ${customerName}` : title,
    group: 'Tasks',
    icon: CircleCheck,
    run: () => navigate(paths.task(id)),
  })
  const wholly = (id: string, label: string, address: string): Command => ({
    id,
    label,
    group: 'Search everything',
    icon: Search,
    last: true,
    run: () => navigate(address),
  })
  useSearch((query) => {
    const fits = createMatch(query)
    const typed = query.trim()
    const asked = encodeURIComponent(typed)
    return [
      ...deals()
        .filter(({ words }) => fits(words))
        .toSorted((a, b) => (b.deal.score?.probability ?? -1) - (a.deal.score?.probability ?? -1))
        .slice(0, MOST)
        .map(({ deal }) => asCommand(deal)),
      ...customers()
        .filter(({ words }) => fits(words))
        .slice(0, MOST)
        .map(({ customer }) => customerCommand(customer)),
      ...tasks()
        .filter(({ words }) => fits(words))
        .slice(0, MOST)
        .map(({ task }) => taskCommand(task)),
      wholly('find.deals', `Search all deals for “${typed}”`, `${paths.pipeline()}?view=table&status=all&q=${asked}`),
      wholly('find.customers', `Search all customers for “${typed}”`, `${paths.customers()}?q=${asked}`),
    ]
  })
  useCommands(() => [
    isDark()
      ? { id: 'theme', label: 'Use the light theme', group: 'General', icon: Sun, run: () => setThemeChoice('light') }
      : { id: 'theme', label: 'Use the dark theme', group: 'General', icon: Moon, run: () => setThemeChoice('dark') },
    {
      id: 'sign-out',
      label: 'Sign out',
      also: 'log off leave',
      group: 'General',
      icon: LogOut,
      run: () => props.onSignOut(),
    },
  ])
  return null
}

function DealDetail(props: { deal: OpportunityRow; stage: string | undefined }): JSX.Element {
  return (
    <>
      <span class="t12 q2">{props.stage}</span>
      <Show when={props.deal.score}>{(score) => <ProbabilityBadge size="row" probability={badge(score())} />}</Show>
      <Money amountMinor={props.deal.amountMinor} currency={props.deal.currency} short class="num n" />
    </>
  )
}

const badge = ({ probability, confidence }: ScoreBrief) => ({ value: probability, confidence })
