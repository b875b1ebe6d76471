import ListPlus from 'lucide-solid/icons/list-plus'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { CustomField } from '../../../../worker/sales/contract'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { plural } from '../../ui/format'
import { EmptyState } from '../../ui/states'
import { showUndo } from '../../ui/toast'
import { AdminPage, Await } from './admin-page'
import { ENTITY_WORDS, fieldsOf, TYPE_WORDS } from './field-words'
import { LineInput } from './line-input'
import { namesInShort } from './people'
import { createRows, type RowList } from './rows'

const FieldDialog = lazy(() => import('./field-dialog'))

export default function FieldsPage(): JSX.Element {
  const session = useSession()
  return (
    <Show when={session.may('org.configure_settings')} fallback={<AdminPage section="fields">{null}</AdminPage>}>
      <FieldsBody />
    </Show>
  )
}

/** What the dialog is open for: a new field, or the choices of one. */
type Open = { readonly entity: CustomField['entity'] } | { readonly field: CustomField }

function FieldsBody(): JSX.Element {
  const sync = useSync()
  const take = (field: CustomField) => sync.absorb({ customFields: [field] })
  const fields = createRows<CustomField>('/custom-fields', take)
  const [open, setOpen] = createSignal<Open>()
  const used = () => (fields.rows() ?? []).filter(({ isArchived }) => !isArchived)
  return (
    <AdminPage
      section="fields"
      note={fields.rows() && plural(used().length, 'field')}
      actions={
        <Button
          tone={fields.rows()?.length === 0 ? 'plain' : 'primary'}
          icon={Plus}
          onClick={() => setOpen({ entity: 'opportunity' })}
        >
          New field
        </Button>
      }
    >
      <Await what="the fields" value={fields.rows()} error={fields.error()} onRetry={fields.reload}>
        {(rows) => (
          <Show
            when={rows().length > 0}
            fallback={
              <EmptyState
                icon={ListPlus}
                title="No fields of your own yet"
                actions={
                  <Button tone="primary" onClick={() => setOpen({ entity: 'opportunity' })}>
                    Add a field
                  </Button>
                }
              >
                Keep what only your company knows about a deal or a customer. An import makes fields of columns it does
                not know.
              </EmptyState>
            }
          >
            <For each={['opportunity', 'customer'] as const}>
              {(entity) => (
                <section aria-label={`Fields of ${ENTITY_WORDS[entity].toLowerCase()}`}>
                  <h2 class="cap px-5 pt-3 phone:px-4">{ENTITY_WORDS[entity]}</h2>
                  <Show
                    when={fieldsOf(rows(), entity).length > 0}
                    fallback={
                      <p class="q2 px-5 pb-3 phone:px-4">
                        None yet.{' '}
                        <button type="button" class="lnk" onClick={() => setOpen({ entity })}>
                          Add one
                        </button>
                      </p>
                    }
                  >
                    <ul class="set own" aria-label={ENTITY_WORDS[entity]}>
                      <For each={fieldsOf(rows(), entity)}>
                        {(field) => <FieldRow field={field} fields={fields} onChoices={() => setOpen({ field })} />}
                      </For>
                    </ul>
                  </Show>
                </section>
              )}
            </For>
          </Show>
        )}
      </Await>
      <Show when={open()} keyed>
        {(which) => (
          <Suspense>
            <FieldDialog
              {...which}
              onClose={() => setOpen(undefined)}
              onSaved={(field) => {
                fields.put(field)
                take(field)
                setOpen(undefined)
              }}
            />
          </Suspense>
        )}
      </Show>
    </AdminPage>
  )
}

interface FieldRowProps {
  readonly field: CustomField
  readonly fields: RowList<CustomField>
  readonly onChoices: () => void
}

function FieldRow(props: FieldRowProps): JSX.Element {
  const act = async (patch: Partial<CustomField>, back: Partial<CustomField>, said: string) => {
    const { id } = props.field
    if (await props.fields.change(id, patch)) showUndo(said, () => void props.fields.change(id, back))
  }
  const archive = (isArchived: boolean) =>
    act(
      { isArchived },
      { isArchived: !isArchived },
      isArchived ? `${props.field.label} is archived; its values are kept` : `${props.field.label} is back`,
    )
  return (
    <li class={props.field.isArchived ? 'off' : undefined}>
      <LineInput
        label={`Label of ${props.field.label}`}
        text={props.field.label}
        onSave={(label) => void act({ label }, { label: props.field.label }, `Renamed to ${label}`)}
      />
      <span class="q2">{TYPE_WORDS[props.field.type]}</span>
      <span class="who">
        <Show when={props.field.isArchived}>
          <Tag>Archived</Tag>
        </Show>
        <Show when={props.field.choices}>
          {(choices) => (
            <button
              type="button"
              class="pick"
              aria-label={`Choices of ${props.field.label}: ${choices().join(', ')}`}
              onClick={() => props.onChoices()}
            >
              <span class="clip">{namesInShort(choices(), 3)}</span>
            </button>
          )}
        </Show>
      </span>
      <Button
        size="sm"
        tone="quiet"
        aria-label={`${props.field.isArchived ? 'Bring back' : 'Archive'} ${props.field.label}`}
        onClick={() => void archive(!props.field.isArchived)}
      >
        {props.field.isArchived ? 'Bring back' : 'Archive'}
      </Button>
    </li>
  )
}
