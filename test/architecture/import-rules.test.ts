import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { afterEach, describe, expect, it } from 'vitest'
import { broken, type Tree } from './broken'

const FOLDERS = ['worker', 'web', 'durable-objects', 'queues', 'drizzle', 'test']
// A plain script, as its tool wants it: it has no types to import.
const { default: rules } = (await import(join(process.cwd(), '.dependency-cruiser.mjs'))) as {
  default: { forbidden: { name: string }[]; options: ICruiseOptions }
}
const ruleNames = rules.forbidden.map((rule) => rule.name)
const trees: string[] = []

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

/** What the rules say of a tree: `rule: from → to`. */
async function bark(baseDir: string, folders: string[]): Promise<string[]> {
  const options = {
    ...rules.options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: rules.forbidden } as IFlattenedRuleSet,
  }
  const { output } = await cruise(folders, options as ICruiseOptions, rules.options.enhancedResolveOptions, {
    tsConfig: extractTSConfig(join(process.cwd(), 'tsconfig.json')),
  })
  const { violations } = (output as ICruiseResult).summary
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
}

function plant(tree: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'import-rules-'))
  trees.push(root)
  for (const [path, source] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, `${path}`), source)
  }
  return root
}

describe('each import rule', () => {
  it('has a tree that breaks it', () => {
    expect(Object.keys(broken).sort()).toEqual([...ruleNames].sort())
  })

  it.each(Object.entries(broken))('%s barks, and only where it should', async (rule, { from, to, tree }) => {
    const folders = [...new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? ''))]
    const said = await bark(plant(tree), folders)
    expect(said.filter((line) => line.startsWith(`${rule}:`))).toEqual([`${rule}: ${from} → ${to}`])
  })
})

it('keeps every rule in the real tree', async () => {
  expect(await bark(process.cwd(), FOLDERS)).toEqual([])
}, 60_000)
