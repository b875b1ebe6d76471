import { A, useNavigate } from '@solidjs/router'
import { createEffect, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { InvitationPreview, SignedIn } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import { createSubmission } from '../../api/submission'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { AuthPage } from '../../ui/shell/auth-page'
import { useLinkToken } from './link-token'

/** Where the link of an invitation leads: who invites, and the way in. */
export default function JoinPage(): JSX.Element {
  const session = useSession()
  const navigate = useNavigate()
  const token = useLinkToken()
  const form = createSubmission(['name', 'password'])
  const [preview, setPreview] = createSignal<InvitationPreview>()
  const [refused, setRefused] = createSignal<string>()

  createEffect(() => {
    const secret = token()
    if (!secret) return
    setRefused(undefined)
    call<InvitationPreview>('POST', '/auth/invitation/preview', { body: { token: secret } }).then(setPreview, (error) =>
      setRefused(inWords(error)),
    )
  })

  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    void form.run(async () => {
      await call<SignedIn>('POST', '/auth/invitation/accept', {
        body: { token: token(), name: data.get('name') ?? undefined, password: data.get('password') },
      })
      await session.reload()
      navigate(paths.pipeline(), { replace: true })
    })
  }

  return (
    <AuthPage title="Join your team">
      <Switch fallback={<p>Reading the invitation…</p>}>
        <Match when={!token()}>
          <h1>Join your team</h1>
          <p role="alert">This link is not complete. Open it from the mail again, or ask for a new one.</p>
        </Match>
        <Match when={refused()}>
          {(why) => (
            <>
              <h1>This invitation does not work</h1>
              <p role="alert">{why()} Ask whoever invited you for a new one.</p>
            </>
          )}
        </Match>
        <Match when={preview()}>
          {(invitation) => (
            <>
              <h1>Join {invitation().company}</h1>
              <p class="q2 mb-6">
                As {invitation().role}, with {invitation().email}.
              </p>
              <form onSubmit={submit}>
                {/* Password managers file the password under this. */}
                <input type="hidden" name="username" autocomplete="username" value={invitation().email} />
                <Show when={!invitation().hasAccount}>
                  <TextField
                    label="Your name"
                    name="name"
                    autocomplete="name"
                    required
                    maxLength={200}
                    value={invitation().name ?? ''}
                    error={form.errorOf('name')}
                  />
                </Show>
                <TextField
                  label={invitation().hasAccount ? 'Your password' : 'Choose a password'}
                  name="password"
                  type="password"
                  autocomplete={invitation().hasAccount ? 'current-password' : 'new-password'}
                  required
                  minLength={8}
                  maxLength={256}
                  hint={
                    invitation().hasAccount ? 'You have an account with this e-mail already.' : 'At least 8 characters.'
                  }
                  error={form.errorOf('password')}
                />
                <FormError text={form.error()} />
                <Button type="submit" tone="primary" size="lg" busy={form.busy()}>
                  Join
                </Button>
              </form>
            </>
          )}
        </Match>
      </Switch>
      <p class="t12 q2 mt-6">
        <A class="lnk" href={paths.signIn()}>
          Sign in instead
        </A>
      </p>
    </AuthPage>
  )
}
