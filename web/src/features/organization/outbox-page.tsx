import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { OutboxMail } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { inWords } from '../../api/problems'
import { Button } from '../../ui/button'
import { formatDateTime, formatWhen } from '../../ui/format'
import { AuthPage } from '../../ui/shell/auth-page'
import { ErrorState } from '../../ui/states'

/** The mails that would have been sent: this machine has no mail server. */
export default function OutboxPage(): JSX.Element {
  const mails = createFetched((signal) => call<{ rows: OutboxMail[] }>('GET', '/local/outbox', { signal }))
  return (
    <AuthPage title="Local outbox">
      <h1>Local outbox</h1>
      <p class="q2 mb-4">
        No mail server is set up on this machine. What would have been sent stands here, newest first.
      </p>
      <Button class="mb-6" onClick={mails.reload} busy={mails.loading()}>
        Look again
      </Button>
      <Switch>
        <Match when={mails.error()}>
          {(error) => (
            <ErrorState title="Could not read the outbox" onRetry={mails.reload}>
              {inWords(error())}
            </ErrorState>
          )}
        </Match>
        <Match when={mails.value()?.rows.length === 0}>
          <h2 class="b mb-1">No mail yet</h2>
          <p class="q2">Invite a colleague or ask for a new password, and the mail appears here.</p>
        </Match>
        <Match when={mails.value()}>
          {(value) => (
            <ul aria-label="Mails">
              <For each={value().rows}>
                {(mail) => (
                  <li class="border-line border-t py-3">
                    <h2 class="font-semibold">{mail.subject}</h2>
                    <p class="t12 q2">
                      to {mail.to}, <time title={formatDateTime(mail.sentAt)}>{formatWhen(mail.sentAt)}</time>
                    </p>
                    <p class="my-2 whitespace-pre-line break-words">{mail.text}</p>
                    <Show when={mail.link}>
                      {(link) => (
                        <a class="lnk" href={link()}>
                          Open the link
                        </a>
                      )}
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
    </AuthPage>
  )
}
