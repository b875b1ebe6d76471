/** A stage a deal can be dropped on. */
export interface DropPlace {
  readonly id: string
  readonly element: HTMLElement
}

/** A deal in the hand, and the place it would land on. */
export interface Dragging {
  readonly id: string
  readonly over: string | undefined
}

/** The two ends of every pipeline, as places to drop on. */
export const WON = 'end-won'
export const LOST = 'end-lost'
