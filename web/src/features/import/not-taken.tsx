import Download from 'lucide-solid/icons/download'
import { For, type JSX, Show } from 'solid-js'
import type { ImportError, ImportRun } from '../../../../worker/sales/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { createSubmission } from '../../api/submission'
import { Button, buttonClass } from '../../ui/button'
import { FormError } from '../../ui/form-error'
import { formatNumber } from '../../ui/format'
import { SkeletonRows } from '../../ui/progress'
import { ErrorState } from '../../ui/states'
import { Scroller } from '../../ui/table'
import { cutInWords } from './words'

interface ErrorPage {
  readonly rows: readonly ImportError[]
  readonly nextAfter: string | null
}

/** The rows that were not taken: where each stands in the file, and why. */
export function NotTaken(props: { readonly run: ImportRun }): JSX.Element {
  const page = (after: string | null, signal?: AbortSignal) =>
    call<ErrorPage>('GET', `/imports/${props.run.id}/errors`, {
      query: { limit: 100, after },
      ...(signal && { signal }),
    })
  const errors = createFetched((signal) => page(null, signal))
  const asking = createSubmission([])
  const more = ({ rows, nextAfter }: ErrorPage) =>
    asking.run(async () => {
      const next = await page(nextAfter)
      errors.set({ rows: [...rows, ...next.rows], nextAfter: next.nextAfter })
    })

  return (
    <section class="mt-6" aria-label="Not taken">
      <h2 class="cap">
        Not taken <span class="n q3">{formatNumber(props.run.rowsFailed)}</span>
        <i class="sp" />
        <DownloadErrors run={props.run} size="sm">
          Download as CSV
        </DownloadErrors>
      </h2>
      <Show when={errors.error()}>
        {(problem) => (
          <ErrorState title="Could not read why" onRetry={errors.reload}>
            {inWords(problem())}
          </ErrorState>
        )}
      </Show>
      <Show when={errors.value()} fallback={<SkeletonRows rows={3} />}>
        {(known) => (
          <>
            <Scroller label="Rows that were not taken, scrolls sideways">
              <table class="tbl import-errors" aria-label="Rows that were not taken">
                <thead>
                  <tr>
                    <th scope="col" class="num">
                      Row
                    </th>
                    <th scope="col">Column</th>
                    <th scope="col">Value</th>
                    <th scope="col">Why</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={known().rows}>
                    {(row) => (
                      <tr>
                        <td class="num n q3">{formatNumber(row.rowNumber)}</td>
                        <td class="clip">{row.column || <span class="q3">the whole row</span>}</td>
                        <td class="clip" title={row.value}>
                          {row.value || <span class="q3">empty</span>}
                        </td>
                        <td class="neg">{row.reason}</td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </Scroller>
            <Show when={known().nextAfter}>
              <Button class="mt-3" busy={asking.busy()} onClick={() => void more(known())}>
                Show more
              </Button>
            </Show>
            <Show when={cutInWords(props.run.rowsFailed, known().rows, known().nextAfter === null)}>
              {(words) => <p class="q2 mt-3">{words()}</p>}
            </Show>
          </>
        )}
      </Show>
      <FormError text={asking.error()} />
    </section>
  )
}

export function DownloadErrors(props: {
  readonly run: ImportRun
  readonly size?: 'sm'
  readonly tone?: 'quiet'
  readonly children: JSX.Element
}): JSX.Element {
  return (
    <a
      class={buttonClass({ size: props.size, tone: props.tone })}
      href={`/api/v1/imports/${props.run.id}/errors.csv`}
      download="rows-not-taken.csv"
    >
      <Download class="i s" />
      {props.children}
    </a>
  )
}
