// Run by bun in a fresh clone, before anything is installed: it may import nothing but Node's own.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { progress } from './progress'

const root = fileURLToPath(new URL('../../', import.meta.url))
const stamp = join(root, 'node_modules/.installed-from')
const node = join(root, 'node_modules/.bin/node')
const wanted = createHash('sha256')
for (const file of ['package.json', 'bun.lock']) wanted.update(readFileSync(join(root, file)))
const digest = wanted.digest('hex')

if (!existsSync(node) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
  const report = progress()
  report('installing packages')
  const { status } = spawnSync(process.execPath, ['install', '--frozen-lockfile'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(stamp, digest)
  report('installed')
}
