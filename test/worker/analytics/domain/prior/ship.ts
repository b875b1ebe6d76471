// First of all, so that the imports below need not name the ending of their files when Node runs this one by itself.
import '../../../../../worker/local/typescript.mjs'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Learns the shipped model anew: `bun run prior`, after the simulator or a feature of the model has changed.
const { learnPrior } = await import('../../../../../worker/analytics/domain/prior/learn')
const bytes = learnPrior()
const file = join(import.meta.dirname, '../../../../../worker/analytics/domain/prior/shipped.ts')
writeFileSync(
  file,
  `// Made by \`bun run prior\` from the simulator alone, never by hand; a test makes it again and compares.
export const SHIPPED =
  '${Buffer.from(bytes).toString('base64')}'
`,
)
console.log(`${bytes.length} bytes in ${file}`)
