import Building from 'lucide-solid/icons/building-complex'
import Download from 'lucide-solid/icons/download'
import Factory from 'lucide-solid/icons/factory'
import TagIcon from 'lucide-solid/icons/tag'
import UserRound from 'lucide-solid/icons/user-round'
import { type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { TagUse } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { buttonClass } from '../../ui/button'
import type { Icon } from '../../ui/icon'
import { Menu, type MenuGroup } from '../../ui/menu'
import { SearchField } from '../../ui/search-field'
import { type Asked, type CustomerFilters, exportAddress } from './customer-filters'

export interface CustomerToolsProps {
  readonly filters: CustomerFilters
  readonly narrow: (changed: CustomerFilters) => void
  readonly asked: Asked
  /** Industries to choose from. */
  readonly industries: readonly string[]
}

const PAUSE_MS = 200 // of typing, before the server is asked

/** Search, filters and the file: the line above the list. */
export function CustomerTools(props: CustomerToolsProps): JSX.Element {
  const session = useSession()
  const tags = createFetched((signal) => call<{ rows: readonly TagUse[] }>('GET', '/tags', { signal }))
  const chosenTags = () => {
    const known = (tags.value()?.rows ?? []).slice(0, MOST_OFFERED).map(({ tag }) => tag)
    const { tag } = props.filters
    return tag === undefined || known.includes(tag) ? known : [tag, ...known]
  }
  const industries = () => {
    const { industry } = props.filters
    const known = props.industries.slice(0, MOST_OFFERED)
    return industry === undefined || known.includes(industry) ? known : [industry, ...known]
  }
  return (
    <>
      <SearchField
        label="Search customers"
        text={props.filters.text ?? ''}
        pauseMs={PAUSE_MS}
        onSearch={(text) => props.narrow({ text: text || undefined })}
      />
      <FilterChip
        icon={Building}
        name="Kind"
        any="Companies and people"
        value={props.filters.kind}
        words={(kind) => (kind === 'company' ? 'Companies' : 'People')}
        options={['company', 'person']}
        onChoose={(kind) => props.narrow({ kind })}
      />
      <OwnerChip filters={props.filters} narrow={props.narrow} />
      <FilterChip
        icon={Factory}
        name="Industry"
        any="Any industry"
        value={props.filters.industry}
        options={industries()}
        onChoose={(industry) => props.narrow({ industry })}
      />
      <FilterChip
        icon={TagIcon}
        name="Tag"
        any="Any tag"
        value={props.filters.tag}
        options={chosenTags()}
        onChoose={(tag) => props.narrow({ tag })}
      />
      <i class="sp" />
      <Show when={session.may('org.export_data')}>
        <a
          class={buttonClass({ size: 'sm', tone: 'quiet' })}
          href={exportAddress(props.asked)}
          download=""
          rel="external"
        >
          <Download class="i s" />
          Export CSV
        </a>
      </Show>
    </>
  )
}

const MOST_OFFERED = 40 // a longer menu is not read

interface FilterChipProps<V extends string> {
  readonly icon: Icon
  readonly name: string
  readonly any: string
  readonly value: V | undefined
  readonly options: readonly V[]
  readonly words?: (value: V) => string
  readonly onChoose: (value: V | undefined) => void
}

/** One filter: what it is set to, and what it could be. Shown only where there is something to choose. */
function FilterChip<V extends string>(props: FilterChipProps<V>): JSX.Element {
  const words = (value: V) => props.words?.(value) ?? value
  const groups = (): readonly MenuGroup[] => [
    { items: [{ label: props.any, checked: props.value === undefined, onSelect: () => props.onChoose(undefined) }] },
    {
      label: props.name,
      items: props.options.map((option) => ({
        label: words(option),
        checked: option === props.value,
        onSelect: () => props.onChoose(option),
      })),
    },
  ]
  return (
    <Show when={props.options.length > 0}>
      <Menu class="chip" aria-pressed={props.value !== undefined} groups={groups()}>
        <Dynamic component={props.icon} class="i s" />
        <Show when={props.value} fallback={props.any}>
          {(value) => (
            <>
              <span class="vh">{props.name}: </span>
              {words(value())}
            </>
          )}
        </Show>
      </Menu>
    </Show>
  )
}

/** Whose customers: for people who see more than their own. */
function OwnerChip(props: Pick<CustomerToolsProps, 'filters' | 'narrow'>): JSX.Element {
  const session = useSession()
  const people = usePeople()
  const scope = () => session.me().role.scope
  const everyone = () => (scope() === 'team' ? 'My team' : 'Everyone')
  const others = () => people.byName(({ id, status }) => status !== 'deactivated' && id !== session.me().userId)
  const words = () => {
    const { owner } = props.filters
    return owner === undefined ? everyone().toLowerCase() : people.asOwner(owner)
  }
  const item = (label: string, owner: string | undefined) => ({
    label,
    checked: props.filters.owner === owner,
    onSelect: () => props.narrow({ owner }),
  })
  return (
    <Show when={scope() !== 'own'}>
      <Menu
        class="chip"
        aria-pressed={props.filters.owner !== undefined}
        groups={[
          { items: [item(everyone(), undefined), item('Me', 'me')] },
          { items: others().map(({ id, name }) => item(name, id)) },
        ]}
      >
        <UserRound class="i s" />
        Owner: {words()}
      </Menu>
    </Show>
  )
}
