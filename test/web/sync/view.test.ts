import { expect, it } from 'vitest'
import { View } from '../../../web/src/sync/view'

it('shows what is on its way to the server also when everything else is fetched anew', () => {
  const view = new View<{ id: string; title: string }>(() => {})
  view.replaceAll([{ id: 'a', title: 'a' }])
  view.begin({ operationId: 'op', patches: [{ id: 'new', apply: () => ({ id: 'new', title: 'on its way' }) }] })
  view.replaceAll([{ id: 'b', title: 'b' }])
  expect([...view.ids()].map((id) => view.get(id)?.title)).toEqual(['b', 'on its way'])
  view.end('op')
  expect([...view.ids()]).toEqual(['b'])
})
