import { sql } from 'drizzle-orm'
import { toMajor } from '../../kernel/money'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { DeviceWork } from '../application/device'
import type { Contact } from '../domain/contact-time'
import { companionFromJson } from '../serving/companion'
import { companionKey, Remembered } from './artifacts'
import { findDealRecord, stagePlaces } from './deal-records'
import { findChampion } from './models'
import { customerFactsOfDeal } from './predictions'

const MOST_CONTACTS = 300 // years of a busy customer; enough to tell a habit

const companions = new Remembered<Awaited<ReturnType<DeviceWork['companion']>>>()

/** What a device is served from: the rows the viewpoint sees, and the model's files. */
export function deviceWork(unit: UnitOfWork): DeviceWork {
  return {
    async serving() {
      const champion = await findChampion(unit)
      if (!champion?.artifactKey) return undefined
      const { id, number, rung, deals, baseRate, artifactKey, artifactDigest } = champion
      return {
        id,
        number,
        rung,
        deals,
        usualRate: baseRate,
        artifact: rung === 'base_rate' || !artifactDigest ? null : { key: artifactKey, digest: artifactDigest },
        companionKey: companionKey(artifactKey),
      }
    },
    async visibleOwners() {
      const rows = await unit.rows<{ id: string }>(sql`select u.id from users u where u.tenant_id = ${unit.tenantId}
        and exists (select from opportunities o where o.tenant_id = u.tenant_id and o.owner_id = u.id and o.status = 'open')`)
      return rows.map(({ id }) => id)
    },
    companion: ({ companionKey: key }) =>
      companions.get(key, async () => {
        const file = await unit.env.FILES.get(key)
        return file ? (companionFromJson(await file.text()) ?? undefined) : undefined
      }),
    async artifact({ artifact }) {
      return artifact ? (await unit.env.FILES.get(artifact.key))?.body : undefined
    },
    record: (id) => findDealRecord(unit, id),
    places: () => stagePlaces(unit),
    contacts: (id) =>
      unit.rows<Contact>(sql`select (extract(epoch from i.occurred_at) * 1000)::float8 as at, i.channel, i.direction, i.outcome
        from interactions i where i.tenant_id = ${unit.tenantId} and i.customer_id = (select o.customer_id from opportunities o
          where o.tenant_id = ${unit.tenantId} and o.id = ${id})
        order by i.occurred_at desc, i.id desc limit ${MOST_CONTACTS}`),
    customerOf: (id) => customerFactsOfDeal(unit, id, toMajor),
  }
}
