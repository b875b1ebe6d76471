import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../../../support/browser'
import { bundled, workerdWith } from '../../../../support/one-module'
import type { Bits } from './bits'

const PATIENCE = 240_000

let script: string
const made = new Map<string, Bits>()

beforeAll(async () => {
  script = await bundled(join(import.meta.dirname, 'bits.ts'))
  made.set('Node', await inNode())
  made.set('workerd', await inWorkerd())
  made.set('Chromium', await inChromium())
}, PATIENCE)

const address = () => `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`

async function inNode(): Promise<Bits> {
  const { bits } = (await import(/* @vite-ignore */ address())) as { bits: () => Bits }
  return bits()
}

async function inWorkerd(): Promise<Bits> {
  const worker = `import { bits } from './bits.js'\nexport default { fetch: () => Response.json(bits()) }`
  const runtime = workerdWith({ 'index.js': worker, 'bits.js': script })
  try {
    return (await (await runtime.dispatchFetch('http://bits.test')).json()) as Bits
  } finally {
    await runtime.dispose()
  }
}

async function inChromium(): Promise<Bits> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    // As text: an import written here would be taken for one of this file.
    return await page.evaluate<Bits>(`import('${address()}').then(({ bits }) => bits())`)
  } finally {
    await browser.close()
  }
}

describe.each(['Node', 'workerd', 'Chromium'])('the same data and seed in %s', (runtime) => {
  it.each(['own', 'residual', 'prior', 'scores'] as const)('make the same bytes: %s', (what) => {
    // Not compared by `expect` itself: nobody wants to read a megabyte of difference.
    expect(made.get(runtime)![what] === made.get('Node')![what]).toBe(true)
    expect(made.get(runtime)![what].length).toBeGreaterThan(1000)
  })

  it('score one deal as in a batch, and explain it to 1e-9', () => {
    expect(made.get(runtime)!.strayed).toBe(0)
    expect(made.get(runtime)!.unexplained).toBeLessThan(1e-9)
  })
})
