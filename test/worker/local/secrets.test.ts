import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { localSecrets, makePushKeys } from '../../../worker/local/secrets'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('makes this machine’s secrets once, and keeps them', async () => {
  const path = join(folder, 'data', 'secrets.json')
  const made = await localSecrets(path)
  expect(await localSecrets(path)).toEqual(made)
})

it('adds what those of an earlier version lack, and keeps the rest: sessions survive the new version', async () => {
  const path = join(folder, 'secrets.json')
  const { VAPID_PUBLIC_KEY: _, VAPID_PRIVATE_KEY: __, VAPID_SUBJECT: ___, ...earlier } = await localSecrets(path)
  writeFileSync(path, JSON.stringify(earlier))
  const whole = await localSecrets(path)
  expect(whole).toMatchObject({ ...earlier, VAPID_PRIVATE_KEY: expect.stringMatching(/^[\w-]{43}$/) })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(whole)
})

it('makes push keys of the shape that browsers and push services take', () => {
  for (let n = 0; n < 300; n++) {
    const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } = makePushKeys()
    // A scalar that begins with zeroes is as long as any other.
    expect([VAPID_PUBLIC_KEY.length, VAPID_PRIVATE_KEY.length]).toEqual([87, 43])
  }
})
