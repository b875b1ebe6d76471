import type { Status } from './fields'
import { MAX_NAME } from './limits'
import type { ColumnMapping, MappedColumn, WordMeaning } from './mapping'
import { outcomeOf, statusOf } from './outcomes'
import { detached, wordsOf } from './plain-text'
import { isClean } from './texts'

const MAX_WORDS = 1000 // more are no stages, and a mapping holds no more

/** A word of the stage or outcome column, and how many rows say it. */
export interface FoundWord {
  readonly field: 'stage' | 'outcome'
  readonly word: string
  readonly rows: number
}

/** Collects the words of the stage and outcome columns of a file, with what they most likely mean. */
export function createWordsDetector(columns: readonly MappedColumn[]) {
  const stageColumn = placeOf(columns, 'stage')
  const outcomeColumn = placeOf(columns, 'outcome')
  const stageWords = new Map<string, number>()
  const outcomeWords = new Map<string, number>()

  function take(words: Map<string, number>, cell: string | undefined): void {
    const word = (cell ?? '').trim()
    if (word === '' || word.length > MAX_NAME || !isClean(word)) return // those are problems of their rows
    const rows = words.get(word)
    if (rows !== undefined) words.set(word, rows + 1)
    else if (words.size < MAX_WORDS) words.set(detached(word), 1)
  }

  return {
    add(cells: readonly string[]): void {
      if (stageColumn !== -1) take(stageWords, cells[stageColumn])
      if (outcomeColumn !== -1) take(outcomeWords, cells[outcomeColumn])
    },
    /** An outcome word of no known meaning is left out: its rows are refused until a person says what it means. */
    result(): Pick<ColumnMapping, 'stages' | 'outcomes'> {
      const stages = [...stageWords.keys()].map((word) => meaning(word, statusOf(word) ?? 'open'))
      const outcomes = [...outcomeWords.keys()].flatMap((word) => {
        const status = outcomeOf(word)
        if (status === null) return []
        // "Is won: no" is also said of deals still open; beside a stage column it is the stage that tells.
        const undecided = status === 'lost' && statusOf(word) === null && stageColumn !== -1
        return [meaning(word, undecided ? 'open' : status)]
      })
      return { stages, outcomes }
    },
    /** All words in order of appearance, also those that mean nothing yet. */
    found(): FoundWord[] {
      const of = (field: FoundWord['field'], words: ReadonlyMap<string, number>) =>
        [...words].map(([word, rows]): FoundWord => ({ field, word, rows }))
      return [...of('stage', stageWords), ...of('outcome', outcomeWords)]
    },
  }
}

/** A stage of the product that words may be matched to. */
export interface KnownStage {
  readonly id: NonNullable<WordMeaning['stageId']>
  readonly name: string
  readonly status: Status
}

/** Finds for each word the stage that bears its name, or the only one that ends deals the same way. */
export function matchStages(words: readonly WordMeaning[], stages: readonly KnownStage[]): WordMeaning[] {
  return words.map(({ word, status }) => {
    const byName = stages.find(({ name }) => bare(name) === bare(word))
    if (byName) return { word, status: byName.status, stageId: byName.id }
    const ends = status === 'open' ? [] : stages.filter((stage) => stage.status === status)
    return { word, status, stageId: ends.length === 1 ? ends[0]!.id : null }
  })
}

export function placeOf(columns: readonly MappedColumn[], field: string): number {
  return columns.findIndex(({ target }) => target.kind === 'field' && target.field === field)
}

/** Whether a file says how its deals stand. */
export function tellsStatus(columns: readonly MappedColumn[]): boolean {
  return placeOf(columns, 'stage') !== -1 || placeOf(columns, 'outcome') !== -1
}

function meaning(word: string, status: Status): WordMeaning {
  return { word, status, stageId: null }
}

// "4 - Angebot" is "Angebot": numbers before a name only sort it.
function bare(name: string): string {
  const words = wordsOf(name)
  const telling = words.filter((word) => !/^\d+$/.test(word))
  return (telling.length > 0 ? telling : words).join(' ')
}
