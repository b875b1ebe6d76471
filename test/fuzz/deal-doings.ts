import type { Command } from '../../web/src/sync/operation'
import { newId } from '../../worker/kernel/ids'
import type { OpportunityRow } from '../../worker/sales/contract'
import type { Company } from '../support/actors'
import type { Tab } from '../support/tabs'

export const DEAL_KINDS = ['move', 'title', 'amount', 'next step', 'take back', 'note', 'open', 'close'] as const
export type DealKind = (typeof DEAL_KINDS)[number]

const MOST = 60

type Facts = Partial<Pick<OpportunityRow, 'title' | 'amountMinor' | 'nextStep'>>

/** What people do to deals in random runs, as the app would say it. */
export class DealDoings {
  /** What each of them would leave behind exactly once, by the id its client made. */
  readonly notes = new Set<string>()
  private readonly company: Company
  private readonly customerId: string
  private readonly ids: string[]
  /** What each tab changed last, and how it was before. */
  private readonly undoable = new WeakMap<Tab, { readonly id: string; readonly before: Facts }>()

  constructor(company: Company, customerId: string, ids: readonly string[]) {
    this.company = company
    this.customerId = customerId
    this.ids = [...ids]
  }

  command(kind: DealKind, which: number, value: number, tab: Tab): Command | undefined {
    const id = this.ids[which % this.ids.length]! // within it
    const row = tab.views.opportunities.get(id)
    const { stages, pipelineId } = this.company
    const path = `/opportunities/${id}`
    switch (kind) {
      case 'title':
        return this.change(tab, id, { title: `Title ${value}` })
      case 'amount':
        return this.change(tab, id, { amountMinor: value })
      case 'next step':
        return this.change(tab, id, { nextStep: `Step ${value}` })
      case 'take back': {
        const last = this.undoable.get(tab)
        return last && this.change(tab, last.id, last.before)
      }
      case 'move': {
        const stageId = [stages.lead, stages.qualified, stages.proposal][value % 3]! // within it
        const effects = [{ entity: 'opportunities', id, set: { stageId } }] as const
        return row && { what: 'Move', method: 'POST', path: `${path}/move`, body: { stageId }, effects, brings: 'deal' }
      }
      case 'close': {
        if (!row || value % 10 !== 0) return undefined // or soon there is nothing left
        const effects = [{ entity: 'opportunities', id, set: { status: 'won' } }] as const
        const body = { outcome: 'won' }
        return { what: 'Win', method: 'POST', path: `${path}/close`, body, effects, brings: 'deal' }
      }
      case 'note': {
        const note = newId()
        this.notes.add(note)
        const body = {
          id: note,
          opportunityId: id,
          channel: 'note',
          content: `Note ${value}`,
          occurredAt: new Date().toISOString(),
        }
        return { what: 'Note', method: 'POST', path: '/interactions', body, effects: [], brings: 'activity' }
      }
      case 'open': {
        if (this.ids.length > MOST) return undefined
        const opened = newId()
        this.ids.push(opened)
        const { customerId } = this
        const body = { id: opened, title: `New ${value}`, amountMinor: value, customerId, pipelineId }
        return { what: 'Open', method: 'POST', path: '/opportunities', body, effects: [], brings: 'deal' }
      }
    }
  }

  private change(tab: Tab, id: string, body: Facts): Command | undefined {
    const row = tab.views.opportunities.get(id)
    if (!row) return undefined
    const path = `/opportunities/${id}`
    const before: Facts = Object.fromEntries(Object.keys(body).map((key) => [key, row[key as keyof Facts] ?? null]))
    this.undoable.set(tab, { id, before })
    return {
      what: 'Change',
      method: 'PATCH',
      path,
      body,
      effects: [{ entity: 'opportunities', id, set: body }],
      basis: { path, id, version: row.version, before },
      brings: 'deal',
    }
  }
}
