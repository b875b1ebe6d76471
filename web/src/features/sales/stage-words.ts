import type { Stage } from '../../../../worker/sales/contract'
import { daysBetween, formatNumber, plural } from '../../ui/format'

/** "10 days, norm 14": how long a deal has been in its stage, and how long is usual. */
export function stageAgeWords(enteredAt: string, stage: Pick<Stage, 'expectedDays'> | undefined): string {
  const days = plural(daysBetween(enteredAt, new Date()), 'day')
  return stage?.expectedDays == null ? days : `${days}, norm ${stage.expectedDays}`
}

/** "10 d, norm 14": the same where space is dear. */
export function stageAgeShort(enteredAt: string, stage: Pick<Stage, 'expectedDays'>): string {
  const days = `${formatNumber(daysBetween(enteredAt, new Date()))} d`
  return stage.expectedDays === null ? days : `${days}, norm ${stage.expectedDays}`
}
