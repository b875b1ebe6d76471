import { type Accessor, createSignal } from 'solid-js'

/** A value being edited where it stands. */
export interface Edit {
  readonly isOn: Accessor<boolean>
  /** What stood there when the editing began: what the field holds at first. */
  readonly before: Accessor<string>
  readonly begin: (text: string) => void
  readonly end: () => void
}

/**
 * What stood there at the beginning is the measure until the end: a newer value that arrives meanwhile neither covers what is
 * being typed nor makes it look unchanged.
 */
export function createEdit(): Edit {
  const [before, setBefore] = createSignal<string>()
  return {
    isOn: () => before() !== undefined,
    before: () => before() ?? '',
    begin: (text) => setBefore(text),
    end: () => setBefore(undefined),
  }
}
