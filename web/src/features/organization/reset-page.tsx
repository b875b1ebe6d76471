import { A, useNavigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { call } from '../../api/client'
import { createSubmission } from '../../api/submission'
import { paths } from '../../paths'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { AuthPage } from '../../ui/shell/auth-page'
import { showToast } from '../../ui/toast'
import { useLinkToken } from './link-token'

/** Where the link of a password mail leads. */
export default function ResetPage(): JSX.Element {
  const navigate = useNavigate()
  const token = useLinkToken()
  const form = createSubmission(['password'])

  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const password = new FormData(event.currentTarget).get('password')
    void form.run(async () => {
      await call('POST', '/auth/password-reset/confirm', { body: { token: token(), password } })
      showToast('Your password is changed. Sign in with it.')
      navigate(paths.signIn(), { replace: true })
    })
  }

  return (
    <AuthPage title="Choose a new password">
      <h1>Choose a new password</h1>
      <Show
        when={token()}
        fallback={<p role="alert">This link is not complete. Open it from the mail again, or ask for a new one.</p>}
      >
        <form onSubmit={submit}>
          <TextField
            label="New password"
            name="password"
            type="password"
            autocomplete="new-password"
            required
            minLength={8}
            maxLength={256}
            hint="At least 8 characters. Everyone signed in with the old one is signed out."
            error={form.errorOf('password')}
          />
          <FormError text={form.error()} />
          <Button type="submit" tone="primary" size="lg" busy={form.busy()}>
            Change password
          </Button>
        </form>
      </Show>
      <p class="t12 q2 mt-6">
        <A class="lnk" href={paths.forgot()}>
          Ask for a new link
        </A>
      </p>
    </AuthPage>
  )
}
