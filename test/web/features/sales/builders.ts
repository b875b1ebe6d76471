import type { DealFacts } from '../../../../web/src/features/sales/deal-filters'

/** A deal as the board knows it. */
export function aDeal(facts: Partial<Record<keyof DealFacts, unknown>> = {}): DealFacts {
  return {
    id: 'd1',
    title: 'Press line monitoring',
    customerName: 'Werk München',
    ownerId: 'kofi',
    pipelineId: 'p1',
    stageId: 'qualified',
    status: 'open',
    amountMinor: 1_000_00,
    currency: 'EUR',
    expectedCloseOn: '2026-12-18',
    priority: 'medium',
    openedAt: '2026-11-01T08:00:00.000Z',
    score: { probability: 0.5 },
    ...facts,
  } as DealFacts
}
