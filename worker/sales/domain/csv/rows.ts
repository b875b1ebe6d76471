import { unguarded } from '../../../kernel/csv'
import type { Result } from '../../../kernel/result'
import { toAmountMinor, toPlainNumber } from './amounts'
import { currencyOf } from './currencies'
import { readDay } from './dates'
import { FIELD_LABELS, type Field, type Status } from './fields'
import { type DraftRow, type ImportRow, settle } from './import-row'
import {
  MAX_CUSTOM_TEXT,
  MAX_EMAIL,
  MAX_NAME,
  MAX_NOTES,
  MAX_PHONE,
  MAX_SHORT,
  MAX_STAGE,
  MAX_TAG,
  MAX_TAGS,
  MAX_TITLE,
} from './limits'
import type { ColumnMapping, Conventions, MappedColumn, RowProblem } from './mapping'
import { EXPONENT, readNumber } from './numbers'
import { outcomeOf, priorityOf, statusOf } from './outcomes'
import type { CsvRecord } from './parse'
import { shown } from './plain-text'
import { type Problem, problemInWords } from './problems'
import { isNothing } from './shapes'
import { readEmail, readLine, readProse, readTags } from './texts'

/** `row` in an error is what could be read of it, for showing. */
export type RowResult =
  | { readonly kind: 'row'; readonly row: ImportRow }
  | { readonly kind: 'error'; readonly row: ImportRow; readonly problems: readonly RowProblem[] }
  | { readonly kind: 'blank' }

type Draft = { -readonly [K in keyof DraftRow]: DraftRow[K] } & { custom: (string | number | null)[] }
type Note = (column: number, problem: Problem) => null

// The longest the product's own forms take.
const LONGEST = {
  externalId: MAX_NAME,
  title: MAX_TITLE,
  customer: MAX_NAME,
  contactName: MAX_NAME,
  contactPhone: MAX_PHONE,
  stage: MAX_STAGE,
  owner: MAX_NAME,
  product: MAX_NAME,
  source: MAX_SHORT,
  lossReason: MAX_SHORT,
  industry: MAX_SHORT,
}

/** Makes the function that turns the records of one file into rows. */
export function createRowReader(mapping: ColumnMapping, conventions: Conventions): (record: CsvRecord) => RowResult {
  const { columns } = mapping
  const places = new Map<Field, number>()
  columns.forEach(({ target }, column) => {
    if (target.kind === 'field') places.set(target.field, column)
  })
  const stages = new Map(mapping.stages.map(({ word, status }) => [word, status]))
  const outcomes = new Map(mapping.outcomes.map(({ word, status }) => [word, status]))
  const dayOf = remembered((text: string) => readDay(text, conventions.dateOrder))
  const least = Math.ceil(columns.length / 2)

  function readCell(draft: Draft, target: MappedColumn['target'], column: number, text: string, note: Note): void {
    const take = <T>(result: Result<T, Problem>): T | null => (result.ok ? result.value : note(column, result.error))
    if (target.kind === 'custom') {
      draft.custom.push(readCustom(target.type, text, take))
      return
    }
    if (target.kind === 'skip' || text === '') return
    switch (target.field) {
      case 'externalId':
      case 'title':
      case 'customer':
      case 'contactName':
      case 'contactPhone':
      case 'stage':
      case 'owner':
      case 'product':
      case 'source':
      case 'lossReason':
      case 'industry':
        draft[target.field] = take(readLine(text, LONGEST[target.field]))
        return
      case 'contactEmail':
        draft.contactEmail = take(readEmail(text, MAX_EMAIL))
        return
      case 'priority':
        draft.priority = priorityOf(text) ?? note(column, { kind: 'priority_unknown' })
        return
      case 'createdOn':
      case 'expectedCloseOn':
      case 'closedOn':
        draft[target.field] = isNothing(text) ? null : take(dayOf(text))
        return
      case 'tags':
        draft.tags = take(readTags(text, MAX_TAG, MAX_TAGS)) ?? []
        return
      case 'notes':
        draft.notes = take(readProse(text, MAX_NOTES))
        return
      case 'amount':
      case 'currency':
      case 'outcome':
        return // read once the whole row is known: they depend on one another
    }
  }

  function readCustom(type: string, text: string, take: <T>(result: Result<T, Problem>) => T | null) {
    if (text === '') return null
    switch (type) {
      case 'number': {
        if (isNothing(text)) return null
        if (EXPONENT.test(text)) return Number(text.replace(',', '.'))
        const number = take(readNumber(text, conventions.decimals))
        return number && take(toPlainNumber(number))
      }
      case 'date':
        return isNothing(text) ? null : take(dayOf(text))
      case 'choice':
        return take(readLine(text, MAX_NAME))
      default:
        return take(readProse(text, MAX_CUSTOM_TEXT))
    }
  }

  function readMoney(draft: Draft, cell: (field: Field) => string, note: Note): void {
    const named = cell('currency')
    const text = cell('amount')
    const column = named === '' ? null : currencyOf(named, conventions.currency)
    if (named !== '' && column === null) note(places.get('currency')!, { kind: 'currency_unknown' })
    draft.currency = column ?? conventions.currency
    if (text === '' || isNothing(text)) return
    const place = places.get('amount')! // the cell is not empty, so there is such a column
    const written = readNumber(text, conventions.decimals)
    if (!written.ok) {
      note(place, written.error)
      return
    }
    if (written.value.currency !== null) {
      const amount = currencyOf(written.value.currency, column ?? conventions.currency)
      if (amount !== null && column !== null && amount !== column) {
        note(place, { kind: 'currencies_differ', column, amount })
        return
      }
      draft.currency = amount ?? draft.currency
    }
    const minor = toAmountMinor(written.value, draft.currency)
    if (minor.ok) draft.amountMinor = minor.value
    else note(place, minor.error)
  }

  function readStatus(draft: Draft, cell: (field: Field) => string, note: Note): void {
    const byStage = draft.stage === null ? 'open' : (stages.get(draft.stage) ?? statusOf(draft.stage) ?? 'open')
    const text = cell('outcome')
    const place = places.get('outcome')
    const said = outcomes.get(text) ?? (isNothing(text) ? 'open' : outcomeOf(text))
    if (place !== undefined && said === null) note(place, { kind: 'outcome_unknown' })
    if (place !== undefined && contradict(byStage, said)) {
      note(place, { kind: 'outcome_contradicts_stage', stage: draft.stage! }) // only a stage is closed by its word
    }
    draft.status = said === null || said === 'open' ? byStage : said
  }

  // One date column often serves both: a closed deal closed on it, an open one is expected to.
  function settleDates(draft: Draft, note: Note): void {
    if (draft.status === 'open') {
      draft.expectedCloseOn ??= draft.closedOn
      draft.closedOn = null
      return
    }
    const place = draft.closedOn === null ? places.get('expectedCloseOn') : places.get('closedOn')
    draft.closedOn ??= draft.expectedCloseOn
    if (draft.createdOn !== null && draft.closedOn !== null && draft.closedOn < draft.createdOn) {
      note(place!, { kind: 'closed_before_created', createdOn: draft.createdOn }) // the day came from that column
    }
  }

  return ({ row, cells, unclosedQuote }) => {
    if (cells.every((cell) => cell.trim() === '')) return { kind: 'blank' }
    const problems: RowProblem[] = []
    const texts = columns.map((_, column) => unguarded((cells[column] ?? '').trim()))
    const note: Note = (column, problem) => {
      problems.push(rowProblem(row, columns[column] ?? null, texts[column] ?? '', problem))
      return null
    }
    const cell = (field: Field) => texts[places.get(field) ?? -1] ?? ''

    const draft = blankDraft(row, conventions.currency)
    const uneven = unevenness(cells, columns.length, least)
    if (unclosedQuote) note(-1, { kind: 'quote_not_closed' })
    else if (uneven) note(-1, uneven)
    else {
      for (let column = 0; column < columns.length; column++) {
        readCell(draft, columns[column]!.target, column, texts[column]!, note)
      }
      readMoney(draft, cell, note)
      readStatus(draft, cell, note)
      if (draft.status !== 'lost') draft.lossReason = null
      settleDates(draft, note)
      if (cell('customer') === '' && conventions.customerWhenBlank === null) {
        note(places.get('customer') ?? -1, { kind: 'missing' })
      }
    }
    const settled = settle(draft, conventions.customerWhenBlank)
    return problems.length === 0 ? { kind: 'row', row: settled } : { kind: 'error', row: settled, problems }
  }
}

function contradict(stage: Status, outcome: Status | null): boolean {
  return stage !== 'open' && outcome !== null && outcome !== 'open' && stage !== outcome
}

// Spreadsheets leave out empty cells at the end of a row, so a shorter row is complete; one with less than half its
// cells is rather a line that was broken in two.
function unevenness(cells: readonly string[], columns: number, least: number): Problem | null {
  const surplus = cells.length > columns && cells.slice(columns).some((cell) => cell.trim() !== '')
  if (!surplus && cells.length >= least) return null
  const lines = cells.reduce((count, cell) => count + cell.split('\n').length - 1, 1)
  return { kind: surplus ? 'too_many_cells' : 'too_few_cells', cells: cells.length, columns, lines }
}

function rowProblem(row: number, column: MappedColumn | null, value: string, problem: Problem): RowProblem {
  const target = column?.target
  const label = target?.kind === 'field' ? FIELD_LABELS[target.field] : (column?.header ?? 'Customer')
  return {
    row,
    column: column?.header ?? null,
    field: target?.kind === 'field' ? target.field : null,
    value: shown(value, MAX_NAME),
    kind: problem.kind,
    reason: problemInWords(label, problem),
  }
}

function blankDraft(row: number, currency: string): Draft {
  return {
    row,
    externalId: null,
    title: null,
    customer: null,
    contactName: null,
    contactEmail: null,
    contactPhone: null,
    amountMinor: null,
    currency,
    stage: null,
    status: 'open',
    owner: null,
    product: null,
    source: null,
    priority: null,
    createdOn: null,
    expectedCloseOn: null,
    closedOn: null,
    lossReason: null,
    industry: null,
    tags: [],
    notes: null,
    custom: [],
  }
}

const REMEMBERED = 10_000 // days of a file repeat; a bound, since each remembered text keeps its chunk alive

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const value = read(text)
    if (known.size < REMEMBERED) known.set(text, value)
    return value
  }
}
