import type { JSX } from 'solid-js'
import type { CustomerRow } from '../../../../worker/sales/contract'
import { GiveToMenu } from '../../people/give-to-menu'
import { BulkBar } from '../../ui/bulk-bar'
import { buttonClass } from '../../ui/button'
import { Popover } from '../../ui/popover'
import { TagForm, withTag } from '../../ui/tag-form'
import { showToast } from '../../ui/toast'
import type { CustomerChanges } from './customer-changes'

export interface CustomerBulkProps {
  readonly rows: readonly CustomerRow[]
  readonly changes: CustomerChanges
  readonly onDone: () => void
}

/** What is done about many customers at once; all of it can be taken back in one step. */
export function CustomerBulk(props: CustomerBulkProps): JSX.Element {
  const give = (ownerId: CustomerRow['ownerId'], name: string) => {
    const changes = props.rows.filter((row) => row.ownerId !== ownerId).map((row) => ({ row, patch: { ownerId } }))
    props.onDone()
    if (changes.length === 0) return void showToast(`All of them are with ${name} already`)
    void props.changes.change(changes, `given to ${name}`)
  }
  const tag = (word: string) => {
    const changes = props.rows.flatMap((row) => {
      const tags = withTag(row.tags, word)
      return tags ? [{ row, patch: { tags } }] : []
    })
    props.onDone()
    if (changes.length === 0) return void showToast(`All of them are tagged ${word} already`)
    void props.changes.change(changes, `tagged ${word}`)
  }
  return (
    <BulkBar count={props.rows.length} what="customer" onClear={props.onDone}>
      <GiveToMenu onGive={give} />
      <Popover class={buttonClass({ size: 'sm' })} label="Tag the selected customers" trigger="Tag">
        {(close) => (
          <TagForm
            onAdd={(word) => {
              close()
              tag(word)
            }}
          />
        )}
      </Popover>
    </BulkBar>
  )
}
