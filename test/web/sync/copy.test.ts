import { expect, it } from 'vitest'
import type { RowsMessage } from '../../../durable-objects/tenant-hub/messages'
import { Copy } from '../../../web/src/sync/copy'
import type { Rows } from '../../../web/src/sync/rows'
import { makeViews } from '../../../web/src/sync/views'

const deal = (lastActivityAt: string | null) =>
  ({ id: 'a', title: 'Boiler', status: 'open', customerId: 'c', version: 1, lastActivityAt, score: null }) as never

const told = (seq: number, row: Rows['opportunities']): RowsMessage => ({
  type: 'rows',
  seq,
  more: false,
  rows: { opportunities: [row], customers: [], users: [] },
  removed: [],
  replaced: {},
  touched: [],
})

it('is not taken back by what the stream told while all of it was fetched anew', () => {
  const copy = new Copy(makeViews(() => {}))
  copy.replaceAll({ opportunities: [deal('2026-11-03T09:00:00.000Z')] }, 7)
  expect(copy.apply(told(6, deal(null)))).toEqual({ put: [], removed: [] })
  expect(copy.views.opportunities.get('a' as never)).toMatchObject({ lastActivityAt: '2026-11-03T09:00:00.000Z' })
  copy.apply(told(8, deal('2026-11-04T09:00:00.000Z')))
  expect(copy.views.opportunities.get('a' as never)).toMatchObject({ lastActivityAt: '2026-11-04T09:00:00.000Z' })
})
