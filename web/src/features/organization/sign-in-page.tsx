import { A, useNavigate, useSearchParams } from '@solidjs/router'
import { createEffect, createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { SignedIn } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { createSubmission } from '../../api/submission'
import { paths } from '../../paths'
import { forgetLeft, whoLeft } from '../../session/left'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { AuthPage } from '../../ui/shell/auth-page'
import { ExampleDeal } from './example-deal'

const NotSent = lazy(() => import('../../not-sent'))

/** Where the product begins for everyone: what it is, and the way in. */
export default function SignInPage(): JSX.Element {
  const session = useSession()
  const navigate = useNavigate()
  const [search] = useSearchParams<{ next?: string }>()
  const form = createSubmission(['email', 'password'])
  const [left, setLeft] = createSignal(whoLeft())

  // Signed in already, here or in another tab: nothing to do on this page.
  createEffect(() => {
    if (session.state().status === 'in') navigate(localPath(search.next), { replace: true })
  })

  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    void form.run(async () => {
      await call<SignedIn>('POST', '/auth/sign-in', {
        body: { email: data.get('email'), password: data.get('password') },
      })
      await session.reload()
    })
  }

  const ended = () => {
    const state = session.state()
    return state.status === 'out' && state.reason !== null
  }

  return (
    <AuthPage title="Sign in" aside={<ExampleDeal />}>
      <h1>Sign in</h1>
      <Show when={ended()}>
        <p class="q2 mb-4">Your session has ended. Sign in to go on where you were.</p>
      </Show>
      <form onSubmit={submit}>
        <TextField
          label="Work e-mail"
          name="email"
          type="email"
          autocomplete="username"
          required
          error={form.errorOf('email')}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          aside={
            <A class="lnk" href={paths.forgot()}>
              Forgot it?
            </A>
          }
          error={form.errorOf('password')}
        />
        <FormError text={form.error()} />
        <Button type="submit" tone="primary" size="lg" busy={form.busy()}>
          {form.busy() ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
      <Show when={left()}>
        {(who) => (
          <Suspense>
            <NotSent
              of={who()}
              onDismiss={() => {
                forgetLeft()
                setLeft(undefined)
              }}
            />
          </Suspense>
        )}
      </Show>
      <p class="t12 q2 mt-6">
        New here?{' '}
        <A class="lnk" href={paths.signUp()}>
          Start a workspace
        </A>
      </p>
    </AuthPage>
  )
}

/** Only places inside this app: a link from elsewhere must not send people away after they signed in. */
function localPath(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : paths.today()
}
