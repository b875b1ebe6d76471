import type { Metrics, ModelOverview, ModelSummary } from '../../../../worker/analytics/contract'

export function someMetrics(figures: Partial<Metrics> = {}): Metrics {
  return {
    auc: 0.812,
    logLoss: 0.462,
    brier: 0.148,
    calibrationError: 0.018,
    baseRateLogLoss: 0.618,
    baseRateBrier: 0.214,
    holdoutDeals: 495,
    holdoutWon: 162,
    holdoutLost: 333,
    holdout: 'newest',
    holdoutFrom: '2026-08-01',
    reliability: [],
    stages: [],
    ...figures,
  }
}

export function aModel(facts: Partial<Record<keyof ModelSummary, unknown>> = {}): ModelSummary {
  return {
    id: 'm1',
    number: 14,
    status: 'champion',
    rung: 'own',
    deals: 2474,
    won: 800,
    lost: 1674,
    trainedFrom: '2024-01-01',
    trainedTo: '2026-11-01',
    metrics: someMetrics(),
    verdict: { published: true, why: 'first', checks: [], ladder: [], detail: null },
    topFeatures: [],
    leftOut: [],
    rows: null,
    settings: null,
    halfLifeDays: null,
    turn: null,
    features: 0,
    artifactBytes: null,
    canServe: false,
    startedAt: null,
    finishedAt: null,
    ...facts,
  } as ModelSummary
}

export function anOverview(facts: Partial<ModelOverview> = {}): ModelOverview {
  return {
    champion: null,
    models: [],
    closedDeals: { won: 0, lost: 0 },
    needed: { won: 200, lost: 200 },
    baseRate: null,
    openDeals: 0,
    scoredDeals: 0,
    scoredByChampion: 0,
    isTraining: false,
    sweep: null,
    pooling: { agreedAt: null, terms: 1, deals: null, givenAt: null },
    pausedAt: null,
    watch: null,
    nextRung: null,
    ...facts,
  }
}
