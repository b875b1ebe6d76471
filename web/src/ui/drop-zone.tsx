import Upload from 'lucide-solid/icons/upload'
import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'

export interface DropZoneProps {
  /** "Drop a CSV file here" */
  readonly title: string
  /** What is taken: "CSV or CSV in .gz, up to 200 MB". */
  readonly hint: string
  /** As an input's accept: ".csv,.gz". */
  readonly accept?: string | undefined
  readonly error?: string | undefined
  readonly onFile: (file: File) => void
}

/** A file by drop, by click or by keyboard; it is an ordinary file input underneath. */
export function DropZone(props: DropZoneProps): JSX.Element {
  const id = createUniqueId()
  const [over, setOver] = createSignal(false)
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file) props.onFile(file)
  }
  return (
    <label
      class="drop cursor-pointer"
      data-over={over() ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer?.files)
      }}
    >
      <Upload class="i" />
      <span class="text-14 font-strong text-ink-1">{props.title}</span>
      <span>
        or <span class="lnk">choose a file</span>
      </span>
      <span class="t12 q3" id={`${id}-hint`}>
        {props.hint}
      </span>
      <input
        type="file"
        class="absolute size-px opacity-0"
        accept={props.accept}
        aria-label={props.title}
        aria-describedby={`${id}-hint ${id}-error`}
        onChange={(event) => {
          take(event.currentTarget.files)
          // So that choosing the same file again, corrected meanwhile, is noticed.
          event.currentTarget.value = ''
        }}
      />
      <span id={`${id}-error`} aria-live="polite">
        <Show when={props.error}>
          <span class="err">{props.error}</span>
        </Show>
      </span>
    </label>
  )
}
