import type { Prediction } from '../../worker/analytics'
import type { Actor } from '../../worker/kernel/actor'
import { newId, type UserId } from '../../worker/kernel/ids'
import type { Currency } from '../../worker/kernel/money'
import { PERMISSIONS } from '../../worker/kernel/permissions'
import { LostRace } from '../../worker/platform/unit-of-work'
import type { KnownOpportunity } from '../../worker/sales/application/deal-stores'
import type { Scorer, ScoreSubject } from '../../worker/sales/application/scores'
import type { SalesWork } from '../../worker/sales/application/work'
import type { HistoryEntry } from '../../worker/sales/contract'
import type { CustomFieldRule } from '../../worker/sales/domain/custom-values'
import type { SalesEvent } from '../../worker/sales/domain/events'
import type { Interaction } from '../../worker/sales/domain/interaction'
import type { Opportunity } from '../../worker/sales/domain/opportunity'
import type { Assignee } from '../../worker/sales/domain/owner'
import type { Pipeline } from '../../worker/sales/domain/pipeline'
import type { Spell } from '../../worker/sales/domain/stage-history'

export function anActor(facts: Partial<Actor> = {}): Actor {
  return {
    tenantId: newId(),
    userId: newId(),
    identityId: newId(),
    sessionId: newId(),
    scope: 'tenant',
    permissions: PERMISSIONS,
    accessVersion: 1,
    ...facts,
  }
}

export interface Scene {
  readonly actor?: Actor
  readonly now?: Date
  readonly deals?: readonly (Opportunity | KnownOpportunity)[]
  readonly spells?: Readonly<Record<string, readonly Spell[]>>
  readonly pipelines?: readonly Pipeline[]
  /** Names by id. */
  readonly customers?: Readonly<Record<string, string>>
  readonly people?: readonly Assignee[]
  readonly products?: readonly { readonly id: never; readonly isArchived: boolean }[]
  readonly customFields?: readonly CustomFieldRule[]
  readonly lossReasons?: readonly string[]
  readonly past?: readonly HistoryEntry[]
  /** What the model says of any deal; without it no model serves. */
  readonly prediction?: Prediction
}

/** What a use case did to the scene it was given. */
export interface FakeSalesWork extends SalesWork {
  readonly emitted: SalesEvent[]
  readonly deals: Map<string, KnownOpportunity>
  readonly spells: Map<string, Spell[]>
  readonly theirPipelines: Map<string, Pipeline>
  readonly logged: Interaction[]
  readonly scored: { subject: ScoreSubject; after: Opportunity; changes: readonly SalesEvent[]; cause: string }[]
}

// What use cases about deals touch; the rest of `SalesWork` is not there, and reaching for it fails the test.
type DealPart = Pick<
  SalesWork,
  | 'actor'
  | 'now'
  | 'opportunities'
  | 'stageHistory'
  | 'pipelines'
  | 'references'
  | 'changes'
  | 'scores'
  | 'readTone'
  | 'emit'
> & { readonly interactions: Pick<SalesWork['interactions'], 'add' | 'noteActivity'> }

/**
 * The stores of sales as a few maps. Like the database it refuses a write against an older version; unlike it, what is
 * written stays written, so a test of a refusal looks that nothing was.
 */
export function fakeSalesWork(scene: Scene = {}): FakeSalesWork {
  const actor = scene.actor ?? anActor()
  const now = scene.now ?? new Date('2026-03-02T10:00:00.000Z')
  const known = (scene.deals ?? []).map((deal) =>
    'opportunity' in deal ? deal : { opportunity: deal, customerName: 'Globex', score: null },
  )
  const deals = new Map<string, KnownOpportunity>(known.map((deal) => [deal.opportunity.id, deal]))
  const spells = new Map<string, Spell[]>(Object.entries(scene.spells ?? {}).map(([id, theirs]) => [id, [...theirs]]))
  const theirPipelines = new Map((scene.pipelines ?? []).map((p) => [p.id as string, p]))
  const emitted: SalesEvent[] = []
  const logged: Interaction[] = []
  const scored: FakeSalesWork['scored'] = []
  const people = new Map<UserId, Assignee>([[actor.userId, { id: actor.userId, status: 'active', isInTeam: true }]])
  for (const person of scene.people ?? []) people.set(person.id, person)
  const spellsOf = (id: string) => (spells.get(id) ?? []).toSorted((a, b) => (a.enteredAt < b.enteredAt ? 1 : -1))

  const work: DealPart = {
    actor,
    now,
    opportunities: {
      find: async (id) => deals.get(id),
      ofInteraction: async (id) => deals.get(logged.find((one) => one.id === id)?.opportunityId ?? ''),
      add: (opportunity) => {
        deals.set(opportunity.id, { opportunity, customerName: '', score: null })
      },
      save: (before, after) => {
        const present = deals.get(before.id)
        if (present?.opportunity.version !== before.version) throw new LostRace()
        deals.set(before.id, { ...present, opportunity: after })
      },
    },
    stageHistory: {
      recent: async (id) => spellsOf(id).slice(0, 2),
      all: async (id, limit) => spellsOf(id).slice(0, limit),
      begin: ({ id, stageId, stageEnteredAt }) => {
        spells.set(id, [{ stageId, enteredAt: stageEnteredAt, leftAt: null }])
      },
      record: ({ id }, step) => {
        const [present, before, ...older] = spellsOf(id)
        const kept =
          step.kind === 'taken_back'
            ? [{ ...before!, leftAt: null }, ...older]
            : [
                { stageId: step.stageId, enteredAt: step.enteredAt, leftAt: null },
                ...(present ? [{ ...present, leftAt: step.enteredAt }] : []),
                ...(before ? [before, ...older] : []),
              ]
        spells.set(id, kept)
      },
    },
    pipelines: {
      all: async () => [...theirPipelines.values()].sort((a, b) => a.position - b.position),
      openDeals: async (stageId) =>
        [...deals.values()].filter(({ opportunity: o }) => o.stageId === stageId && o.status === 'open').length,
      add: (pipeline) => {
        theirPipelines.set(pipeline.id, pipeline)
      },
      save: (before, after) => {
        if (theirPipelines.get(before.id)?.version !== before.version) throw new LostRace()
        theirPipelines.set(before.id, after)
      },
    },
    references: {
      customerName: async (id) => scene.customers?.[id],
      assignee: async (id) => people.get(id),
      products: async (ids) => (scene.products ?? []).filter(({ id }) => ids.includes(id)),
      customFields: async () => scene.customFields ?? [],
      company: async () => ({ currency: 'EUR' as Currency, lossReasons: scene.lossReasons ?? ['Price', 'Timing'] }),
    },
    changes: { of: async (_entity, _id, limit) => (scene.past ?? []).slice(0, limit) },
    interactions: {
      add: (interaction) => {
        logged.push(interaction)
      },
      noteActivity: (id, at) => {
        const deal = deals.get(id)
        if (deal) deals.set(id, { ...deal, opportunity: { ...deal.opportunity, lastActivityAt: at } })
      },
    },
    scores: {
      load: async (subject): Promise<Scorer> => ({
        score: async (after, changes, cause) => {
          scored.push({ subject, after, changes, cause })
          return scene.prediction ?? null
        },
      }),
    },
    readTone: async () => null,
    emit: (event) => {
      emitted.push(event)
    },
  }
  return { ...work, emitted, deals, spells, theirPipelines, logged, scored } as unknown as FakeSalesWork
}
