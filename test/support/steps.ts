/** Somebody may come between any two steps of what is under way: more of them than it takes. */
export const STEPS = Array.from({ length: 12 }, (_, steps) => steps)

/** Waits for so many turns of what was promised, and no longer. */
export async function afterSteps(steps: number): Promise<void> {
  for (let n = 0; n < steps; n++) await undefined
}
