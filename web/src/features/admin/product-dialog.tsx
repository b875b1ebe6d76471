import { createSignal, type JSX } from 'solid-js'
import type { Product } from '../../../../worker/sales/contract'
import { createSubmission } from '../../api/submission'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/field'
import { FormError } from '../../ui/form-error'
import { parseMoney } from '../../ui/money-input'
import { command } from './rows'

export interface ProductDialogProps {
  readonly onClose: () => void
  readonly onAdded: (product: Product) => void
}

export default function ProductDialog(props: ProductDialogProps): JSX.Element {
  const session = useSession()
  const form = createSubmission(['name', 'sku', 'listPrice'])
  const [name, setName] = createSignal('')
  const [sku, setSku] = createSignal('')
  const [price, setPrice] = createSignal('')
  const { currency } = session.me().tenant
  const add = () => {
    const parsed = price().trim() === '' ? null : parseMoney(price(), currency)
    if (parsed && !parsed.ok) return form.refuse('listPrice', parsed.error)
    void form.run(async () => {
      props.onAdded(
        await command<Product>('POST', '/products', {
          name: name().trim(),
          sku: sku().trim() || null,
          listPrice: parsed && { amountMinor: parsed.value, currency },
        }),
      )
    })
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="New product"
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button tone="primary" busy={form.busy()} onClick={add}>
            Add product
          </Button>
        </>
      }
    >
      <form
        class="stackf"
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextField
          label="Name"
          maxLength={200}
          autocomplete="off"
          value={name()}
          error={form.errorOf('name')}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <TextField
          label="Number"
          hint="Optional: how your price list calls it"
          maxLength={100}
          autocomplete="off"
          value={sku()}
          error={form.errorOf('sku')}
          onInput={(event) => setSku(event.currentTarget.value)}
        />
        <TextField
          label={`List price in ${currency}`}
          hint="Optional"
          inputmode="decimal"
          autocomplete="off"
          value={price()}
          error={form.errorOf('listPrice')}
          onInput={(event) => setPrice(event.currentTarget.value)}
        />
        <FormError text={form.error()} />
        <button type="submit" class="vh" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  )
}
