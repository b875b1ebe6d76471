import type { Probability } from '../probability'
import type { Reason } from '../waterfall-geometry'

/** An example deal: 31 percent is usual, this one stands at 64. Its reasons add up in log-odds, as a model's do. */
export const DEAL: Probability = { value: 0.64, low: 0.55, high: 0.72, weekAgo: 0.57, confidence: 'medium' }

export const REASONS: readonly Reason[] = [
  { key: 'replies', label: 'Buyer replies within a day', detail: 'median 6 h, 11 of 12 e-mails', logOdds: 0.5836 },
  { key: 'pilot', label: 'Pilot passed on line 3', logOdds: 0.5002 },
  { key: 'pace', label: 'Faster than usual here', detail: '10 d, won deals take 14 d', logOdds: 0.3752 },
  { key: 'people', label: '4 people engaged', logOdds: 0.2918 },
  { key: 'before', label: 'Won 3 of 4 here before', logOdds: 0.2501 },
  { key: 'meeting', label: 'No meeting in 21 days', logOdds: -0.3752 },
  { key: 'moved', label: 'Close date moved twice', logOdds: -0.2084 },
  { key: 'source', label: 'Came from a trade fair', logOdds: -0.0141 },
  { key: 'size', label: 'Larger than usual', logOdds: -0.0277 },
]
