import Package from 'lucide-solid/icons/package'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Product } from '../../../../worker/sales/contract'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { isMatch } from '../../ui/commands'
import { formatMoney, plural } from '../../ui/format'
import { parseMoney } from '../../ui/money-input'
import { SearchField } from '../../ui/search-field'
import { EmptyState } from '../../ui/states'
import { showToast, showUndo } from '../../ui/toast'
import { AdminPage, Await } from './admin-page'
import { LineInput } from './line-input'
import { createRows, type RowList } from './rows'

const ProductDialog = lazy(() => import('./product-dialog'))

export default function ProductsPage(): JSX.Element {
  const session = useSession()
  return (
    <Show when={session.may('org.configure_settings')} fallback={<AdminPage section="products">{null}</AdminPage>}>
      <ProductsBody />
    </Show>
  )
}

function ProductsBody(): JSX.Element {
  const sync = useSync()
  const take = (product: Product) => sync.absorb({ products: [product] })
  const products = createRows<Product>('/products', take)
  const [adding, setAdding] = createSignal(false)
  const [query, setQuery] = createSignal('')
  const sold = () => (products.rows() ?? []).filter(({ isArchived }) => !isArchived).length
  const shown = (rows: readonly Product[]) =>
    rows
      .filter((product) => isMatch({ label: product.name, also: product.sku ?? '' }, query()))
      .toSorted((a, b) => Number(a.isArchived) - Number(b.isArchived) || a.name.localeCompare(b.name))
  return (
    <AdminPage
      section="products"
      note={products.rows() && plural(sold(), 'product')}
      actions={
        <Button tone={products.rows()?.length === 0 ? 'plain' : 'primary'} icon={Plus} onClick={() => setAdding(true)}>
          New product
        </Button>
      }
    >
      <Await what="the products" value={products.rows()} error={products.error()} onRetry={products.reload}>
        {(rows) => (
          <Show
            when={rows().length > 0}
            fallback={
              <EmptyState
                icon={Package}
                title="No products yet"
                actions={
                  <Button tone="primary" onClick={() => setAdding(true)}>
                    Add a product
                  </Button>
                }
              >
                What you sell. A deal with its products tells the model more about how it will end.
              </EmptyState>
            }
          >
            <div class="bar-t">
              <SearchField label="Find a product" text={query()} onSearch={setQuery} />
            </div>
            <ul class="set goods" aria-label="Products">
              <li class="heads desk" aria-hidden="true">
                <span>Product</span>
                <span>Number</span>
                <span class="num">List price</span>
              </li>
              <For
                each={shown(rows())}
                fallback={<li class="q2">No product by that name or number. Try fewer letters.</li>}
              >
                {(product) => <ProductRow product={product} products={products} />}
              </For>
            </ul>
          </Show>
        )}
      </Await>
      <Show when={adding()}>
        <Suspense>
          <ProductDialog
            onClose={() => setAdding(false)}
            onAdded={(product) => {
              products.put(product)
              take(product)
              setAdding(false)
            }}
          />
        </Suspense>
      </Show>
    </AdminPage>
  )
}

function ProductRow(props: { readonly product: Product; readonly products: RowList<Product> }): JSX.Element {
  const session = useSession()
  const act = async (patch: Partial<Product>, back: Partial<Product>, said: string) => {
    const { id } = props.product
    if (await props.products.change(id, patch)) showUndo(said, () => void props.products.change(id, back))
  }
  const price = () => {
    const { listPrice } = props.product
    return listPrice ? formatMoney(listPrice.amountMinor, listPrice.currency) : ''
  }
  const reprice = (text: string) => {
    const before = props.product.listPrice && { ...props.product.listPrice }
    const currency = before?.currency ?? session.me().tenant.currency
    if (text === '') return void act({ listPrice: null }, { listPrice: before }, `${props.product.name} has no price`)
    const parsed = parseMoney(text, currency)
    if (!parsed.ok) return void showToast(parsed.error, { bad: true })
    void act(
      { listPrice: { amountMinor: parsed.value, currency } },
      { listPrice: before },
      `${props.product.name} costs ${formatMoney(parsed.value, currency)}`,
    )
  }
  const archive = (isArchived: boolean) =>
    act(
      { isArchived },
      { isArchived: !isArchived },
      isArchived ? `${props.product.name} is archived` : `${props.product.name} is sold again`,
    )
  return (
    <li class={props.product.isArchived ? 'off' : undefined}>
      <LineInput
        label={`Name of ${props.product.name}`}
        text={props.product.name}
        onSave={(name) => void act({ name }, { name: props.product.name }, `Renamed to ${name}`)}
      />
      <span class="q2 clip">
        <Show when={props.product.isArchived} fallback={props.product.sku ?? <span class="q3">No number</span>}>
          <Tag>Archived</Tag>
        </Show>
      </span>
      <LineInput
        label={`List price of ${props.product.name}`}
        text={price()}
        inputmode="decimal"
        placeholder="No price"
        mayBeEmpty
        class="num n"
        onSave={reprice}
      />
      <Button
        size="sm"
        tone="quiet"
        aria-label={`${props.product.isArchived ? 'Sell again' : 'Archive'}: ${props.product.name}`}
        onClick={() => void archive(!props.product.isArchived)}
      >
        {props.product.isArchived ? 'Sell again' : 'Archive'}
      </Button>
    </li>
  )
}
