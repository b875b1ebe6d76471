import { A, useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { SignedIn } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { createSubmission } from '../../api/submission'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { AuthPage } from '../../ui/shell/auth-page'
import { ExampleDeal } from './example-deal'

/** A company begins: its first person becomes its administrator. */
export default function SignUpPage(): JSX.Element {
  const session = useSession()
  const navigate = useNavigate()
  const form = createSubmission(['company', 'name', 'email', 'password'])

  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const data = Object.fromEntries(new FormData(event.currentTarget))
    const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions()
    void form.run(async () => {
      await call<SignedIn>('POST', '/auth/sign-up', { body: { ...data, locale, timeZone } })
      await session.reload()
      navigate(paths.pipeline(), { replace: true })
    })
  }

  return (
    <AuthPage title="Start a workspace" aside={<ExampleDeal />}>
      <h1>Start a workspace</h1>
      <form onSubmit={submit}>
        <TextField
          label="Company"
          name="company"
          autocomplete="organization"
          required
          maxLength={200}
          error={form.errorOf('company')}
        />
        <TextField
          label="Your name"
          name="name"
          autocomplete="name"
          required
          maxLength={200}
          error={form.errorOf('name')}
        />
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
          autocomplete="new-password"
          required
          minLength={8}
          maxLength={256}
          hint="At least 8 characters. A sentence is best."
          error={form.errorOf('password')}
        />
        <FormError text={form.error()} />
        <Button type="submit" tone="primary" size="lg" busy={form.busy()}>
          {form.busy() ? 'Setting up' : 'Start'}
        </Button>
      </form>
      <p class="t12 q2 mt-6">
        Have an account?{' '}
        <A class="lnk" href={paths.signIn()}>
          Sign in
        </A>
      </p>
    </AuthPage>
  )
}
