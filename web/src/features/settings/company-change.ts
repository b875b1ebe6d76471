import type { Tenant } from '../../../../worker/organization/contract'

/** The company's settings as they stand in the form: reasons one a line, a choice that was cleared undefined. */
export interface CompanyDraft {
  readonly name: string
  readonly currency: string | undefined
  readonly locale: string | undefined
  readonly timeZone: string | undefined
  readonly lossReasons: string
}

/** Only what differs is sent: somebody else may be changing the rest. */
export function companyChange(tenant: Tenant, draft: CompanyDraft): Readonly<Record<string, unknown>> {
  const lossReasons = [
    ...new Set(
      draft.lossReasons
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ]
  const wanted = {
    name: draft.name.trim(),
    currency: draft.currency ?? tenant.currency,
    locale: draft.locale ?? tenant.locale,
    timeZone: draft.timeZone ?? tenant.timeZone,
    lossReasons,
  }
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(tenant[key as keyof typeof wanted]),
    ),
  )
}
