import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'

export interface FoundBrowser {
  readonly path: string
  readonly args: string[]
  readonly env: Record<string, string>
}

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]

/** A Chromium: the one named, the system's, or one unpacked from npm, which needs nothing of the system. */
export async function findBrowser(): Promise<FoundBrowser> {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH && !existsSync(CHROMIUM_PATH)) throw new Error(`CHROMIUM_PATH=${CHROMIUM_PATH} does not exist`)
  const installed = CHROMIUM_PATH ?? SYSTEM.find((path) => existsSync(path))
  if (installed) return { path: installed, args: ['--no-sandbox', '--disable-gpu'], env: {} }
  return unpackBrowser()
}

/** From npm, with the libraries it brings for systems that lack them. */
export async function unpackBrowser(): Promise<FoundBrowser> {
  const { default: packed } = await import('@sparticuz/chromium')
  const path = await packed.executablePath()
  return { path, args: ['--no-sandbox'], env: { LD_LIBRARY_PATH: join(unpackLibraries(), 'lib') } }
}

function unpackLibraries(): string {
  const folder = join(process.cwd(), '.cache/chromium')
  if (existsSync(folder)) return folder
  const archive = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin/al2023.tar.br')
  // Whole or not at all: an unpacking cut short must not be taken for the libraries.
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  execFileSync('tar', ['xf', '-', '-C', draft], { input: brotliDecompressSync(readFileSync(archive)) })
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

export async function openBrowser(found?: FoundBrowser): Promise<Browser> {
  const { path, args, env } = found ?? (await findBrowser())
  return chromium.launch({ executablePath: path, args, env: { ...process.env, ...env } as Record<string, string> })
}
