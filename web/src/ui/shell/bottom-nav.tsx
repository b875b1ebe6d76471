import { useLocation, useNavigate } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/menu'
import { For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { paths } from '../../paths'
import { Menu } from '../menu'
import { type Account, type AccountActions, accountGroups } from './account-menu'
import { type Destination, isAt } from './destinations'

export interface BottomNavProps extends AccountActions {
  readonly account: Account | undefined
  readonly destinations: readonly Destination[]
}

const ON_THE_BAR = 4 // and More makes five: as many as a thumb tells apart

/** The phone's navigation, in reach of the thumb. What does not fit stands under More. */
export function BottomNav(props: BottomNavProps): JSX.Element {
  const location = useLocation()
  const navigate = useNavigate()
  const bar = () => props.destinations.slice(0, ON_THE_BAR)
  const more = () => props.destinations.slice(ON_THE_BAR)
  const isMore = () => [...more(), { under: [paths.settings()] }].some((place) => isAt(place, location.pathname))
  const groups = () => [
    { items: more().map((place) => ({ label: place.label, icon: place.icon, onSelect: () => navigate(place.href) })) },
    ...accountGroups(props),
  ]
  return (
    <nav class="bottom" aria-label="Main">
      <For each={bar()}>
        {(place) => (
          <a href={place.href} aria-current={isAt(place, location.pathname) ? 'page' : undefined}>
            <Dynamic component={place.icon} class="i" />
            {place.label}
          </a>
        )}
      </For>
      <Show when={props.account}>
        <Menu groups={groups()} placement="top-end" aria-current={isMore() ? 'page' : undefined}>
          <Ellipsis class="i" />
          More
        </Menu>
      </Show>
    </nav>
  )
}
