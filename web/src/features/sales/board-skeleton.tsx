import { For, type JSX } from 'solid-js'
import { Skeleton } from '../../ui/progress'

const CARDS = [4, 3, 4, 3, 2]

/** Columns and cards in the shape of what comes. */
export function BoardSkeleton(): JSX.Element {
  return (
    <div class="kan" aria-hidden="true">
      <For each={CARDS}>
        {(cards) => (
          <div class="col">
            <div class="col-h grid gap-2">
              <Skeleton width="60%" />
              <Skeleton width="80%" height="10px" />
              <Skeleton height="2px" />
            </div>
            <For each={Array.from({ length: cards })}>
              {() => (
                <div class="deal grid content-start gap-2">
                  <Skeleton width="80%" />
                  <Skeleton width="50%" height="10px" />
                  <Skeleton height="3px" />
                  <Skeleton width="70%" height="10px" />
                  <Skeleton width="40%" height="10px" />
                </div>
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  )
}
