import type { Census } from './watch/stability'

/** How far a pass over every open deal has come; kept with its job, so that it goes on from there and not again. */
export interface SweepPlace {
  /** The model it scores with: under another it begins anew. */
  readonly modelId: string
  /** Every deal up to this one, in the order of ids, has been scored. */
  readonly after: string | null
  readonly scored: number
  /** Open deals there were when it began. */
  readonly of: number
  /** What it has seen of them; null before the first, and where no model has looked. */
  readonly census: Census | null
}

/** Where a pass with this model goes on, as its job says; null where it has not begun, or has with another model. */
export function placeWith(modelId: string, payload: Readonly<Record<string, unknown>>): SweepPlace | null {
  const place = payload.place as SweepPlace | undefined // written by the pass itself
  return place?.modelId === modelId ? place : null
}

/** The place after some more deals. */
export function further(place: SweepPlace, ids: readonly string[], census: Census | null): SweepPlace {
  return { ...place, after: ids.at(-1) ?? place.after, scored: place.scored + ids.length, census }
}
