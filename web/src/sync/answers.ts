import type { Prediction } from '../../../worker/analytics/contract'
import type { Interaction, Opportunity, OpportunityRow } from '../../../worker/sales/contract'
import type { BulkAnswer, TaskAnswer, TaskRow } from '../../../worker/tasks/contract'
import type { SomeIds } from './direct'
import { withEffect } from './effects'
import type { Command } from './operation'
import type { SomeRows } from './rows'
import type { Views } from './views'

/** The row the device keeps, out of the whole deal a command answers. */
export function rowOf(deal: Opportunity): OpportunityRow {
  const { id, title, customerId, customerName, ownerId, pipelineId, stageId, status, amountMinor, currency } = deal
  const { expectedCloseOn, priority, nextStep, nextStepOn, openedAt, stageEnteredAt, lastActivityAt } = deal
  const { closedAt, score, version } = deal
  return {
    id,
    title,
    customerId,
    customerName,
    ownerId,
    pipelineId,
    stageId,
    status,
    amountMinor,
    currency,
    expectedCloseOn,
    priority,
    nextStep,
    nextStepOn,
    openedAt,
    stageEnteredAt,
    lastActivityAt,
    closedAt,
    score,
    version,
  }
}

/** What an answer brings, in the place of what was assumed. */
export interface Brought {
  readonly rows: SomeRows
  readonly gone: SomeIds
}

export function broughtBy(operation: Pick<Command, 'brings' | 'effects'>, answer: unknown, views: Views): Brought {
  const { rows, gone } = told(operation, answer, views)
  // What the answer says nothing of came of it as it was assumed.
  const taskParts = operation.effects.flatMap((effect) => {
    if (effect.entity !== 'taskParts') return []
    return withEffect(effect, views.taskParts.base(effect.id)) ?? []
  })
  const notifications = operation.effects.flatMap((effect) => {
    if (effect.entity !== 'notifications') return []
    return withEffect(effect, views.notifications.base(effect.id)) ?? []
  })
  return {
    rows: {
      ...rows,
      ...(taskParts.length > 0 && { taskParts }),
      ...(notifications.length > 0 && { notifications }),
    },
    gone,
  }
}

function told({ brings, effects }: Pick<Command, 'brings' | 'effects'>, answer: unknown, views: Views): Brought {
  switch (brings) {
    case 'deal':
      return { rows: { opportunities: [rowOf(answer as Opportunity)] }, gone: {} }
    case 'activity': {
      const { interaction, prediction } = answer as { interaction: Interaction; prediction: Prediction | null }
      const deal = interaction.opportunityId && views.opportunities.base(interaction.opportunityId)
      if (!deal) return NOTHING
      const lastActivityAt = later(deal.lastActivityAt, interaction.occurredAt)
      const score = prediction ? scoreOf(prediction) : deal.score
      return { rows: { opportunities: [{ ...deal, lastActivityAt, score }] }, gone: {} }
    }
    case 'new task':
      return { rows: { tasks: [answer as TaskRow] }, gone: {} }
    case 'gone task': {
      const ids = effects.map(({ id }) => id)
      return { rows: {}, gone: { tasks: ids, taskParts: ids } }
    }
    case 'task': {
      const { task, next, takenBack } = answer as TaskAnswer
      const tasks = [...known(task, views), ...(next ? [next] : [])]
      return { rows: { tasks }, gone: { tasks: takenBack ? [takenBack] : [] } }
    }
    case 'tasks': {
      const { rows, made, takenBack } = answer as BulkAnswer
      return { rows: { tasks: [...rows.flatMap((row) => known(row, views)), ...made] }, gone: { tasks: takenBack } }
    }
    default:
      return NOTHING
  }
}

const NOTHING: Brought = { rows: {}, gone: {} }

// One that left meanwhile is not brought back by an answer that was slower.
const known = (task: TaskRow, views: Views) => (views.tasks.base(task.id) ? [task] : [])

export function later(a: string | null, b: string): string {
  return a !== null && a > b ? a : b
}

export function scoreOf({ asOf, ...prediction }: Prediction): OpportunityRow['score'] {
  const { probability, low, high, confidence, weekChange, risk, push } = prediction
  return { probability, low, high, confidence, weekChange, risk, push, scoredAt: asOf }
}
