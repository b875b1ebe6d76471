import Paperclip from 'lucide-solid/icons/paperclip'
import X from 'lucide-solid/icons/x'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Attachment } from '../../../../worker/tasks/contract'
import { inWords } from '../../api/problems'
import { useSync } from '../../sync/store'
import { usePartCommands } from '../../tasks/part-commands'
import { IconButton } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { formatBytes } from '../../ui/format'
import { showToast } from '../../ui/toast'
import type { PartProps } from './task-doc'

const MAX_BYTES = 25 * 1024 * 1024 // what the server takes
const MAX_KEPT_BYTES = 100 * 1024 * 1024 // of files that wait on this device

/** The files of a task: added by choosing or dropping, taken away as downloads. */
export function TaskFiles(props: PartProps): JSX.Element {
  const [over, setOver] = createSignal(false)
  const base = () => `/tasks/${props.task.id}/attachments`
  const { files } = usePartCommands(() => props.task)
  const sync = useSync()
  const isWaiting = (id: string) => sync.operations().some((one) => one.state === 'waiting' && one.body?.id === id)
  const kept = () => sync.operations().reduce((sum, { file }) => sum + (file?.size ?? 0), 0)
  async function add(chosen: FileList | null | undefined): Promise<void> {
    for (const file of chosen ?? []) {
      if (file.size > MAX_BYTES) {
        showToast(`${file.name} is larger than ${formatBytes(MAX_BYTES)}.`, { bad: true })
      } else if (kept() + file.size > MAX_KEPT_BYTES) {
        showToast(`${file.name} was not kept: files wait on this device up to ${formatBytes(MAX_KEPT_BYTES)}.`, {
          bad: true,
        })
      } else {
        files
          .attach(file)
          .catch((problem: unknown) => showToast(`${file.name} was not attached. ${inWords(problem)}`, { bad: true }))
      }
    }
  }
  async function remove(file: Attachment): Promise<void> {
    const { name } = file
    try {
      await files.remove(file)
      showToast(`Removed ${name}`)
    } catch (problem) {
      showToast(`${name} was not removed. ${inWords(problem)}`, { bad: true })
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
                <Show when={!isWaiting(file.id)} fallback={<span class="clip flex-1">{file.name}</span>}>
                  <a
                    class="clip flex-1 hover:underline"
                    href={`/api/v1${base()}/${file.id}`}
                    download={file.name}
                    rel="external"
                  >
                    {file.name}
                  </a>
                </Show>
                <Show when={isWaiting(file.id)}>
                  <Tag>Waits to be sent</Tag>
                </Show>
                <span class="t12 q3 n">{formatBytes(file.bytes)}</span>
                <Show when={!props.fixed && !isWaiting(file.id)}>
                  <IconButton size="sm" icon={X} label={`Remove ${file.name}`} onClick={() => void remove(file)} />
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={!props.fixed}>
          <label class="btn g sm flush file-b">
            <Paperclip class="i s" />
            Attach a file
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
          <Show when={sync.state() === 'unreachable'}>
            <span class="t12 q3">
              Up to {formatBytes(MAX_BYTES)} each; {formatBytes(kept())} of {formatBytes(MAX_KEPT_BYTES)} wait here.
            </span>
          </Show>
        </Show>
      </section>
    </Show>
  )
}
