import { assertNever } from '../../kernel/result'
import type { ConfidenceReason } from './confidence'
import { grouped, percent, plural } from './features/words'
import type { Rung } from './rung'

const deals = (count: number) => plural(count, 'closed deal')

/** What a confidence rests on, or what it lacks, in words. */
export function confidenceInWords(reason: ConfidenceReason): string {
  switch (reason.kind) {
    case 'not_own_model':
      return rungInWords(reason.rung)
    case 'wide_interval':
      return `It could as well be between ${percent(reason.low)} and ${percent(reason.high)}`
    case 'much_missing':
      return `${percent(reason.share)} of what the model looks at is not known for this deal`
    case 'unseen_values':
      return reason.count === 1
        ? 'One of its values has not occurred before'
        : `${reason.count} of its values have not occurred before`
    case 'stage_rarely_won':
      return `Only ${deals(reason.deals)} went through this stage and were won`
    case 'little_known_customer_and_owner':
      return `Few deals to go by: ${grouped(reason.customerDeals)} with this customer, ${grouped(reason.ownerDeals)} of this owner`
    case 'many_deals':
      return `Learned from ${deals(reason.deals)}`
    case 'known_customer':
      return `${deals(reason.deals)} with this customer`
    case 'known_owner':
      return `${deals(reason.deals)} of this owner`
    default:
      return assertNever(reason)
  }
}

/** What a chance rests on, as a sentence. */
function rungInWords(rung: Rung): string {
  switch (rung) {
    case 'base_rate':
      return 'It is your usual win rate: your deals so far do not tell winners from losers'
    case 'prior':
      return 'It goes by how deals usually run, learned from simulated companies: too few of yours have closed to learn from'
    case 'prior_calibrated':
      return 'It goes by how deals usually run, adjusted to how your closed deals ended'
    case 'pooled':
      return 'It goes by how deals run in companies that share what they learn, adjusted to how your closed deals ended'
    case 'residual':
      return 'It goes by how deals usually run, corrected by what your closed deals show'
    case 'own':
      return 'Learned from your own deals alone'
    default:
      return assertNever(rung)
  }
}
