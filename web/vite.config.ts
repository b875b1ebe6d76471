import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import solid from 'vite-plugin-solid'

// Known to the compiler, not yet to the types of its plugin.
const compiler = { inlineStyles: false } as object

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const START = source('src/main.tsx')
const BOARD = source('src/features/sales/pipeline-page.tsx')
// What a first visit needs before it has anything to show: the board waits for it, though nothing imports it at once.
const ENGINE = source('src/sync/browser.ts')
const SIGN_IN = source('src/features/organization/sign-in-page.tsx')

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

// The start and the board are a file each: a dozen small ones would wait for each other on a slow line. So is what the
// board has in common with the sign-in page, which should not wait for a board.
const closures = new Map<string, Set<string>>()
function fileOf(id: string, importsOf: (id: string) => readonly string[]): string | null {
  const isIn = (module: string) => {
    if (!closures.has(module)) closures.set(module, closureOf(module, importsOf))
    return closures.get(module)?.has(id) === true
  }
  if (id === START || id === BOARD) return null
  if (isIn(START)) return 'start'
  if (isIn(BOARD)) return isIn(SIGN_IN) ? 'common' : 'board'
  return isIn(ENGINE) ? 'engine' : null
}

// What is in the earlier of these does not come into the later ones with what needs it.
const FILES = ['start', 'common', 'board', 'engine'].map((name, place) => ({
  debugName: name,
  priority: 4 - place,
  name: (id: string, graph: { getModuleInfo(id: string): { importedIds: readonly string[] } | null }) =>
    fileOf(id, (module) => graph.getModuleInfo(module)?.importedIds ?? []) === name ? name : null,
}))

/** Tells the page which files the board is in, so that they are fetched beside the app instead of after it. */
function boardFiles(): Plugin {
  return {
    name: 'board-files',
    buildStart: () => closures.clear(),
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
        return html.replace('src="/first.js"', `src="/first.js" data-board="${early.join(' ')}"`)
      },
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
    boardFiles(),
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
