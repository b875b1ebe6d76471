import * as Kobalte from '@kobalte/core/dialog'
import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button } from './button'
import { TextField } from './field'
import { createFocusReturn } from './focus-return'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: JSX.Element | undefined
  readonly wide?: boolean | undefined
  /** Buttons at the foot, the primary last. */
  readonly footer?: JSX.Element | undefined
  readonly children?: JSX.Element
}

/** A dialog in the middle of the desktop, a sheet from the bottom of the phone. Heavy: load the screen's dialogs lazily. */
export function Dialog(props: DialogProps): JSX.Element {
  let panel!: HTMLDivElement
  const giveBack = createFocusReturn(() => props.open)
  // The first thing to fill in, or what the dialog is for; never the cross in the corner.
  const focusFirst = (event: Event) => {
    const first = panel.querySelector<HTMLElement>(
      '[autofocus], .in :is(input, textarea, button), footer .btn:last-child',
    )
    if (!first) return
    event.preventDefault()
    first.focus()
  }
  return (
    <Kobalte.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="scrim" />
        <div class="dlg-w">
          <Kobalte.Content
            ref={panel}
            class={props.wide ? 'dlg wide' : 'dlg'}
            onOpenAutoFocus={focusFirst}
            onCloseAutoFocus={giveBack}
          >
            <header>
              <Kobalte.Title>{props.title}</Kobalte.Title>
              <Kobalte.CloseButton class="btn ic g" aria-label="Close">
                <X class="i" />
              </Kobalte.CloseButton>
            </header>
            <div class="in">
              <Show when={props.description}>
                {(description) => (
                  <Kobalte.Description as="p" class="say">
                    {description()}
                  </Kobalte.Description>
                )}
              </Show>
              {props.children}
            </div>
            <Show when={props.footer}>{(footer) => <footer>{footer()}</footer>}</Show>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte.Root>
  )
}

export interface ConfirmDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  /** What will be lost, in words. */
  readonly consequence: JSX.Element
  /** The verb on the button: "Delete pipeline". */
  readonly verb: string
  readonly onConfirm: () => void
  /** For the worst: the name that has to be typed first. */
  readonly typed?: string | undefined
  readonly busy?: boolean | undefined
}

/** Only for what cannot be undone; everything else acts at once and offers Undo. */
export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const [text, setText] = createSignal('')
  const missing = () => props.typed !== undefined && text().trim() !== props.typed
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      description={props.consequence}
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button
            tone="primary"
            busy={props.busy}
            off={missing() && `Type “${props.typed}” first`}
            onClick={() => props.onConfirm()}
          >
            {props.verb}
          </Button>
        </>
      }
    >
      <Show when={props.typed}>
        {(name) => (
          <TextField
            label={`Type “${name()}” to go on`}
            autocomplete="off"
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Show>
    </Dialog>
  )
}
