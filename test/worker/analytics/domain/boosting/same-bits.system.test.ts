import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { build } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../../../support/browser'
import type { Bits } from './bits'

const PATIENCE = 240_000

let script: string
const made = new Map<string, Bits>()

beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'bits.ts'), formats: ['es'], fileName: 'bits' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error('nothing was built')
  script = output.output[0].code
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
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      workers: [
        {
          name: 'bits',
          compatibilityDate: '2026-10-30',
          modules: [
            { type: 'ESModule', path: 'index.js', contents: worker },
            { type: 'ESModule', path: 'bits.js', contents: script },
          ],
        },
      ],
    }),
  )
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
