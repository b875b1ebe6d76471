import { createSignal, type JSX } from 'solid-js'
import type { Tenant } from '../../../../worker/organization/contract'
import { call } from '../../api/client'
import { createSubmission } from '../../api/submission'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { TextArea, TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { currencyOptions } from '../../ui/place-option'
import { showToast } from '../../ui/toast'
import { companyChange } from './company-change'
import { localeOptions, timeZoneOptions } from './place-options'

/** What holds for everybody in the company. */
export default function CompanyForm(): JSX.Element {
  const session = useSession()
  const form = createSubmission(['name', 'currency', 'locale', 'timeZone', 'lossReasons'])
  const tenant = () => session.me().tenant
  const [name, setName] = createSignal(tenant().name)
  const [currency, setCurrency] = createSignal<string | undefined>(tenant().currency)
  const [locale, setLocale] = createSignal<string | undefined>(tenant().locale)
  const [timeZone, setTimeZone] = createSignal<string | undefined>(tenant().timeZone)
  const [reasons, setReasons] = createSignal(tenant().lossReasons.join('\n'))
  const change = () =>
    companyChange(tenant(), {
      name: name(),
      currency: currency(),
      locale: locale(),
      timeZone: timeZone(),
      lossReasons: reasons(),
    })
  const isSame = () => Object.keys(change()).length === 0

  const save = (event: SubmitEvent) => {
    event.preventDefault()
    if (isSame()) return
    void form.run(async () => {
      const body = { version: tenant().version, ...change() }
      await call<Tenant>('PATCH', '/tenant', { body, operationId: crypto.randomUUID() })
      await session.reload()
      showToast('The settings of the company are saved')
    })
  }

  return (
    <form class="stackf" onSubmit={save}>
      <TextField
        label="Name of the company"
        autocomplete="organization"
        maxLength={200}
        value={name()}
        error={form.errorOf('name')}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Combobox
        label="Currency"
        hint="New deals begin with it; deals there are keep theirs."
        value={currency()}
        options={currencyOptions(tenant().currency)}
        error={form.errorOf('currency')}
        onChange={setCurrency}
      />
      <Combobox
        label="Language of numbers and dates"
        value={locale()}
        options={localeOptions(tenant().locale)}
        error={form.errorOf('locale')}
        onChange={setLocale}
      />
      <Combobox
        label="Time zone"
        value={timeZone()}
        options={timeZoneOptions(tenant().timeZone)}
        error={form.errorOf('timeZone')}
        onChange={setTimeZone}
      />
      <TextArea
        label="Reasons deals are lost"
        hint="One a line. Whoever marks a deal as lost chooses among them."
        rows={6}
        value={reasons()}
        error={form.errorOf('lossReasons')}
        onInput={(event) => setReasons(event.currentTarget.value)}
      />
      <FormError text={form.error()} />
      <Button type="submit" class="self" busy={form.busy()} off={isSame() && 'Nothing has changed'}>
        Save company
      </Button>
    </form>
  )
}
