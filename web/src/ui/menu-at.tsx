import * as Kobalte from '@kobalte/core/dropdown-menu'
import { createUniqueId, type JSX } from 'solid-js'
import { hasMovedOn } from './focus-return'
import type { MenuGroup } from './menu'
import { MenuGroups } from './menu-content'
import { popupMount } from './popups'

export interface MenuAtProps {
  /** The button it hangs on, which also names it. */
  readonly anchor: HTMLElement
  /** What gets the focus back, asked for when the menu closes: by then its choice may have moved things. */
  readonly returnTo?: (() => HTMLElement | undefined) | undefined
  readonly groups: readonly MenuGroup[]
  readonly onClose: () => void
}

/** A menu opened by a key, or by one of thousands of buttons that share it. Heavy: load lazily. */
export default function MenuAt(props: MenuAtProps): JSX.Element {
  const nameOf = (anchor: HTMLElement) => {
    anchor.id ||= `menu-${createUniqueId()}`
    return anchor.id
  }
  const giveBack = (event: Event) => {
    event.preventDefault()
    if (hasMovedOn()) return
    const place = props.returnTo ? props.returnTo() : props.anchor
    if (place?.isConnected) place.focus({ preventScroll: true })
  }
  return (
    <Kobalte.Root
      open
      onOpenChange={(open) => !open && props.onClose()}
      getAnchorRect={() => props.anchor.getBoundingClientRect()}
      placement="bottom-start"
      gutter={4}
      modal={false}
    >
      <Kobalte.Portal mount={popupMount()}>
        <Kobalte.Content class="pop" aria-labelledby={nameOf(props.anchor)} onCloseAutoFocus={giveBack}>
          <MenuGroups groups={props.groups} />
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}
