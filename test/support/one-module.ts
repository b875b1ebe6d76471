import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { build } from 'vite'

/** A module with all it imports, as one text that any runtime can load. */
export async function bundled(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'index' } },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error('nothing was built')
  return output.output[0].code
}

/** A workerd that holds nothing but these modules, by their names; the first answers requests. */
export function workerdWith(modules: Readonly<Record<string, string>>): Miniflare {
  return new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      workers: [
        {
          name: 'alone',
          compatibilityDate: '2026-10-30',
          modules: Object.entries(modules).map(([path, contents]) => ({ type: 'ESModule', path, contents })),
        },
      ],
    }),
  )
}
