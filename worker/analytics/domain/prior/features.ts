import { STANDARD_FEATURES } from '../features/catalogue'
import type { FeatureDefinition } from '../features/definition'

// How a deal moves, is talked about and is kept up: days, counts and ratios, which mean the same in every company. No name,
// no amount, no rate of anybody, since those are one company's own.
const NAMES: ReadonlySet<string> = new Set([
  'stage_progress',
  'stage_age_days',
  'stage_age_ratio',
  'pace',
  'velocity',
  'stage_regressions',
  'deal_age_days',
  'watched_days',
  'close_date_slips',
  'slipped_days',
  'days_to_close',
  'amount_vs_usual',
  'amount_changes',
  'amount_trend',
  'calls_30d',
  'emails_30d',
  'meetings_30d',
  'meetings_90d',
  'days_since_contact',
  'days_since_meeting',
  'days_since_reply',
  'reply_ratio',
  'reply_days',
  'people_engaged',
  'sentiment_mean',
  'next_step_planned',
  'next_step_in_days',
])

/** What the shipped model looks at. */
export const PRIOR_FEATURES: readonly FeatureDefinition[] = STANDARD_FEATURES.filter(({ name }) => NAMES.has(name))
