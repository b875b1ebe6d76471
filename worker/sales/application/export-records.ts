import { dataExported } from '../../kernel/export'
import { newId } from '../../kernel/ids'
import { ok, type Result } from '../../kernel/result'
import type { CustomerExport, InteractionExport, OpportunityExport } from '../contract'
import type { CustomField } from '../domain/custom-field'
import type { ExportedCustomer, ExportedDeal, ExportedInteraction } from '../domain/export'
import type { SalesWork } from './work'

/** Records in the order of their ids, a page at a time, from after `after`; none is the end. */
export interface ExportStore {
  opportunities(filters: OpportunityExport, after: string | null): Promise<readonly ExportedDeal[]>
  customers(filters: CustomerExport, after: string | null): Promise<readonly ExportedCustomer[]>
  interactions(filters: InteractionExport, after: string | null): Promise<readonly ExportedInteraction[]>
}

/** Writes down who takes a copy of what before the first record leaves, and answers the fields its columns are made of. */
export async function beginExport(
  work: SalesWork,
  what: keyof ExportStore,
  filters: Readonly<Record<string, unknown>>,
): Promise<Result<readonly CustomField[], never>> {
  const fields = await work.customFields.all()
  work.emit(dataExported(newId(), what, filters))
  return ok(fields)
}
