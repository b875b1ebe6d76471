import Laptop from 'lucide-solid/icons/laptop'
import Smartphone from 'lucide-solid/icons/smartphone'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { PushDevice, PushState } from '../../../../worker/notifications/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { NotLoaded } from '../../api/not-loaded'
import { inWords } from '../../api/problems'
import { Button } from '../../ui/button'
import { Toggle } from '../../ui/check'
import { Tag } from '../../ui/chip'
import { Loading } from '../../ui/progress'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { deviceWords, isHandheld } from './device-words'
import { PushChoices } from './push-choices'
import { createPushHere, NoPush } from './push-here'

/** What reaches somebody who is not looking at the app: on which devices, of what, when not. */
export default function PushSection(): JSX.Element {
  const push = createFetched((signal) => call<PushState>('GET', '/notifications/push', { signal }))
  const devices = () => push.value()?.devices ?? []
  const isOff = () => push.value()?.publicKey === null
  return (
    <Show when={!isOff()}>
      <section aria-labelledby="push">
        <h2 id="push">Push notifications</h2>
        <Show
          when={push.value()}
          fallback={
            <div>
              <Show when={push.error()} fallback={<Loading what="your devices" />}>
                <NotLoaded what="your devices" error={push.error()} onRetry={push.reload} />
              </Show>
            </div>
          }
        >
          {(state) => (
            <div class="stackf">
              <Devices
                publicKey={state().publicKey ?? ''}
                devices={devices()}
                onChange={(next) => push.set({ ...state(), devices: next })}
              />
              <PushChoices />
            </div>
          )}
        </Show>
      </section>
    </Show>
  )
}

function Devices(props: {
  readonly publicKey: string
  readonly devices: readonly PushDevice[]
  readonly onChange: (devices: PushDevice[]) => void
}): JSX.Element {
  const own = () => props.devices.find(({ isThis }) => isThis)
  const here = createPushHere(() => own() !== undefined)
  const [busy, setBusy] = createSignal<string>()
  const without = (gone: PushDevice) => props.devices.filter(({ id }) => id !== gone.id)

  async function attempt(what: string, act: () => Promise<void>): Promise<void> {
    if (busy()) return
    setBusy(what)
    try {
      await act()
    } catch (error) {
      showToast(error instanceof NoPush ? error.message : inWords(error), { bad: true })
    } finally {
      setBusy(undefined)
    }
  }
  const switchOn = () =>
    attempt('here', async () => {
      const device = await here.switchOn(props.publicKey)
      props.onChange([device, ...without(device)])
      showToast('What you are notified of is pushed to this device')
    })
  const remove = (device: PushDevice) =>
    attempt(device.isThis ? 'here' : device.id, async () => {
      await call('DELETE', `/notifications/push/${device.id}`, { operationId: crypto.randomUUID() })
      props.onChange(without(device))
      if (device.isThis && here.state() !== 'unsupported') await here.switchOff()
      showToast(`Nothing is pushed to ${device.isThis ? 'this device' : deviceWords(device.userAgent)} any more`)
    })

  let toggle: HTMLInputElement | undefined
  const change = async (on: boolean) => {
    const device = own()
    if (on) await switchOn()
    else if (device) await remove(device)
    // The browser has flipped it by itself, whatever came of it.
    if (toggle) toggle.checked = here.state() === 'on'
  }
  return (
    <>
      <div>
        <Switch>
          <Match when={here.state() === 'unsupported'}>
            <p class="q2">
              {/iPhone|iPad/.test(navigator.userAgent)
                ? 'Add this app to your home screen and open it from there: only then can it show notifications here.'
                : 'This browser cannot show notifications of the app here.'}
            </p>
          </Match>
          <Match when={here.state() === 'blocked'}>
            <p class="q2">
              Your browser blocks notifications of this site. Allow them in the settings of the site, beside its
              address, and come back to this page.
            </p>
          </Match>
          <Match when={true}>
            <Toggle
              ref={toggle}
              label="On this device"
              checked={here.state() === 'on'}
              aria-busy={busy() === 'here'}
              onChange={(on) => void change(on)}
            />
            <p class="hint-t">Also while the app is closed. Signing out of a device ends it there.</p>
          </Match>
        </Switch>
      </div>
      <Show when={props.devices.length > 0}>
        <ul aria-label="Devices that are pushed to">
          <For each={props.devices}>
            {(device) => (
              <li class="session">
                <Dynamic component={isHandheld(device.userAgent) ? Smartphone : Laptop} class="i q3" />
                <div class="min-w-0">
                  <p class="b clip">{deviceWords(device.userAgent)}</p>
                  <p class="t12 q3">
                    Added <When date={device.createdAt} />
                    <Show when={device.lastOkAt}>
                      {(at) => (
                        <>
                          {' '}
                          · last reached <When date={at()} />
                        </>
                      )}
                    </Show>
                  </p>
                </div>
                <Show when={!device.isThis || here.state() !== 'on'} fallback={<Tag tone="positive">This one</Tag>}>
                  <Button
                    size="sm"
                    busy={busy() === device.id}
                    aria-label={`Remove ${deviceWords(device.userAgent)}`}
                    onClick={() => void remove(device)}
                  >
                    Remove
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}
