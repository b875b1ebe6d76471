import type { ImportId } from '../../../kernel/ids'
import type { Currency } from '../../../kernel/money'
import type { ImportRun as ImportWire } from '../../contract'
import type { Inspection } from '../../domain/csv/inspect'
import type { ImportPlan, ImportProgress } from '../../domain/import-run'

/** An import with what is known of its file. */
export interface KnownImport extends ImportWire {
  readonly inspection: Inspection
  readonly plan: ImportPlan | null
  readonly progress: ImportProgress
}

export interface ImportStore {
  find(id: ImportId): Promise<KnownImport | undefined>
  list(): Promise<readonly ImportWire[]>
  add(run: {
    readonly id: ImportId
    readonly fileName: string
    readonly bytes: number
    readonly inspection: Inspection
  }): void
  start(run: KnownImport, plan: ImportPlan): void
  cancel(run: KnownImport): void
  /** The digests of deals that were imported under these keys, by key. */
  knownDigests(keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  errorsAfter(id: ImportId, after: ErrorPlace | null, limit: number): Promise<readonly ImportErrorRow[]>
  company(): Promise<{ readonly name: string; readonly currency: Currency }>
}

export interface ErrorPlace {
  readonly row: number
  readonly column: string
}

export interface ImportErrorRow {
  readonly rowNumber: number
  readonly column: string
  readonly value: string
  readonly reason: string
}
