import type { SimulatedDeal, SimulatedTenant } from '../worker/analytics/domain/simulator/simulated'
import { following } from '../worker/tasks/domain/position'

type Row = Readonly<Record<string, unknown>>

/** The rows of the demo company's tasks, table by table in the order they are to be written. */
export interface DemoTasks {
  readonly tasks: readonly Row[]
  readonly task_collaborators: readonly Row[]
  readonly task_checklist_items: readonly Row[]
  readonly task_dependencies: readonly Row[]
  readonly task_comments: readonly Row[]
  readonly notifications: readonly Row[]
  readonly task_time_entries: readonly Row[]
  readonly task_templates: readonly Row[]
  readonly changes: readonly Row[]
}

interface Errand {
  readonly title: (deal: { readonly title: string; readonly customer: string; readonly contact: string }) => string
  /** Days from today it is due, and at what hour; null is some time on that day. */
  readonly day: number | null
  readonly hour: number | null
  readonly priority?: 'critical' | 'high' | 'low'
  readonly tags?: readonly string[]
  readonly steps?: readonly string[]
  readonly description?: string
  readonly estimate?: number
  readonly recurrence?: string
  readonly isShared?: boolean
  readonly isUnderWay?: boolean
  readonly waits?: boolean
}

const SURVEY = [
  'Agree dates on site',
  'Print the floor plans',
  'Check the radio range',
  'Measure ceiling heights',
  'Send photos to engineering',
]

const SITE = `They want **one gateway per hall**, mounted above the door frame so that forklifts cannot reach it.

## On site
- The site manager opens from **06:00**
- The other halls need a day’s notice
  - Hall 3 is *cold storage*: bring gloves
- Badges at the gate: see [what visitors need](https://example.com/visitors)

## To bring
- [x] Floor plans of all halls
- [x] Spare antennas
- [ ] Ladder, at least 4 m
- [ ] Battery for the range meter

> No drilling before ten: the night shift sleeps next door.`

const DELIVERY = `They were told **week 14** and need it ~~in April~~ before the audit.

1. Ask what has to be there first
2. Offer the gateways alone, sensors a week later
3. Agree on *one* person who signs for the goods`

const REPORT = `# One page, not ten
What they will ask:
- [ ] **Uptime** of each gateway, by week
- [ ] Alarms that were *real*, and those that were not
- [ ] Hours saved, by their own figures

Raw numbers are in \`pilot-readings.csv\`, in the shared folder.`

const ERRANDS: readonly Errand[] = [
  { title: ({ contact }) => `Send ${contact} the revised quote`, day: -2, hour: 16, priority: 'high', tags: ['quote'] },
  {
    title: ({ customer }) => `Chase the signed framework from ${customer}`,
    day: -1,
    hour: null,
    priority: 'critical',
    tags: ['legal'],
  },
  { title: ({ contact }) => `Call ${contact} about the delivery date`, day: 0, hour: 10.5, description: DELIVERY },
  { title: ({ contact }) => `Meet ${contact} at their office`, day: 0, hour: 13, tags: ['meeting'] },
  {
    title: ({ customer }) => `Site survey at ${customer}`,
    day: 0,
    hour: 15,
    priority: 'high',
    steps: SURVEY,
    description: SITE,
    estimate: 240,
    isShared: true,
    isUnderWay: true,
  },
  {
    title: ({ title }) => `Prepare the pilot report for ${title}`,
    day: 1,
    hour: 12,
    estimate: 90,
    tags: ['pilot'],
    waits: true,
    description: REPORT,
  },
  { title: ({ contact }) => `Agree on the acceptance test with ${contact}`, day: 2, hour: null },
  { title: ({ customer }) => `Bring finance at ${customer} to the table`, day: 4, hour: null, priority: 'high' },
  { title: ({ contact }) => `Ask ${contact} for a reference visit`, day: 6, hour: 11, tags: ['reference'] },
  {
    title: ({ title }) => `Price options for ${title}`,
    day: 9,
    hour: null,
    steps: ['Standard', 'With service', 'Rental'],
    estimate: 60,
  },
  { title: ({ customer }) => `Learn who signs at ${customer}`, day: null, hour: null, priority: 'low' },
]
const ROUTINE: Errand = {
  title: () => 'Tidy up the pipeline',
  day: 3,
  hour: 16,
  recurrence: 'FREQ=WEEKLY',
  estimate: 30,
}
const DONE = ['Send the data sheet', 'Confirm the meeting room', 'Write up the first call', 'Order demo units'] as const

const DAY_MS = 86_400_000

/** Believable work for everyone who has open deals: some of it late, some shared, some done. The same every time. */
export function demoTasks(tenantId: string, tenant: SimulatedTenant, newId: () => string, now: number): DemoTasks {
  const out = {
    tasks: [] as Row[],
    task_collaborators: [] as Row[],
    task_checklist_items: [] as Row[],
    task_dependencies: [] as Row[],
    task_comments: [] as Row[],
    notifications: [] as Row[],
    task_time_entries: [] as Row[],
    task_templates: [] as Row[],
    changes: [] as Row[],
  }
  const customers = new Map(tenant.customers.map((customer) => [customer.id, customer]))
  const managerOf = (teamId: string | null) => tenant.teams.find(({ id }) => id === teamId)?.managerId
  const midnight = Math.floor(now / DAY_MS) * DAY_MS
  const iso = (at: number) => new Date(at).toISOString()

  for (const person of tenant.people) {
    const deals = tenant.deals
      .filter(({ ownerId, status }) => ownerId === person.id && status === 'open')
      .toSorted((a, b) => b.amountMinor - a.amountMinor)
    if (deals.length === 0) continue
    const manager = managerOf(person.teamId)
    let earlier: string | undefined
    const errands = [...ERRANDS, ROUTINE].slice(0, Math.max(3, deals.length + 1))
    errands.forEach((errand, index) => {
      const id = newId()
      const deal = deals[index % deals.length]
      const task = write(id, errand, person.id, manager, deal)
      if (errand.isShared && manager) {
        out.task_collaborators.push({ tenant_id: tenantId, task_id: id, user_id: manager, can_edit: true })
        const commentId = newId()
        const toAssignee = { tenant_id: tenantId, user_id: person.id, task_id: id, actor_id: manager }
        out.notifications.push(
          {
            ...toAssignee,
            id: newId(),
            type: 'task.assigned',
            event: `task ${id} 1`,
            created_at: task.created_at,
            read_at: iso(now - 2 * DAY_MS),
          },
          {
            ...toAssignee,
            id: newId(),
            type: 'task.commented',
            event: `comment ${commentId}`,
            comment_id: commentId,
            created_at: iso(now - DAY_MS),
          },
        )
        out.task_comments.push({
          tenant_id: tenantId,
          id: commentId,
          task_id: id,
          author_id: manager,
          text: 'The last plan is from 2019. Can somebody on site check the new racking?',
          created_at: iso(now - DAY_MS),
        })
        out.task_time_entries.push({
          tenant_id: tenantId,
          id: newId(),
          task_id: id,
          user_id: person.id,
          started_at: iso(now - DAY_MS),
          minutes: 45,
          note: 'Route and access',
        })
      }
      const places = following(null, errand.steps?.length ?? 0)
      errand.steps?.forEach((title, at) => {
        const isDone = at < 2 && errand.isUnderWay === true
        const done = isDone
          ? { is_done: true, done_by: person.id, done_at: iso(now - DAY_MS) }
          : { is_done: false, done_by: null, done_at: null }
        out.task_checklist_items.push({
          tenant_id: tenantId,
          id: newId(),
          task_id: id,
          title,
          position: places[at],
          ...done,
        })
      })
      if (errand.waits && earlier) {
        out.task_dependencies.push({ tenant_id: tenantId, task_id: id, blocked_by_id: earlier })
      }
      earlier = id
      out.changes.push(created(id, task, person.id, errand.isShared && manager ? [person.id, manager] : [person.id]))
    })
    DONE.forEach((title, index) => {
      const id = newId()
      const task = write(
        id,
        { title: () => title, day: -index - 1, hour: null },
        person.id,
        undefined,
        deals[index % deals.length],
        now - (index + 1) * DAY_MS,
      )
      out.changes.push(created(id, task, person.id, [person.id]))
    })
  }
  const [maker] = tenant.people.filter(({ role }) => role === 'manager')
  if (maker) {
    const content = {
      title: 'Site survey',
      description: '',
      priority: 'high',
      visibility: 'collaborative',
      tags: ['survey'],
      estimateMinutes: 240,
      dueInDays: 5,
      checklist: SURVEY,
    }
    out.task_templates.push({
      tenant_id: tenantId,
      id: newId(),
      name: 'Site survey',
      created_by: maker.id,
      is_shared: true,
      content,
    })
  }
  return out

  function write(
    id: string,
    errand: Errand,
    assignee: string,
    manager: string | undefined,
    deal: SimulatedDeal | undefined,
    doneAt?: number,
  ): Row {
    const customer = deal && customers.get(deal.customerId)
    const contact = customer?.contacts[0]?.name.split(' ')[0] ?? 'them'
    const about = { title: deal?.title ?? '', customer: customer?.name ?? '', contact }
    const isRoutine = errand === ROUTINE
    const dueAt =
      errand.day === null
        ? null
        : midnight + errand.day * DAY_MS + (errand.hour === null ? DAY_MS - 1 : errand.hour * 3_600_000)
    const row = {
      tenant_id: tenantId,
      id,
      title: errand.title(about).slice(0, 200),
      description: errand.description ?? '',
      assigned_to: assignee,
      assigned_by: errand.isShared && manager ? manager : assignee,
      opportunity_id: isRoutine ? null : (deal?.id ?? null),
      customer_id: isRoutine ? null : (deal?.customerId ?? null),
      status: doneAt ? 'completed' : errand.isUnderWay ? 'in_progress' : 'pending',
      completed_at: doneAt ? iso(doneAt) : null,
      priority: errand.priority ?? 'medium',
      visibility: errand.isShared ? 'collaborative' : 'private',
      due_at: dueAt === null ? null : iso(dueAt),
      due_is_day: errand.day !== null && errand.hour === null,
      tags: errand.tags ?? [],
      estimate_minutes: errand.estimate ?? null,
      recurrence: errand.recurrence ?? null,
      created_at: iso((doneAt ?? now) - 3 * DAY_MS),
      updated_at: iso(doneAt ?? now - DAY_MS),
    }
    out.tasks.push(row)
    return row
  }

  function created(id: string, task: Row, actor: string, people: readonly string[]): Row {
    return {
      type: 'task.created',
      at: task.created_at,
      entity: 'task',
      entity_id: id,
      actor,
      audience: 'people',
      people,
      before: null,
      after: { title: task.title, status: 'pending', assignedTo: task.assigned_to },
    }
  }
}
