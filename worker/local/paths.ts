import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Where everything this machine keeps between starts lies. */
export const DATA = resolve(ROOT, process.env.DATA_DIR ?? '.data')
