import { createSignal, For, type JSX, onMount, Show } from 'solid-js'
import { asText } from './features/pending/operation-words'
import type { Left } from './session/left'
import { DiskOutbox } from './sync/outbox'
import { OUTBOX, OWN_TEXTS } from './sync/purge'
import { writtenIn } from './tasks/room/edits'
import { ownTexts } from './tasks/room/text-disk'
import { Button } from './ui/button'
import { plural } from './ui/format'
import { showToast } from './ui/toast'

const IS_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** What somebody did here and never reached the server, for when the server has ended their session. Nothing if all did. */
export default function NotSent(props: { readonly of: Left; readonly onDismiss: () => void }): JSX.Element {
  const [kept, setKept] = createSignal<readonly string[]>([])
  onMount(() => void unsentOf(props.of).then(setKept, () => {}))
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(kept().join('\n\n'))
      showToast('Copied')
    } catch {
      showToast('Could not copy. Select the text and copy it yourself.', { bad: true })
    }
  }
  return (
    <Show when={kept().length > 0}>
      <section class="not-sent mt-6 grid gap-2" aria-label="Not sent">
        <h2 class="b">{plural(kept().length, 'change')} not sent</h2>
        <p class="t12 q2">
          {props.of.name} made {kept().length === 1 ? 'it' : 'them'} on this device. Signing in again sends{' '}
          {kept().length === 1 ? 'it' : 'them'}; without that, the text can be copied from here.
        </p>
        <ul class="grid max-h-60 gap-2 overflow-auto" tabindex={0} aria-label="What was not sent">
          <For each={kept()}>{(text) => <li class="t12 select-text whitespace-pre-wrap break-words">{text}</li>}</For>
        </ul>
        <div class="fl gap-2">
          <Button size="sm" onClick={() => void copy()}>
            Copy all
          </Button>
          <Button size="sm" tone="quiet" onClick={() => props.onDismiss()}>
            Do not show this again
          </Button>
        </div>
      </section>
    </Show>
  )
}

async function unsentOf({ tenantId, userId, currency }: Left): Promise<string[]> {
  const there = new Set((await indexedDB.databases()).map(({ name }) => name))
  const name = `${tenantId}-${userId}`
  const texts = there.has(`${OWN_TEXTS}${name}`) ? await textsOf(tenantId, userId) : []
  if (!there.has(`${OUTBOX}${name}`)) return texts
  const outbox = await DiskOutbox.open(tenantId, userId)
  try {
    // The names of things went with the company's rows.
    const known = {
      nameOf: (id: string) => (IS_ID.test(id) ? 'not on this device any more' : undefined),
      currencyOf: ({ body }: { readonly body?: Readonly<Record<string, unknown>> }) =>
        typeof body?.currency === 'string' ? body.currency : currency,
    }
    const unsent = (await outbox.all()).filter(({ state }) => state !== 'sent')
    return [...unsent.map((operation) => asText(operation, known)), ...texts]
  } finally {
    outbox.close()
  }
}

async function textsOf(tenantId: string, userId: string): Promise<string[]> {
  const { unsent, refused } = await ownTexts(tenantId, userId)
  const written = unsent.map(({ title, update }) => ({ title, words: writtenIn(update) }))
  return [...written, ...refused].map(({ title, words }) => `Description of “${title}”\n${words || 'Text was removed'}`)
}
