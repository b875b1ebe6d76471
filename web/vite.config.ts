import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import solid from 'vite-plugin-solid'

// Known to the compiler, not yet to the types of its plugin.
const compiler = { inlineStyles: false } as object

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [
    // Styles written inline into a template would break the content security policy (`style-src 'self'`),
    // in our components and in the libraries that ship JSX alike: all of them are set through the CSSOM.
    solid({ solid: compiler }),
    tailwindcss(),
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
  },
  server: { proxy: { '/api': { target: process.env.API_URL ?? 'http://127.0.0.1:8787', ws: true } } },
})
