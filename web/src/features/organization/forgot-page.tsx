import { A } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { RESET_TTL_MINUTES } from '../../../../worker/organization/domain/reset'
import { answer } from '../../api/client'
import { createSubmission } from '../../api/submission'
import { paths } from '../../paths'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { AuthPage } from '../../ui/shell/auth-page'

/** Asks for a mail to choose a new password. The answer is the same whether the address is known or not. */
export default function ForgotPage(): JSX.Element {
  const form = createSubmission(['email'])
  const [sentTo, setSentTo] = createSignal<string>()

  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get('email'))
    void form.run(async () => {
      // It says nothing beside that it was heard.
      await answer('POST', '/auth/password-reset', { body: { email } })
      setSentTo(email)
    })
  }

  return (
    <AuthPage title="Forgot the password">
      <h1>Choose a new password</h1>
      <Show
        when={sentTo()}
        fallback={
          <form onSubmit={submit}>
            <TextField
              label="Work e-mail"
              name="email"
              type="email"
              autocomplete="username"
              required
              error={form.errorOf('email')}
            />
            <FormError text={form.error()} />
            <Button type="submit" tone="primary" size="lg" busy={form.busy()}>
              Send me a link
            </Button>
          </form>
        }
      >
        {(email) => (
          <p role="status">
            If {email()} has an account, a mail with a link is on its way. The link works once, for {RESET_TTL_MINUTES}{' '}
            minutes.
          </p>
        )}
      </Show>
      <p class="t12 q2 mt-6">
        <A class="lnk" href={paths.signIn()}>
          Back to sign in
        </A>
      </p>
    </AuthPage>
  )
}
