import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { ROOT } from '../../worker/local/paths'
import { FIRST_LOAD_BYTES, firstLoad } from '../bench/first-load'
import { visitAs } from '../e2e/support'

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

  it('asks for who this is and for the deals once each, beside the code and not after it', async () => {
    const page = await visitAs('Sales rep')
    const network = await page.context().newCDPSession(page)
    const asked: { path: string; by: string }[] = []
    await network.send('Network.enable')
    network.on('Network.requestWillBeSent', ({ request, initiator }) => {
      const by = initiator.stack?.callFrames[0]?.url ?? initiator.url ?? ''
      asked.push({ path: new URL(request.url).pathname, by: new URL(by || request.url).pathname })
    })
    await page.goto('/pipeline')
    await page.getByRole('group', { name: 'Stages' }).getByRole('listitem').first().waitFor()
    const api = asked.filter(({ path }) => path.startsWith('/api/'))
    expect(api.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: '/api/v1/me', by: '/first.js' },
      // What belongs to tasks comes after the board, and may be there already.
      ...api.filter(({ path }) => path === '/api/v1/tasks/texts').slice(0, 1),
      ...api.filter(({ path }) => path === '/api/v1/tasks/whole').slice(0, 1),
      { path: '/api/v1/tasks/working-set', by: '/first.js' },
      { path: '/api/v1/working-set', by: '/first.js' },
    ])
    // The page names all of them, so that none is found only when another has run.
    const needed = files.map(({ file }) => `/${file}`)
    const html = await (await fetch(`${inject('app').origin}/pipeline`)).text()
    expect(needed.filter((file) => !html.includes(file))).toEqual([])
    expect(needed.length).toBeLessThanOrEqual(7)
  })
})
