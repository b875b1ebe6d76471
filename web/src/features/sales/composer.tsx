import type { JSX } from 'solid-js'
import { v7 } from 'uuid'
import type { CustomerRow, NewInteraction } from '../../../../worker/sales/contract'
import { createSubmission } from '../../api/submission'
import { COMPOSER_FIELDS, type Logged, Composer as Sheet } from '../../ui/composer'
import { useLogInteraction } from './deal-commands'

export interface ComposerProps {
  readonly dealId: string
  /** People of the customer, to say who it was with. */
  readonly people: readonly Pick<CustomerRow, 'id' | 'name' | 'jobTitle'>[]
  readonly onLogged?: (() => void) | undefined
  /** Takes the focus as soon as it is there. */
  readonly autofocus?: boolean | undefined
}

/** Where what was said about a deal is written down. */
export function Composer(props: ComposerProps): JSX.Element {
  const log = useLogInteraction()
  const form = createSubmission(COMPOSER_FIELDS)
  async function send(logged: Logged, done: string): Promise<boolean> {
    let isKept = false
    await form.run(async () => {
      const wanted: NewInteraction = {
        ...logged,
        id: v7() as NonNullable<NewInteraction['id']>,
        opportunityId: props.dealId as NonNullable<NewInteraction['opportunityId']>,
      }
      await log(props.dealId, wanted, done)
      isKept = true
    })
    if (isKept) props.onLogged?.()
    return isKept
  }
  return (
    <Sheet
      people={props.people}
      autofocus={props.autofocus}
      onLog={send}
      busy={form.busy()}
      error={form.error() ?? COMPOSER_FIELDS.map(form.errorOf).find(Boolean)}
    />
  )
}
