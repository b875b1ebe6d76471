import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseAst } from 'vite'

/** The budget: JavaScript before the board is usable, gzipped. */
export const FIRST_LOAD_BYTES = 60_000

/** Where the script stands that runs before any file is here. */
export const PAGE = 'index.html'

export interface FirstLoad {
  readonly bytes: number
  /** Largest first. */
  readonly files: readonly { readonly file: string; readonly bytes: number }[]
}

/** What a browser must have before the board can be used: what the page runs, the board's chunk and all they import. */
export function firstLoad(web: string): FirstLoad {
  const html = readFileSync(join(web, 'index.html'), 'utf8')
  const scripts = [...html.matchAll(/<script[^>]* src="\/([^"]+)"/g)].map(([, src]) => src!) // always caught
  const inPage = [...html.matchAll(/<script(?![^>]* src=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join()
  const board = readdirSync(join(web, 'assets')).find((file) => /^pipeline-page-.*\.js$/.test(file))
  if (scripts.length === 0 || !board) throw new Error(`${web} holds no built board`)
  const needed = new Set<string>()
  const follow = (file: string) => {
    if (needed.has(file)) return
    needed.add(file)
    // Lazy imports are expressions: only statements are fetched with the file.
    for (const statement of parseAst(readFileSync(join(web, file), 'utf8')).body) {
      if ('source' in statement && statement.source) follow(join(file, '..', statement.source.value))
    }
  }
  for (const file of [...scripts, `assets/${board}`]) follow(file)
  const size = (code: string | Buffer) => gzipSync(code, { level: 9 }).length
  const files = [...needed]
    .map((file) => ({ file, bytes: size(readFileSync(join(web, file))) }))
    .concat({ file: PAGE, bytes: size(inPage) })
    .sort((a, b) => b.bytes - a.bytes)
  return { bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), files }
}
