import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../web/src/styles/theme.css', import.meta.url), 'utf8')

function tokens(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]))
}

const [lightBlock = '', darkBlock = ''] = css.split(':root[data-theme="dark"]')
const light = tokens(lightBlock)
const themes = { light, dark: { ...light, ...tokens(darkBlock) } }

// WCAG 2.2: relative luminance and contrast ratio.
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

const TEXT = 4.5
const MARK = 3
const grounds = ['surface-1', 'surface-2', 'surface-3', 'hover']
const meanings = ['positive', 'caution', 'negative']

const pairs: [string, string, number][] = [
  ...['ink-1', 'ink-2', 'ink-3', 'accent', ...meanings].flatMap((ink) =>
    grounds.map((ground): [string, string, number] => [ink, ground, TEXT]),
  ),
  ...['ink-1', 'ink-2', 'ink-3', 'accent', ...meanings].map((ink): [string, string, number] => [
    ink,
    'accent-soft',
    TEXT,
  ]),
  ...meanings.map((meaning): [string, string, number] => [meaning, `${meaning}-soft`, TEXT]),
  ...['peer-1', 'peer-2', 'peer-3', 'peer-4'].flatMap((peer): [string, string, number][] => [
    ['surface-3', peer, TEXT],
    ['ink-1', `${peer}-soft`, TEXT],
    ...grounds.map((ground): [string, string, number] => [peer, ground, MARK]),
  ]),
  ...grounds.slice(0, 3).map((ground): [string, string, number] => ['line-field', ground, MARK]),
  ['on-accent', 'accent-fill', TEXT],
  ['on-accent', 'accent-fill-hover', TEXT],
  ['surface-1', 'ink-1', TEXT],
]

describe.each(Object.entries(themes))('the %s theme', (_, theme) => {
  it.each(pairs)('shows %s on %s at %d to one at least', (ink, ground, needed) => {
    expect(contrast(theme[ink] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(needed)
  })
})
