import { A } from '@solidjs/router'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Me } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { createSubmission } from '../../api/submission'
import { paths } from '../../paths'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { Toggle } from '../../ui/check'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { Segmented } from '../../ui/segmented'
import { Page } from '../../ui/shell/page'
import { setSingleKeys, singleKeys } from '../../ui/shortcuts'
import { setThemeChoice, themeChoice } from '../../ui/theme'
import { showToast } from '../../ui/toast'
import { PasswordForm } from './password-form'
import { SettingsTabs } from './settings-tabs'
import './settings.css'

// Only administrators have it, and its lists of places are long.
const CompanyForm = lazy(() => import('./company-form'))
const PushSection = lazy(() => import('./push-section'))

/** What one may set for oneself, and, being allowed to, for the company. */
export default function SettingsPage(): JSX.Element {
  const session = useSession()
  return (
    <Page title="Settings" tabs={<SettingsTabs />}>
      <div class="page settings">
        <section aria-labelledby="you">
          <h2 id="you">You</h2>
          <ProfileForm />
        </section>
        <section aria-labelledby="here">
          <h2 id="here">On this device</h2>
          <div class="stackf">
            <div>
              <p class="lab">Theme</p>
              <Segmented
                label="Theme"
                value={themeChoice()}
                options={[
                  { value: 'light', label: 'Light' },
                  { value: 'dark', label: 'Dark' },
                  { value: 'system', label: 'As this device' },
                ]}
                onChange={setThemeChoice}
              />
            </div>
            <div>
              <Toggle label="Single-key shortcuts" checked={singleKeys()} onChange={setSingleKeys} />
              <p class="hint-t">
                Keys such as J, K and G that act without a modifier. Switch them off if you speak to your device.
              </p>
            </div>
          </div>
        </section>
        <section aria-labelledby="password">
          <h2 id="password">Password</h2>
          <PasswordForm />
          <p class="hint-t">
            A new password ends your other sessions.{' '}
            <A class="lnk" href={paths.sessions()}>
              See where you are signed in
            </A>
          </p>
        </section>
        <Show when={session.may('notifications.receive_assigned')}>
          <Suspense>
            <PushSection />
          </Suspense>
        </Show>
        <Show when={session.may('org.configure_settings')}>
          <section aria-labelledby="company">
            <h2 id="company">Company</h2>
            <Suspense>
              <CompanyForm />
            </Suspense>
          </section>
        </Show>
      </div>
    </Page>
  )
}

function ProfileForm(): JSX.Element {
  const session = useSession()
  const form = createSubmission(['name'])
  const [name, setName] = createSignal(session.me().name)
  const isSame = () => name().trim() === session.me().name
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    if (isSame()) return
    void form.run(async () => {
      const { version } = session.me()
      await call<Me>('PATCH', '/me', { body: { version, name: name().trim() }, operationId: crypto.randomUUID() })
      await session.reload()
      showToast('Your name is changed')
    })
  }
  return (
    <form class="stackf" onSubmit={save}>
      <TextField
        label="Name"
        autocomplete="name"
        maxLength={200}
        value={name()}
        error={form.errorOf('name')}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <p class="q2">
        {session.me().email}, {session.me().role.name} at {session.me().tenant.name}
      </p>
      <FormError text={form.error()} />
      <Button type="submit" class="self" busy={form.busy()} off={isSame() && 'Nothing has changed'}>
        Save name
      </Button>
    </form>
  )
}
