import { type JSX, Show } from 'solid-js'
import type { CustomerRow } from '../../../../worker/sales/contract'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { BulkBar } from '../../ui/bulk-bar'
import { buttonClass } from '../../ui/button'
import { Menu } from '../../ui/menu'
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
  const session = useSession()
  const sync = useSync()
  const people = () =>
    Object.values(sync.rows.users)
      .filter(({ status }) => status === 'active')
      .toSorted((a, b) => a.name.localeCompare(b.name))
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
      {/* Who sees only their own customers cannot give any away: they would be gone. */}
      <Show when={session.me().role.scope !== 'own'}>
        <Menu
          class={buttonClass({ size: 'sm' })}
          placement="top-start"
          groups={[
            {
              label: 'Give to',
              items: people().map(({ id, name }) => ({ label: name, onSelect: () => give(id, name) })),
            },
          ]}
        >
          Give to
        </Menu>
      </Show>
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
