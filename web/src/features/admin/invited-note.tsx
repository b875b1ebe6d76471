import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import type { Invited } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { paths } from '../../paths'
import { Button, IconButton } from '../../ui/button'

/** After inviting: how the link travels. Where no mail is set up, it is shown once, to be passed on by hand. */
export function InvitedNote(props: { readonly invited: Invited; readonly onClose: () => void }): JSX.Element {
  // Only a local machine keeps an outbox; elsewhere the question is answered with 404, and the mail has left.
  const outbox = createFetched(async (signal) =>
    props.invited.isMailed
      ? call('GET', '/local/outbox', { signal }).then(
          () => true,
          () => false,
        )
      : false,
  )
  const [copied, setCopied] = createSignal(false)
  const copy = async (link: string) => {
    await navigator.clipboard.writeText(link)
    setCopied(true)
  }
  return (
    <div class="invited" role="status">
      <div class="min-w-0 flex-1">
        <Show
          when={props.invited.link}
          fallback={
            <p>
              <b>{props.invited.email}</b> is invited.{' '}
              <Show when={outbox.value()} fallback="The mail is on its way.">
                The mail is in the{' '}
                <a class="lnk" href={paths.outbox()}>
                  local outbox
                </a>
                .
              </Show>
            </p>
          }
        >
          {(link) => (
            <>
              <p>
                No mail is set up here. Pass this link on to <b>{props.invited.email}</b>; it is shown only now.
              </p>
              <div class="mt-2 flex gap-2">
                <input
                  class="field"
                  readOnly
                  aria-label="Link of the invitation"
                  value={link()}
                  onFocus={(event) => event.currentTarget.select()}
                />
                <Button onClick={() => void copy(link())}>{copied() ? 'Copied' : 'Copy'}</Button>
              </div>
            </>
          )}
        </Show>
      </div>
      <IconButton icon={X} label="Dismiss" onClick={() => props.onClose()} />
    </div>
  )
}
