import { createSignal, For, type JSX, Show } from 'solid-js'
import type { NotificationType } from '../../../../worker/notifications/domain/notice'
import { pushPreference, quietHours } from '../../../../worker/notifications/domain/push-wanted'
import type { Me } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { inWords } from '../../api/problems'
import { useSession } from '../../session/session'
import { Toggle } from '../../ui/check'
import { TextField } from '../../ui/field'
import { showToast } from '../../ui/toast'

const TYPES: readonly (readonly [NotificationType, string])[] = [
  ['task.assigned', 'Somebody gives you a task'],
  ['task.mentioned', 'Somebody mentions you'],
  ['task.commented', 'Somebody comments on a task of yours'],
  ['task.reminder', 'A reminder you set is due'],
]
const NIGHT = { from: '22:00', to: '07:00' }

type Change = Readonly<Record<string, string | boolean | null>>

/** Of what, and when not: on all devices alike. */
export function PushChoices(): JSX.Element {
  const session = useSession()
  // What was chosen a moment ago, before the server has said so.
  const [chosen, setChosen] = createSignal<Change>({})
  const preferences = () => ({ ...session.me().preferences, ...chosen() })
  const quiet = () => quietHours(preferences())

  // One after the other: each is guarded by the version that the one before has raised.
  let saving = Promise.resolve()
  const choose = (change: Change) => {
    setChosen({ ...chosen(), ...change })
    saving = saving.then(async () => {
      try {
        const { version } = session.me()
        await call<Me>('PATCH', '/me', { body: { version, preferences: change }, operationId: crypto.randomUUID() })
      } catch (error) {
        const kept = Object.entries(chosen()).filter(([name, value]) => change[name] !== value)
        setChosen(Object.fromEntries(kept))
        showToast(inWords(error), { bad: true })
      }
      await session.reload()
    })
  }
  const setQuiet = (hours: { readonly from: string; readonly to: string }) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    // A field that is being emptied is no time.
    if (hours.from && hours.to) choose({ quietFrom: hours.from, quietTo: hours.to, timeZone })
  }
  return (
    <>
      <fieldset class="choices">
        <legend class="lab">Push when</legend>
        <For each={TYPES}>
          {([type, label]) => (
            <Toggle
              label={label}
              checked={preferences()[pushPreference(type)] !== false}
              onChange={(on) => choose({ [pushPreference(type)]: on ? null : false })}
            />
          )}
        </For>
      </fieldset>
      <div>
        <Toggle
          label="Quiet hours"
          checked={quiet() !== null}
          onChange={(on) => (on ? setQuiet(NIGHT) : choose({ quietFrom: null, quietTo: null }))}
        />
        <p class="hint-t">What comes then is not pushed. You find it under Notifications in the app.</p>
      </div>
      <Show when={quiet() !== null}>
        <div class="flex gap-3">
          <TextField
            label="From"
            type="time"
            value={quiet()?.from ?? ''}
            onChange={(event) => setQuiet({ ...NIGHT, ...quiet(), from: event.currentTarget.value })}
          />
          <TextField
            label="To"
            type="time"
            value={quiet()?.to ?? ''}
            hint={quiet()?.timeZone?.replaceAll('_', ' ')}
            onChange={(event) => setQuiet({ ...NIGHT, ...quiet(), to: event.currentTarget.value })}
          />
        </div>
      </Show>
    </>
  )
}
