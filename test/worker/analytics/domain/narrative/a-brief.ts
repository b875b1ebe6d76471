import type { NarrativeBrief } from '../../../../../worker/analytics/domain/narrative/brief'

export function aBrief(given: Partial<NarrativeBrief> = {}): NarrativeBrief {
  return {
    title: 'Vibration monitoring, lines 3–6',
    customer: 'Rheinwerk Papier',
    stage: 'Proposal',
    owner: 'Inês Carvalho',
    amount: '€184,000',
    closesOn: '2026-12-18',
    nextStep: 'Send revised quote',
    chance: 64,
    low: 55,
    high: 72,
    usual: 31,
    confidence: 'medium',
    weekChange: 7,
    isOwn: true,
    reasons: [
      { words: 'Buyer replies within a day', points: 14 },
      { words: 'No meeting in 21 days', points: -9 },
      { words: '4 people engaged', points: 7 },
    ],
    risk: null,
    push: { action: 'A meeting', points: 9 },
    talks: [{ on: '2026-11-20', what: 'email in', text: 'The board liked the pilot numbers.' }],
    ...given,
  }
}
