import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, minify, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import solid from 'vite-plugin-solid'
import { CLIENT_VERSION } from '../worker/kernel/client-version'

// Known to the compiler, not yet to the types of its plugin.
const compiler = { inlineStyles: false } as object

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const START = source('src/main.tsx')
const BOARD = source('src/features/sales/pipeline-page.tsx')
// What a first visit needs before it has anything to show: the board waits for it, though nothing imports it at once.
const ENGINE = source('src/sync/browser.ts')
const SIGN_IN = source('src/features/organization/sign-in-page.tsx')
// A few hundred bytes of the bundler's own, which would be a file that everything waits for.
const RUNTIME = '\0rolldown/runtime.js'

/** Whatever must be there before a module can run: it, and all it imports at once. */
function closureOf(module: string, importsOf: (id: string) => readonly string[]): Set<string> {
  const reached = new Set<string>()
  const queue = [module]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    queue.push(...importsOf(id))
  }
  return reached
}

// The start and the board are a file each: a dozen small ones would wait for each other on a slow line. What the board has
// in common with the sign-in page, which should not wait for a board, comes with the start.
const closures = new Map<string, Set<string>>()
function fileOf(id: string, importsOf: (id: string) => readonly string[]): string | null {
  const isIn = (module: string) => {
    if (!closures.has(module)) closures.set(module, closureOf(module, importsOf))
    return closures.get(module)?.has(id) === true
  }
  if (id === RUNTIME || isIn(START)) return 'start'
  if (isIn(BOARD)) return isIn(SIGN_IN) ? 'start' : 'pipeline-page'
  return isIn(ENGINE) ? 'engine' : null
}

// What is in the earlier of these does not come into the later ones with what needs it.
const FILES = ['start', 'pipeline-page', 'engine'].map((name, place) => ({
  debugName: name,
  priority: 3 - place,
  name: (id: string, graph: { getModuleInfo(id: string): { importedIds: readonly string[] } | null }) =>
    fileOf(id, (module) => graph.getModuleInfo(module)?.importedIds ?? []) === name ? name : null,
}))

const FIRST = /<script\s+src="\/first\.js"\s*><\/script>/

/**
 * Puts what runs first into the page itself, so that nothing waits for one more file, and tells it which files the board
 * is in, so that they are fetched beside the app instead of after it, and which app it is. The content security policy names that very script.
 */
function firstScript(): Plugin {
  let first = ''
  return {
    name: 'first-script',
    apply: 'build',
    async buildStart() {
      closures.clear()
      first = (await minify('first.js', readFileSync(source('first.js'), 'utf8'))).code.trim()
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html
        const chunks = Object.values(bundle).filter((one) => one.type === 'chunk')
        const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
        const scripts = [BOARD, ENGINE].flatMap((module) => {
          const chunk = chunks.find(({ moduleIds }) => moduleIds.includes(module))
          if (!chunk) throw new Error(`${module} is not built`)
          return [...closureOf(chunk.fileName, (name) => byName.get(name)?.imports ?? [])]
        })
        const styles = scripts.flatMap((name) => [...(byName.get(name)?.viteMetadata?.importedCss ?? [])])
        const early = [...new Set([...scripts, ...styles])]
          .filter((name) => !html.includes(name))
          .map((name) => `/${name}`)
        if (!FIRST.test(html)) throw new Error('index.html has no place for what runs first')
        return html.replace(
          FIRST,
          () => `<script data-board="${early.join(' ')}" data-client="${CLIENT_VERSION}">${first}</script>`,
        )
      },
    },
    writeBundle({ dir = '' }) {
      const headers = join(dir, '_headers')
      const hash = createHash('sha256').update(first).digest('base64')
      const text = readFileSync(headers, 'utf8')
      writeFileSync(headers, text.replace("script-src 'self'", `script-src 'self' 'sha256-${hash}'`))
    },
  }
}

/** Icons are lucide's, and drawn by us: its own component takes longer for one than a card of the board for all it shows. */
function leanIcons(): Plugin {
  return {
    name: 'lean-icons',
    enforce: 'pre',
    resolveId: (wanted, importer) =>
      wanted === '../Icon' && importer?.includes('/lucide-solid/') ? source('src/ui/icon-drawing.ts') : null,
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [
    // Styles written inline into a template would break the content security policy (`style-src 'self'`),
    // in our components and in the libraries that ship JSX alike: all of them are set through the CSSOM.
    solid({ solid: compiler }),
    leanIcons(),
    tailwindcss(),
    firstScript(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/pwa',
      filename: 'service-worker.ts',
      injectRegister: false,
      // Icons and the manifest are added by the plugin itself: listed here they would be cached twice.
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,woff2}'],
        globIgnores: ['icons/**', '**/{kit-page,frame-page}-*.js'],
      },
      manifest: {
        name: 'SalesOptimizer',
        short_name: 'SalesOptimizer',
        description: 'How likely each deal is to close, why, and what would change it.',
        id: '/',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        theme_color: '#fbfbf9',
        background_color: '#fbfbf9',
        icons: [
          { src: '/icons/mark.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icons/mark-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/mark-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/mark-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // data: addresses would need a wider content security policy
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: FILES },
      },
    },
  },
  server: { proxy: { '/api': { target: process.env.API_URL ?? 'http://127.0.0.1:8787', ws: true } } },
})
