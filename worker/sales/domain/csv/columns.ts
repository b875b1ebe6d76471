import { currencyOf } from './currencies'
import { fits, isIdentifying, tellsOutcome, tellsStage } from './field-fit'
import type { CustomType, Field } from './fields'
import type { ColumnTarget } from './mapping'
import { outcomeOf } from './outcomes'
import { shown, wordsOf } from './plain-text'
import { type Shape, shapeOf } from './shapes'
import { fieldsNamed, type NamedField } from './vocabulary'

/** What one column most likely is, how sure that is, and on what grounds. */
export interface ColumnGuess {
  readonly column: number
  readonly name: string
  readonly target: ColumnTarget
  readonly confidence: number
  readonly why: 'name' | 'values' | 'unknown'
  /** Columns that say nothing about a deal: another id, the same value throughout, no value at all. They are left out. */
  readonly mark: 'identifier' | 'constant' | 'empty' | null
  readonly examples: readonly string[]
}

interface Candidate {
  readonly column: number
  readonly field: Field
  readonly confidence: number
  readonly why: 'name' | 'values'
}

const ENOUGH_ROWS = 20 // fewer cannot show that a column is constant or unique
const MAX_CHOICES = 30
const MAX_CHOICE_LENGTH = 100
const MAX_EXAMPLE_LENGTH = 100
const ID_WORDS = new Set(['id', 'nr', 'no', 'num', 'number', 'nummer', 'numero', 'key', 'uuid', 'guid', 'code'])
const OWNER_WORDS = new Set([
  'owner',
  'agent',
  'rep',
  'seller',
  'besitzer',
  'verkaufer',
  'vendedor',
  'venditore',
  'eigenaar',
])
const AMOUNT_WORDS = new Set(['amount', 'betrag', 'montant', 'importe', 'importo', 'bedrag'])

/** Guesses what the columns of a file are, by name and by the shape of their values; no field is given twice. */
export function guessColumns(names: readonly string[], rows: readonly (readonly string[])[]): ColumnGuess[] {
  const shapes = names.map((_, column) => shapeOf(rows.map((cells) => (cells[column] ?? '').trim())))
  const telling = names.map(tellingWords)
  const byName = names.flatMap((_, column) => namedCandidates(column, telling[column]!, shapes[column]!))
  const status = best([...byName, ...valueCandidates(telling, shapes)].filter(isStatus))
  const closes = byName.flatMap((candidate) => resolveClose(candidate, shapes, status))
  const chosen = assign([...closes, ...valueCandidates(telling, shapes)])
  return names.map((name, column) => guessOf(name, column, shapes[column]!, telling[column]!, chosen.get(column)))
}

/** The currency a header names: `Amount USD`, `Betrag (EUR)`, `Value €`. */
export function currencyNamed(name: string): string | null {
  for (const part of [/[([]([^)\]]+)[)\]]/.exec(name)?.[1], /(\p{Sc}|\b[A-Z]{3})\s*$/u.exec(name)?.[1]]) {
    const code = part === undefined ? null : currencyOf(part.replace(/^in\s+/i, ''), null)
    if (code) return code
  }
  return null
}

// Without remarks in brackets and the currency, which are about the values and not what they are.
function tellingWords(name: string): string[] {
  const bare = name
    .replace(/[([][^)\]]*[)\]]/g, ' ')
    .replace(/(\sin)?\s(\p{Sc}|[A-Z]{3})\s*$/u, (match, _in, code: string) => (currencyOf(code, null) ? ' ' : match))
  const words = wordsOf(bare)
  return words.length > 0 ? words : wordsOf(name)
}

function namedCandidates(column: number, words: readonly string[], shape: Shape) {
  return fieldsNamed(words).flatMap(({ field, confidence }) => {
    const checked = field === 'closeOn' ? 'closedOn' : field
    if (!fits(checked, shape)) return []
    const likely = shape.filled === 0 ? confidence * 0.8 : confidence
    return [{ column, field, confidence: likely + statusBonus(field, shape), why: 'name' as const }]
  })
}

// "Status" may hold the outcome or the stage: more than one word for an open deal makes it the stage.
function statusBonus(field: NamedField, shape: Shape): number {
  if (field === 'outcome') return tellsOutcome(shape) ? 0.04 : -0.1
  return field === 'stage' && tellsOutcome(shape) ? -0.04 : 0
}

function valueCandidates(telling: readonly (readonly string[])[], shapes: readonly Shape[]): Candidate[] {
  return shapes.flatMap((shape, column): Candidate[] => {
    const words = telling[column]!
    const has = (set: ReadonlySet<string>) => words.some((word) => set.has(word))
    const guess = (field: Field, confidence: number): Candidate[] => [{ column, field, confidence, why: 'values' }]
    if (shape.filled === 0) return []
    if (tellsOutcome(shape)) return guess('outcome', 0.65)
    if (tellsStage(shape)) return guess('stage', 0.6)
    if (shape.emails >= 0.8) return guess(has(OWNER_WORDS) ? 'owner' : 'contactEmail', 0.6)
    if (shape.currencies >= 0.9 && shape.maxLength === 3) return guess('currency', 0.6)
    if (has(ID_WORDS) && isIdentifying(shape)) return guess('externalId', 0.55)
    if (has(AMOUNT_WORDS) && shape.numbers >= 0.9) return guess('amount', 0.55)
    return []
  })
}

function isStatus({ field }: { field: NamedField }): boolean {
  return field === 'stage' || field === 'outcome'
}

function best<C extends { confidence: number }>(candidates: readonly C[]): C | undefined {
  return candidates.reduce<C | undefined>(
    (top, next) => (!top || next.confidence > top.confidence ? next : top),
    undefined,
  )
}

// A close date that open deals carry too is a plan; one that only closed deals have is history.
function resolveClose(
  candidate: { column: number; field: NamedField; confidence: number; why: 'name' },
  shapes: readonly Shape[],
  status: { column: number } | undefined,
): Candidate[] {
  const { field } = candidate
  if (field !== 'closeOn') return [{ ...candidate, field }]
  const plan = isPlan(shapes[candidate.column]!, status && shapes[status.column]!)
  const [meant, other] = plan ? (['expectedCloseOn', 'closedOn'] as const) : (['closedOn', 'expectedCloseOn'] as const)
  return [
    { ...candidate, field: meant },
    { ...candidate, field: other, confidence: candidate.confidence - 0.2 },
  ]
}

function isPlan(close: Shape, status: Shape | undefined): boolean {
  if (!status) return true
  let open = 0
  let openWithDate = 0
  status.values.forEach((word, row) => {
    const outcome = outcomeOf(word)
    if (outcome === 'won' || outcome === 'lost') return
    open++
    if (close.values[row] !== '') openWithDate++
  })
  return openWithDate * 2 > open
}

// The surest first; a column has one target and a target one column.
function assign(candidates: readonly Candidate[]): Map<number, Candidate> {
  const chosen = new Map<number, Candidate>()
  const taken = new Set<Field>()
  const sorted = [...candidates].sort((a, b) => b.confidence - a.confidence || a.column - b.column)
  for (const candidate of sorted) {
    if (candidate.confidence < 0.5 || chosen.has(candidate.column) || taken.has(candidate.field)) continue
    chosen.set(candidate.column, candidate)
    taken.add(candidate.field)
  }
  return chosen
}

function guessOf(
  name: string,
  column: number,
  shape: Shape,
  words: readonly string[],
  chosen: Candidate | undefined,
): ColumnGuess {
  const common = { column, name, examples: shape.distinct.slice(0, 3).map((text) => shown(text, MAX_EXAMPLE_LENGTH)) }
  if (chosen) {
    const target: ColumnTarget = { kind: 'field', field: chosen.field }
    return { ...common, target, confidence: Math.round(chosen.confidence * 100) / 100, why: chosen.why, mark: null }
  }
  const mark = markOf(shape, words)
  const target: ColumnTarget = mark ? { kind: 'skip' } : { kind: 'custom', name, type: customTypeOf(shape) }
  return { ...common, target, confidence: 0, why: 'unknown', mark }
}

function markOf(shape: Shape, words: readonly string[]): ColumnGuess['mark'] {
  if (shape.filled === 0) return 'empty'
  if (shape.values.length < ENOUGH_ROWS || shape.filled < shape.values.length) return null
  if (shape.distinct.length === 1) return 'constant'
  if (!shape.unique || !isIdentifying(shape)) return null
  const named = words.some((word) => ID_WORDS.has(word))
  return named || isCounter(shape) || shape.distinct.every(isCode) ? 'identifier' : null
}

// 0, 1, 2 … as programs number the rows they write.
function isCounter(shape: Shape): boolean {
  const first = Number(shape.values[0])
  return shape.integers === 1 && shape.values.every((value, row) => Number(value) === first + row)
}

function isCode(text: string): boolean {
  return text.length >= 6 && /^[\w-]+$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text)
}

/** What a custom field made of these values holds. */
export function customTypeOf(shape: Shape): CustomType {
  if (shape.dates === 1) return 'date'
  // 00123 is a code: as a number it would lose its zeros.
  if (shape.numbers === 1 && !shape.distinct.some((value) => /^0\d/.test(value))) return 'number'
  const few = shape.distinct.length <= MAX_CHOICES && shape.distinct.length * 3 <= Math.max(shape.filled, 9)
  return few && shape.maxLength <= MAX_CHOICE_LENGTH ? 'choice' : 'text'
}
