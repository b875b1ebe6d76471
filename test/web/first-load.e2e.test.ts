import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { ROOT } from '../../worker/local/paths'
import { FIRST_LOAD_BYTES, firstLoad } from '../bench/first-load'

describe('the first load', () => {
  const { bytes, files } = firstLoad(join(ROOT, 'dist/web'))

  it('brings no more JavaScript than its budget before the board is usable', () => {
    expect(bytes, files.map((part) => `${part.bytes} ${part.file}`).join('\n')).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
  })

  it('counts the scripts of the page that is served', async () => {
    const { origin } = inject('app')
    const html = await (await fetch(`${origin}/sign-in`)).text()
    const scripts = [...html.matchAll(/src="\/([^"]+\.js)"/g)].map(([, src]) => src)
    expect(scripts.length).toBeGreaterThan(0)
    expect(files.map(({ file }) => file)).toEqual(expect.arrayContaining(scripts))
  })
})
