import type { ImportId } from '../../../kernel/ids'
import type { Currency } from '../../../kernel/money'
import type { ImportRun as ImportWire } from '../../contract'
import type { Inspection } from '../../domain/csv/inspection'
import type { KnownDeal } from '../../domain/import-decision'
import type { ImportDraft, ImportPlan, ImportProgress } from '../../domain/import-run'

/** An import with what is known of its file. */
export interface KnownImport extends ImportWire {
  readonly inspection: Inspection
  /** What a person confirmed of how the file is read, or the whole plan once it began. */
  readonly draft: ImportDraft | ImportPlan | null
  readonly progress: ImportProgress
}

export interface NewImport {
  readonly id: ImportId
  readonly fileName: string
  readonly bytes: number
  readonly inspection: Inspection
}

export interface ImportStore {
  find(id: ImportId): Promise<KnownImport | undefined>
  /** Only how far it is: what a page asks for every second. */
  progress(id: ImportId): Promise<ImportWire | undefined>
  list(): Promise<readonly ImportWire[]>
  add(run: NewImport): void
  /** Keeps how the file is to be read. */
  correct(run: ImportWire, draft: ImportDraft): void
  start(run: ImportWire, plan: ImportPlan): void
  /** Takes up one that broke off. */
  resume(run: ImportWire): void
  cancel(run: ImportWire): void
  /** The deals that rows are about, as far as the caller sees them. */
  knownDeals(
    rows: readonly { readonly key: string; readonly externalId: string | null }[],
  ): Promise<ReadonlyMap<string, KnownDeal>>
  errorsAfter(id: ImportId, after: ErrorPlace | null, limit: number): Promise<readonly ImportErrorRow[]>
  company(): Promise<{ readonly currency: Currency }>
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
