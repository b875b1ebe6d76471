import type { Dataset } from './boosting/dataset'

// Two minutes' work at the most for a whole training, which grows twice, of the five a consumer may take.
export const MOST_WORK = 6e9

/**
 * Says when to stop growing: a Worker's clock stands still while it computes, so what is left is counted in cells gone
 * through, and the same deals always stop at the same tree.
 */
export function workLimit(
  { rowCount, columns }: Pick<Dataset, 'rowCount' | 'columns'>,
  most: number = MOST_WORK,
): () => boolean {
  let done = 0
  return () => {
    done += rowCount * columns.length
    return done >= most
  }
}
