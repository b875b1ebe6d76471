import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unnested } from '../../../../worker/sales/persistence/unnested'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

describe.each(['pglite', 'postgres'] as const)('rows that travel field by field to %s', (kind) => {
  let company: DealDatabase
  beforeAll(async () => {
    company = await openDealDatabase(kind)
  })
  afterAll(() => company.database.close())

  const TEXTS = [
    '',
    'null',
    'NULL',
    'plain',
    '{a,b}',
    'quoted "twice" and \\back\\ \\n no line',
    'lines\nand\ttabs\r\fof\b\u0001con\u001ftrol',
    'ünïcödé 🙂 \u2028',
    "it's; -- drop",
  ]

  it('arrive as they left', async () => {
    const rows = TEXTS.map((text, i) => ({
      text,
      maybe: i % 2 === 0 ? text : null,
      tags: TEXTS.slice(0, i),
      custom: i === 1 ? null : { [text]: text, number: i / 4, nothing: null },
      amount: i * 1000,
      isTrue: i % 3 === 0,
    }))
    const expected = rows.map((row) => ({ ...row, isBare: row.custom === null }))
    const { unit } = company.begin(company.admin)
    const arrived = await unit.rows<Omit<(typeof rows)[number], 'amount'> & { readonly amount: string }>(
      // A document that is null is another thing than none.
      sql`select *, custom is null as "isBare" from ${unnested('r', rows, {
        text: 'text',
        maybe: 'text',
        tags: 'text[]',
        custom: 'jsonb',
        amount: 'bigint',
        isTrue: 'boolean',
      })}`,
    )
    expect(arrived.map((row) => ({ ...row, amount: Number(row.amount) }))).toEqual(expected)
  })
})
