import type { Field } from './fields'
import { outcomeOf, priorityOf, statusOf } from './outcomes'
import { isNothing, type Shape } from './shapes'

/** Whether the values of a column can be what its name promises. An empty column can be anything. */
export function fits(field: Field, shape: Shape): boolean {
  if (shape.filled === 0) return true
  const isText = shape.dates < 0.5 && shape.numbers < 0.9
  switch (field) {
    case 'amount':
      return holds(shape.numbers, shape)
    case 'createdOn':
    case 'expectedCloseOn':
    case 'closedOn':
      return holds(shape.dates, shape)
    case 'contactEmail':
      return holds(shape.emails, shape)
    case 'contactPhone':
      return shape.dates < 0.5 && shape.phones + shape.integers >= 0.5
    case 'currency':
      return holds(shape.currencies, shape)
    case 'externalId':
      return isIdentifying(shape)
    case 'outcome':
      return shareOf(shape.distinct, (word) => outcomeOf(word) !== null) >= 0.8
    case 'priority':
      return shareOf(shape.distinct, (word) => priorityOf(word) !== null) >= 0.8
    case 'stage':
      return isText && shape.distinct.length <= 60
    case 'customer':
      // Three words on hundreds of deals are a kind of customer, not customers.
      return isText && (shape.distinct.length > 3 || shape.filled < 100)
    case 'title':
    case 'owner':
    case 'product':
    case 'source':
    case 'industry':
    case 'contactName':
      return isText && shape.averageLength < 120
    case 'lossReason':
    case 'tags':
    case 'notes':
      return isText
  }
}

/** A share of most values: four fifths, or in a short file all but one, whose row is then refused with its reason. */
function holds(share: number, { filled }: Shape): boolean {
  return share >= 0.8 || (share > 0.5 && Math.round(share * filled) >= filled - 1)
}

/** One value a row, short, and the same kind of thing throughout: what a record is known by. */
export function isIdentifying(shape: Shape): boolean {
  if (shape.filled < shape.values.length * 0.9 || shape.distinct.length < shape.filled * 0.9) return false
  const decimals = shape.numbers > 0.5 && shape.integers < 0.5
  return shape.dates < 0.5 && !decimals && shape.emails < 0.5 && shape.averageLength <= 40
}

/** Both ways a deal can end are among the words, and at most one word for one that has not. */
export function tellsOutcome(shape: Shape): boolean {
  const statuses = shape.distinct.filter((word) => !isNothing(word)).map(statusOf)
  const open = statuses.filter((status) => status === 'open').length
  return statuses.includes('won') && statuses.includes('lost') && !statuses.includes(null) && open <= 1
}

/** Both ways a deal can end are among a few words, the others being steps on the way. */
export function tellsStage(shape: Shape): boolean {
  if (shape.distinct.length > 20) return false
  const statuses = shape.distinct.map(statusOf)
  return statuses.includes('won') && statuses.includes('lost')
}

function shareOf(words: readonly string[], is: (word: string) => boolean): number {
  const telling = words.filter((word) => !isNothing(word))
  return telling.length === 0 ? 0 : telling.filter(is).length / telling.length
}
