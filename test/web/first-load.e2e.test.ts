import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../worker/local/paths'
import { FIRST_LOAD_BYTES, firstLoad, PAGE } from '../bench/first-load'
import { app } from '../e2e/app'
import { visitAs } from '../e2e/support'

const FONT_LATEST_MS = 4000 // as main.tsx has it

describe('the first load', () => {
  const { bytes, files } = firstLoad(join(ROOT, 'dist/web'))

  it('brings no more JavaScript than its budget before the board is usable', () => {
    expect(bytes, files.map((part) => `${part.bytes} ${part.file}`).join('\n')).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
  })

  it('counts the scripts of the page that is served', async () => {
    const { origin } = app
    const html = await (await fetch(`${origin}/sign-in`)).text()
    const scripts = [...html.matchAll(/src="\/([^"]+\.js)"/g)].map(([, src]) => src)
    expect(scripts.length).toBeGreaterThan(0)
    expect(files.map(({ file }) => file)).toEqual(expect.arrayContaining(scripts))
  })

  it('lets run in the page only what was built into it', async () => {
    const answer = await fetch(`${app.origin}/pipeline`)
    const codes = [...(await answer.text()).matchAll(/<script(?![^>]* src=)[^>]*>([\s\S]*?)<\/script>/g)]
    const hashes = codes.map(([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`)
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(hashes).toHaveLength(1)
    expect(/script-src ([^;]+);/.exec(policy)?.[1]?.split(' ')).toEqual(["'self'", ...hashes])
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
      { path: '/api/v1/me', by: '/pipeline' },
      // What was told, and what belongs to tasks, comes after the board, and may be there already.
      ...api.filter(({ path }) => path === '/api/v1/notifications').slice(0, 1),
      ...api.filter(({ path }) => path === '/api/v1/tasks/texts').slice(0, 1),
      ...api.filter(({ path }) => path === '/api/v1/tasks/whole').slice(0, 1),
      { path: '/api/v1/tasks/working-set', by: '/pipeline' },
      { path: '/api/v1/working-set', by: '/pipeline' },
    ])
    // The page names all of them, so that none is found only when another has run.
    const needed = files.flatMap(({ file }) => (file === PAGE ? [] : [`/${file}`]))
    const html = await (await fetch(`${app.origin}/pipeline`)).text()
    expect(needed.filter((file) => !html.includes(file))).toEqual([])
    expect(needed.length).toBeLessThanOrEqual(3)
  })

  it('fetches the font after the deals, which it would take the line from', async () => {
    const page = await visitAs('Sales rep')
    const [font, deals] = await Promise.all([
      page.waitForResponse(/\.woff2$/),
      page.waitForResponse(/\/api\/v1\/working-set$/),
      page.goto('/pipeline'),
    ])
    await deals.finished()
    const { startTime, responseEnd } = deals.request().timing()
    // Where a busy machine lets the deals wait for longer than that, the font comes without them.
    const latest = startTime + FONT_LATEST_MS
    expect(font.request().timing().startTime).toBeGreaterThan(Math.min(startTime + responseEnd, latest))
  })
})
