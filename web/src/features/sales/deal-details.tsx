import { A } from '@solidjs/router'
import ChevronsUp from 'lucide-solid/icons/chevrons-up'
import UserPlus from 'lucide-solid/icons/user-plus'
import { createMemo, For, type JSX, Show } from 'solid-js'
import type { CustomerRow, Opportunity } from '../../../../worker/sales/contract'
import type { Fetched } from '../../api/fetched'
import { paths } from '../../paths'
import { useSync } from '../../sync/store'
import { Avatar } from '../../ui/avatar'
import { LinkButton } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { CustomFact } from '../../ui/custom-fact'
import { InlineChoice, InlineField, InlineText } from '../../ui/inline-value'
import { AmountFact, CloseDateFact, type FactProps, NextStepDayFact, NextStepFact, OwnerFact } from './deal-facts'
import { PRIORITIES, PRIORITY_WORDS } from './deal-filters'

export interface DetailsProps extends FactProps {
  readonly whole: Opportunity | undefined
  readonly people: Fetched<readonly CustomerRow[]>
  /** People somebody has already talked to; undefined while that is not known. */
  readonly met: ReadonlySet<string> | undefined
}

/** The facts of a deal, each edited where it stands. */
export function DealDetails(props: DetailsProps): JSX.Element {
  const sync = useSync()
  const fields = () =>
    Object.values(sync.rows.customFields)
      .filter(({ entity, isArchived }) => entity === 'opportunity' && !isArchived)
      .toSorted((a, b) => a.position - b.position)
  return (
    <>
      <div class="blk">
        <dl>
          <AmountFact {...props} />
          <CloseDateFact {...props} />
          <OwnerFact {...props} />
          <PriorityFact {...props} />
          <NextStepFact {...props} />
          <NextStepDayFact {...props} />
          <Show when={props.whole}>
            {(whole) => (
              <>
                <TextFact {...props} label="Source" fact="source" text={whole().source} max={100} />
                <TextFact {...props} label="Competitor" fact="competitor" text={whole().competitor} max={200} />
                <ProductsFact {...props} chosen={whole().productIds} />
                <TagsFact {...props} tags={whole().tags} fixed={!props.mayWord} />
                <For each={fields()}>
                  {(field) => <CustomFact {...props} field={field} value={whole().custom[field.key] ?? null} />}
                </For>
              </>
            )}
          </Show>
          <div class="prop">
            <dt>Pipeline</dt>
            <dd>{sync.rows.pipelines[props.deal.pipelineId]?.name ?? 'A former one'}</dd>
          </div>
        </dl>
      </div>
      <People {...props} />
      <Show when={props.whole}>
        {(whole) => (
          <section class="blk" aria-label="Description">
            <h2>Description</h2>
            <InlineText
              label="Description"
              fixed={!props.mayWord}
              text={whole().description}
              empty="Nothing written yet"
              maxLength={20_000}
              onSave={(description) => props.record.change({ description }, 'Description changed')}
            />
          </section>
        )}
      </Show>
    </>
  )
}

function PriorityFact(props: FactProps): JSX.Element {
  return (
    <InlineChoice
      label="Priority"
      fixed={props.fixed}
      groups={[
        {
          items: PRIORITIES.map((priority) => ({
            label: PRIORITY_WORDS[priority],
            checked: priority === props.deal.priority,
            onSelect: () =>
              priority !== props.deal.priority &&
              props.record.change({ priority }, `Priority changed to ${PRIORITY_WORDS[priority].toLowerCase()}`),
          })),
        },
      ]}
    >
      <Show when={props.deal.priority === 'high' || props.deal.priority === 'critical'}>
        <ChevronsUp class="i s" />
      </Show>
      {PRIORITY_WORDS[props.deal.priority]}
    </InlineChoice>
  )
}

interface TextFactProps extends FactProps {
  readonly label: string
  readonly fact: 'source' | 'competitor'
  readonly text: string | null
  readonly max: number
}

function TextFact(props: TextFactProps): JSX.Element {
  const save = (text: string) => {
    props.record.change({ [props.fact]: text || null }, `${props.label} ${text ? 'changed' : 'taken out'}`)
    return undefined
  }
  return (
    <InlineField label={props.label} fixed={props.fixed} maxLength={props.max} text={props.text ?? ''} onSave={save}>
      {props.text}
    </InlineField>
  )
}

function ProductsFact(props: FactProps & { readonly chosen: readonly string[] }): JSX.Element {
  const sync = useSync()
  const offered = createMemo(() =>
    Object.values(sync.rows.products)
      .filter(({ id, isArchived }) => !isArchived || props.chosen.includes(id))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  )
  const toggle = (id: string, name: string) => {
    const has = props.chosen.includes(id)
    const productIds = has ? props.chosen.filter((one) => one !== id) : [...props.chosen, id]
    props.record.change(
      { productIds: productIds as unknown as Opportunity['productIds'] },
      has ? `${name} taken out` : `${name} added`,
    )
  }
  const names = () => props.chosen.map((id) => sync.rows.products[id]?.name ?? 'A former product').join(', ')
  return (
    <InlineChoice
      label="Products"
      fixed={props.fixed || offered().length === 0}
      groups={[
        {
          items: offered().map(({ id, name }) => ({
            label: name,
            checked: props.chosen.includes(id),
            stays: true,
            onSelect: () => toggle(id, name),
          })),
        },
      ]}
    >
      <Show when={names()}>{(words) => <span class="min-w-0 py-1">{words()}</span>}</Show>
    </InlineChoice>
  )
}

function TagsFact(props: FactProps & { readonly tags: readonly string[] }): JSX.Element {
  const save = (text: string) => {
    const tags = text
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean)
    if (tags.some((tag) => tag.length > 50)) return 'Use at most 50 characters a tag'
    if (tags.length > 30) return 'Use at most 30 tags'
    props.record.change({ tags }, tags.length > 0 ? 'Tags changed' : 'Tags taken out')
    return undefined
  }
  return (
    <InlineField label="Tags" fixed={props.fixed} text={props.tags.join(', ')} onSave={save}>
      <Show when={props.tags.length > 0}>
        <span class="flex min-w-0 flex-wrap gap-1 py-1">
          <For each={props.tags}>{(tag) => <Tag>{tag}</Tag>}</For>
        </span>
      </Show>
    </InlineField>
  )
}

/** Who there is to talk to. */
function People(props: DetailsProps): JSX.Element {
  const people = () => props.people.value() ?? []
  return (
    <section class="blk" aria-label="People">
      <h2>
        People
        <Show when={people().length > 0}>
          <span class="n q3 font-body">{people().length}</span>
        </Show>
        <i class="sp" />
        <LinkButton href={paths.customer(props.deal.customerId)} tone="quiet" size="sm" icon={UserPlus}>
          Add
        </LinkButton>
      </h2>
      <Show when={people().length > 0} fallback={<p class="q2">Nobody at {props.deal.customerName} is known yet.</p>}>
        <ul>
          <For each={people()}>
            {(person) => (
              <li class="ppl">
                <Avatar name={person.name} size="md" beside />
                <span class="min-w-0">
                  <A class="clip block hover:underline" href={paths.customer(person.id)}>
                    {person.name}
                  </A>
                  <Show when={person.jobTitle}>
                    <span class="t12 q3 clip block">{person.jobTitle}</span>
                  </Show>
                </span>
                <Show
                  when={props.met && !props.met.has(person.id)}
                  fallback={<Show when={person.tags[0]}>{(tag) => <Tag>{tag()}</Tag>}</Show>}
                >
                  <Tag tone="caution">not met</Tag>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
