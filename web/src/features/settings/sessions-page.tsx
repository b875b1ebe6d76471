import Laptop from 'lucide-solid/icons/laptop'
import Smartphone from 'lucide-solid/icons/smartphone'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { SessionView } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { NotLoaded } from '../../api/not-loaded'
import { inWords } from '../../api/problems'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { plural } from '../../ui/format'
import { Loading } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { deviceWords, isHandheld } from './device-words'
import { SettingsTabs } from './settings-tabs'
import './settings.css'

/** Where one is signed in, and the way to end it elsewhere. */
export default function SessionsPage(): JSX.Element {
  const sessions = createFetched((signal) => call<{ rows: SessionView[] }>('GET', '/me/sessions', { signal }))
  const [busy, setBusy] = createSignal<string>()
  const rows = () => sessions.value()?.rows ?? []
  const others = () => rows().filter(({ isCurrent }) => !isCurrent)

  const end = async (which: string, path: string, said: string, isGone: (one: SessionView) => boolean) => {
    if (busy()) return
    setBusy(which)
    try {
      await call('DELETE', path, { operationId: crypto.randomUUID() })
      sessions.set({ rows: rows().filter((one) => !isGone(one)) })
      showToast(said)
    } catch (error) {
      showToast(inWords(error), { bad: true })
    } finally {
      setBusy(undefined)
    }
  }

  const endOthers = () =>
    void end(
      'others',
      '/me/sessions',
      `Ended ${plural(others().length, 'other session')}`,
      ({ isCurrent }) => !isCurrent,
    )

  return (
    <Page title="Settings" tabs={<SettingsTabs />}>
      <div class="page settings">
        <Show
          when={sessions.value()}
          fallback={
            <Show when={sessions.error()} fallback={<Loading what="your sessions" />}>
              <NotLoaded what="your sessions" error={sessions.error()} onRetry={sessions.reload} />
            </Show>
          }
        >
          <div class="flex items-center justify-between gap-4 mb-3">
            <p class="q2">Everywhere you are signed in. End what you do not know, and change your password.</p>
            <Show when={others().length > 0}>
              <Button class="flex-none" busy={busy() === 'others'} onClick={endOthers}>
                End all others
              </Button>
            </Show>
          </div>
          <ul aria-label="Sessions">
            <For each={rows()}>
              {(session) => (
                <li class="session">
                  <Dynamic component={isHandheld(session.userAgent) ? Smartphone : Laptop} class="i q3" />
                  <div class="min-w-0">
                    <p class="b clip">{deviceWords(session.userAgent)}</p>
                    <p class="t12 q3">
                      {session.address || 'Unknown address'} · signed in <When date={session.createdAt} />
                      <Show when={!session.isCurrent}>
                        {' '}
                        · last used <When date={session.lastUsedAt} />
                      </Show>
                    </p>
                  </div>
                  <Show when={!session.isCurrent} fallback={<Tag tone="positive">This one</Tag>}>
                    <Button
                      size="sm"
                      busy={busy() === session.id}
                      aria-label={`End the session of ${deviceWords(session.userAgent)}`}
                      onClick={() =>
                        void end(
                          session.id,
                          `/me/sessions/${session.id}`,
                          `${deviceWords(session.userAgent)} is signed out`,
                          ({ id }) => id === session.id,
                        )
                      }
                    >
                      End
                    </Button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </Page>
  )
}
