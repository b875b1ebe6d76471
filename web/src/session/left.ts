import type { Me } from '../../../worker/organization/contract'

/** Whose session the server ended here last, and what is needed to show them what was never sent. */
export interface Left {
  readonly tenantId: string
  readonly userId: string
  readonly name: string
  readonly currency: string
}

const LEFT = 'session-left'

/** Until they wave it away, or anybody signs in or out here. */
export function keepLeft({ tenant, userId, name }: Me): void {
  const left: Left = { tenantId: tenant.id, userId, name, currency: tenant.currency }
  localStorage.setItem(LEFT, JSON.stringify(left))
}

export function forgetLeft(): void {
  localStorage.removeItem(LEFT)
}

export function whoLeft(): Left | undefined {
  try {
    return (JSON.parse(localStorage.getItem(LEFT) ?? 'null') as Left | null) ?? undefined
  } catch {
    return undefined
  }
}
