import type { JSX } from 'solid-js'
import { TooltipLayer } from './tooltip'

const ID = 'popups'

/**
 * Where menus, lists and tooltips are put: a landmark of its own, so that nothing on a screen lies outside of one,
 * and marked so that an open dialog does not hide what opens from inside it. Once, at the end of the app.
 */
export function PopupRegion(): JSX.Element {
  return (
    <section id={ID} aria-label="Pop-ups" data-kb-top-layer>
      <TooltipLayer />
    </section>
  )
}

/** For a portal's `mount`. */
export function popupMount(): HTMLElement {
  return document.getElementById(ID) ?? document.body
}
