import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { expect, it } from 'vitest'
import { MIGRATIONS } from '../../drizzle/local/migrate'
import * as schema from '../../drizzle/schema'

type Picture = ReturnType<typeof generateDrizzleJson>

/** The tables as `bun run db:generate` takes them to be after the last migration. */
function lastPicture(): Picture {
  const meta = join(MIGRATIONS, 'meta')
  const last = readdirSync(meta)
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1)!
  return JSON.parse(readFileSync(join(meta, last), 'utf8')) as Picture
}

it('has the picture of the tables beside their migrations, so that the next one says only what is new', async () => {
  const last = lastPicture()
  expect(await generateMigration(last, generateDrizzleJson(schema, last.id))).toEqual([])
})
