import { createSignal, type JSX } from 'solid-js'
import { call } from '../../api/client'
import { createSubmission } from '../../api/submission'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { showToast } from '../../ui/toast'

export function PasswordForm(): JSX.Element {
  const session = useSession()
  const form = createSubmission(['currentPassword', 'newPassword'])
  const [current, setCurrent] = createSignal('')
  const [next, setNext] = createSignal('')
  const change = (event: SubmitEvent) => {
    event.preventDefault()
    if (current() === '') return form.refuse('currentPassword', 'Enter the password you use now')
    if (next() === '') return form.refuse('newPassword', 'Choose a new password')
    void form.run(async () => {
      await call('PUT', '/me/password', { body: { currentPassword: current(), newPassword: next() } })
      setCurrent('')
      setNext('')
      showToast('Your password is changed, and your other sessions have ended')
    })
  }
  return (
    <form class="stackf" onSubmit={change}>
      {/* Tells a password manager whose password this is. */}
      <input
        class="vh"
        type="email"
        autocomplete="username"
        readOnly
        tabIndex={-1}
        aria-hidden="true"
        value={session.me().email}
      />
      <TextField
        label="Current password"
        type="password"
        autocomplete="current-password"
        value={current()}
        error={form.errorOf('currentPassword')}
        onInput={(event) => setCurrent(event.currentTarget.value)}
      />
      <TextField
        label="New password"
        type="password"
        autocomplete="new-password"
        hint="At least 8 characters; a few words together are easy to remember."
        value={next()}
        error={form.errorOf('newPassword')}
        onInput={(event) => setNext(event.currentTarget.value)}
      />
      <FormError text={form.error()} />
      <Button type="submit" class="self" busy={form.busy()}>
        Change password
      </Button>
    </form>
  )
}
