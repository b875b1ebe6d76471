import Paperclip from 'lucide-solid/icons/paperclip'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Attachment } from '../../../../worker/tasks/contract'
import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import { IconButton } from '../../ui/button'
import { formatBytes } from '../../ui/format'
import { showToast } from '../../ui/toast'
import type { PartProps } from './task-doc'

const MAX_BYTES = 25 * 1024 * 1024 // what the server takes

/** The files of a task: added by choosing or dropping, taken away as downloads. */
export function TaskFiles(props: PartProps): JSX.Element {
  const [sending, setSending] = createSignal<string>()
  const [over, setOver] = createSignal(false)
  const base = () => `/tasks/${props.task.id}/attachments`
  async function add(files: FileList | null | undefined): Promise<void> {
    for (const file of files ?? []) {
      if (file.size > MAX_BYTES) {
        showToast(`${file.name} is larger than 25 MB.`, { bad: true })
        continue
      }
      setSending(file.name)
      try {
        const made = await call<Attachment>('POST', base(), {
          query: { name: file.name },
          file: { body: file, type: 'application/octet-stream' },
          operationId: crypto.randomUUID(),
        })
        props.record.patch({ attachments: [...props.whole.attachments, made] })
      } catch (problem) {
        showToast(`${file.name} was not attached. ${inWords(problem)}`, { bad: true })
      }
    }
    setSending(undefined)
  }
  async function remove(file: Attachment): Promise<void> {
    const before = props.whole.attachments
    props.record.patch({ attachments: before.filter(({ id }) => id !== file.id) })
    try {
      await call('DELETE', `${base()}/${file.id}`, { operationId: crypto.randomUUID() })
      showToast(`Removed ${file.name}`)
    } catch (problem) {
      props.record.patch({ attachments: before })
      showToast(`${file.name} was not removed. ${inWords(problem)}`, { bad: true })
    }
  }
  return (
    <Show when={props.whole.attachments.length > 0 || !props.fixed}>
      <section
        aria-label="Files"
        data-over={over() ? '' : undefined}
        class="files"
        onDragOver={(event) => {
          if (props.fixed) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          if (props.fixed) return
          event.preventDefault()
          setOver(false)
          void add(event.dataTransfer?.files)
        }}
      >
        <h3 class="doc-s">
          Files
          <Show when={props.whole.attachments.length > 0}>
            <span class="q3 n font-body">{props.whole.attachments.length}</span>
          </Show>
        </h3>
        <ul>
          <For each={props.whole.attachments}>
            {(file) => (
              <li class="ck">
                <Paperclip class="i s q3" />
                <a
                  class="clip flex-1 hover:underline"
                  href={`/api/v1${base()}/${file.id}`}
                  download={file.name}
                  rel="external"
                >
                  {file.name}
                </a>
                <span class="t12 q3 n">{formatBytes(file.bytes)}</span>
                <Show when={!props.fixed}>
                  <IconButton size="sm" icon={X} label={`Remove ${file.name}`} onClick={() => void remove(file)} />
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={!props.fixed}>
          <label class="btn g sm file-b" aria-busy={sending() ? 'true' : undefined}>
            <Paperclip class="i s" />
            {sending() ? `Sending ${sending()}` : 'Attach a file'}
            <input
              type="file"
              class="vh"
              multiple
              aria-label="Attach a file"
              onChange={(event) => {
                void add(event.currentTarget.files)
                event.currentTarget.value = ''
              }}
            />
          </label>
        </Show>
      </section>
    </Show>
  )
}
