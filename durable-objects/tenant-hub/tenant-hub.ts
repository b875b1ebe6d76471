import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../../worker/platform/env'
import { newestSeq, noteSeq } from './journal'
import { claim, release } from './leases'
import { migrate } from './migrations'

/** One per tenant: hears of every committed change, and lets one expensive job of a kind run at a time. */
export class TenantHub extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    migrate(state.storage)
  }

  /** Told after each commit. Late, repeated and out-of-order calls are harmless. */
  publish(seq: number): void {
    noteSeq(this.ctx.storage.sql, seq)
  }

  /** The newest change this hub has heard of; the database's own head is the truth. */
  newestSeq(): number {
    return newestSeq(this.ctx.storage.sql)
  }

  /** Takes the tenant's lease on a kind of work; false while another holder's has not run out. */
  claim(kind: string, holder: string, ttlMs: number): boolean {
    return claim(this.ctx.storage.sql, kind, holder, Date.now(), ttlMs)
  }

  release(kind: string, holder: string): void {
    release(this.ctx.storage.sql, kind, holder)
  }
}
