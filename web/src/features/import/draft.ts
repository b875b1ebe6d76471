import { createEffect, createMemo, createSignal, onCleanup, untrack } from 'solid-js'
import type { ImportDetail, ImportDraft, ImportInspection, ImportPreview } from '../../../../worker/sales/contract'
import type { Conventions, Dialect, MappedColumn, WordMeaning } from '../../../../worker/sales/domain/csv/mapping'
import { call } from '../../api/client'
import { inWords, Refusal } from '../../api/problems'
import {
  columnOf,
  type FoundWord,
  foundWords,
  needsReading,
  retargeted,
  type WordField,
  withChosen,
} from './mapping-changes'
import { targetOf } from './words'

const SETTLE_MS = 300 // a person changes several columns in a row: one look when they pause

/** How a file is to be read, while a person corrects it. Every correction shows at once; what follows from it comes after. */
export interface Draft {
  readonly inspection: () => ImportInspection
  readonly value: () => ImportDraft
  readonly words: () => readonly FoundWord[]
  readonly preview: () => ImportPreview | undefined
  /** The preview is of what was there before the last correction. */
  readonly isChecking: () => boolean
  /** The whole file is being looked through again, for what only it can tell. */
  readonly isReading: () => boolean
  readonly trouble: () => string | undefined
  readonly setTarget: (index: number, key: string) => void
  readonly setMeaning: (field: WordField, meaning: WordMeaning) => void
  readonly setConventions: (change: Partial<Conventions>) => void
  /** Cuts the file otherwise: its columns are guessed anew. */
  readonly setDialect: (change: Partial<Dialect>) => void
  readonly tryAgain: () => void
  /** Nothing is asked or kept while the import begins. */
  readonly rest: (isResting: boolean) => void
}

interface Chosen {
  readonly conventions: Partial<Conventions>
  readonly words: readonly { readonly field: WordField; readonly meaning: WordMeaning }[]
}

/** `onMoved` is called when the import was begun or ended elsewhere. */
export function createDraft({ run, inspection: first }: ImportDetail, onMoved: () => void): Draft {
  const path = `/imports/${run.id}`
  const [inspection, setInspection] = createSignal<ImportInspection>(first)
  const [value, setValue] = createSignal<ImportDraft>({
    dialect: first.dialect,
    mapping: first.mapping,
    conventions: first.conventions,
  })
  const [preview, setPreview] = createSignal<ImportPreview>()
  const [isChecking, setChecking] = createSignal(true)
  const [isReading, setReading] = createSignal(false)
  const [trouble, setTrouble] = createSignal<string>()
  const [isResting, setResting] = createSignal(false)
  const [round, setRound] = createSignal(0)
  let chosen: Chosen = { conventions: {}, words: [] }
  let isCorrected = false
  let reading: AbortController | undefined
  let readTimer: ReturnType<typeof setTimeout> | undefined
  let isReadFresh = true

  function fail(problem: unknown): void {
    if (problem instanceof Refusal && problem.body.kind === 'import_not_waiting') onMoved()
    else setTrouble(inWords(problem))
  }

  function correct(change: (now: ImportDraft) => ImportDraft): void {
    isCorrected = true
    setValue(change)
  }

  // What differs from the guess was a person's word, on another day or in another window.
  function rememberChoices(guessed: ImportInspection): void {
    const { conventions, mapping } = untrack(value)
    const keys = Object.keys(conventions) as (keyof Conventions)[]
    const differing = keys.filter((key) => conventions[key] !== guessed.conventions[key])
    const words = (['stage', 'outcome'] as const).flatMap((field) =>
      mapping[field === 'stage' ? 'stages' : 'outcomes'].map((meaning) => ({ field, meaning })),
    )
    chosen = { conventions: Object.fromEntries(differing.map((key) => [key, conventions[key]])), words }
  }

  /** Looks through the file again, as its columns are taken now; without columns they are guessed. */
  function read(columns: readonly MappedColumn[] | undefined, isReturn = false): void {
    reading?.abort()
    clearTimeout(readTimer)
    const asked = new AbortController()
    reading = asked
    isReadFresh = false
    setReading(true)
    readTimer = setTimeout(
      () => {
        const body = { dialect: untrack(value).dialect, ...(columns && { columns }) }
        call<ImportInspection>('POST', `${path}/inspect`, { body, signal: asked.signal }).then(
          (found) => {
            if (asked.signal.aborted) return
            if (isReturn) rememberChoices(found)
            isReadFresh = true
            setTrouble(undefined)
            setInspection(found)
            setValue((now) => {
              const stays = now.mapping.columns.length === found.mapping.columns.length && columns !== undefined
              const fresh = stays ? { ...found, mapping: { ...found.mapping, columns: now.mapping.columns } } : found
              return {
                dialect: found.dialect,
                mapping: withChosen(fresh, chosen.words),
                conventions: { ...found.conventions, ...chosen.conventions },
              }
            })
            setReading(false)
          },
          (problem) => {
            if (asked.signal.aborted) return
            setReading(false)
            fail(problem)
          },
        )
      },
      isReturn ? 0 : SETTLE_MS,
    )
  }

  function keep(body: ImportDraft): void {
    call('PUT', `${path}/draft`, { body, operationId: crypto.randomUUID() }).catch(fail)
  }

  createEffect(() => {
    const body = value()
    round()
    // Cut otherwise, the file has other columns: what they are comes with the next reading.
    if (isResting() || !isCutAlike(body.dialect, inspection().dialect)) return
    const asked = new AbortController()
    let unkept = isCorrected
    setChecking(true)
    const timer = setTimeout(() => {
      if (unkept) keep(body)
      unkept = false
      call<ImportPreview>('POST', `${path}/preview`, { body, signal: asked.signal }).then(
        (seen) => {
          if (asked.signal.aborted) return
          setPreview(seen)
          setChecking(false)
          if (isReadFresh) setTrouble(undefined)
        },
        (problem) => {
          if (!asked.signal.aborted) fail(problem)
        },
      )
    }, SETTLE_MS)
    onCleanup(() => {
      clearTimeout(timer)
      asked.abort()
      // Whoever corrects and leaves at once finds the correction again.
      if (unkept && !untrack(isResting) && body === untrack(value)) keep(body)
    })
  })
  onCleanup(() => {
    clearTimeout(readTimer)
    reading?.abort()
  })
  // The words and examples of the first look may be those of other columns.
  if (run.status === 'ready') read(first.mapping.columns, true)

  const words = createMemo(() => foundWords(inspection(), value().mapping))

  return {
    inspection,
    value,
    words,
    preview,
    isChecking,
    isReading,
    trouble,
    setTarget(index, key) {
      const { columns } = value().mapping
      const guess = inspection().guesses[index]
      const target = targetOf(key, columns[index]?.header ?? '', guess?.target)
      const next = retargeted(columns, index, target)
      const moved = (field: WordField) => columnOf(columns, field)?.header !== columnOf(next, field)?.header
      correct((now) => ({
        ...now,
        mapping: {
          columns: next,
          // The words of another column mean nothing here.
          stages: moved('stage') ? [] : now.mapping.stages,
          outcomes: moved('outcome') ? [] : now.mapping.outcomes,
        },
      }))
      const gone = (['stage', 'outcome'] as const).filter(moved)
      if (gone.length > 0) {
        setInspection((now) => ({ ...now, words: now.words.filter(({ field }) => !gone.includes(field)) }))
        chosen = { ...chosen, words: chosen.words.filter(({ field }) => !gone.includes(field)) }
      }
      if (needsReading(columns, next)) read(next)
    },
    setMeaning(field, meaning) {
      const others = chosen.words.filter((one) => one.field !== field || one.meaning.word !== meaning.word)
      chosen = { ...chosen, words: [...others, { field, meaning }] }
      correct((now) => ({
        ...now,
        mapping: withChosen({ ...inspection(), mapping: now.mapping }, [{ field, meaning }]),
      }))
    },
    setConventions(change) {
      chosen = { ...chosen, conventions: { ...chosen.conventions, ...change } }
      correct((now) => ({ ...now, conventions: { ...now.conventions, ...change } }))
    },
    setDialect(change) {
      chosen = { ...chosen, words: [] }
      correct((now) => ({ ...now, dialect: { ...now.dialect, ...change } }))
      read(undefined)
    },
    tryAgain() {
      setTrouble(undefined)
      if (isReadFresh) setRound((n) => n + 1)
      else read(value().mapping.columns)
    },
    rest: setResting,
  }
}

function isCutAlike(one: Dialect, other: Dialect): boolean {
  return one.delimiter === other.delimiter && one.header === other.header && one.sepLine === other.sepLine
}

/** Why the import cannot begin as it stands; false when it can. */
export function whyNotStart({ inspection, value, isReading }: Draft): string | false {
  const { mapping, conventions } = value()
  if (isReading()) return 'The file is being read again'
  if (conventions.dateOrder === 'undecided' && inspection().ambiguousDate !== null) {
    return 'Choose how dates are written first'
  }
  const tells = (['externalId', 'title', 'customer', 'product'] as const).some((field) =>
    columnOf(mapping.columns, field),
  )
  return !tells && 'Say which column names the deal or its customer'
}
