/** Told to the person as it is, without a stack: they can do something about it. */
export class Stop extends Error {}
