import { and, eq, type SQL, sql } from 'drizzle-orm'
import { teams } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { TeamStore } from '../application/people-stores'
import type { Team } from '../domain/team'

const TEAM = {
  id: teams.id,
  name: teams.name,
  managerId: teams.managerId,
  version: teams.version,
  // Names spelled out: the query builder leaves the table away, and the inner query's own columns would answer.
  memberIds: sql<string[]>`array(select m.user_id from team_members m
    where m.tenant_id = teams.tenant_id and m.team_id = teams.id order by m.user_id)`,
}

const toTeam = (row: { [K in keyof Team]: unknown }) => row as Team

export function teamStore(unit: UnitOfWork): TeamStore {
  const { db } = unit
  const { tenantId } = unit.actor
  const now = unit.now.toISOString()
  const taken = { teams_name: { kind: 'team_name_taken' } }
  const select = (where?: SQL) =>
    db
      .select(TEAM)
      .from(teams)
      .where(and(eq(teams.tenantId, tenantId), where))
      .orderBy(teams.name)

  function seat(team: Team, members: readonly string[]): void {
    for (const id of members) {
      unit.write(sql`insert into team_members (tenant_id, team_id, user_id) values (${tenantId}, ${team.id}, ${id})
        on conflict do nothing`)
    }
  }

  return {
    async all() {
      return (await unit.read(select())).map(toTeam)
    },
    async find(id) {
      const [row] = await unit.read(select(eq(teams.id, id)))
      return row ? toTeam(row) : null
    },
    add(team) {
      unit.write(
        sql`insert into teams (tenant_id, id, name, manager_id) values (${tenantId}, ${team.id}, ${team.name}, ${team.managerId})`,
        taken,
      )
      seat(team, team.memberIds)
    },
    save(before, after) {
      // Only the columns that change: whoever leads a team may not touch its name.
      const renamed = before.name === after.name ? sql`` : sql`name = ${after.name},`
      const led = before.managerId === after.managerId ? sql`` : sql`manager_id = ${after.managerId},`
      unit.guard(
        sql`update teams set ${renamed} ${led} updated_at = ${now}, version = version + 1
          where tenant_id = ${tenantId} and id = ${after.id} and version = ${before.version} returning id`,
        taken,
      )
      for (const id of before.memberIds.filter((member) => !after.memberIds.includes(member))) {
        unit.write(
          sql`delete from team_members where tenant_id = ${tenantId} and team_id = ${after.id} and user_id = ${id}`,
        )
      }
      seat(
        after,
        after.memberIds.filter((member) => !before.memberIds.includes(member)),
      )
    },
    remove({ id, version }) {
      unit.write(sql`update invitations set team_id = null where tenant_id = ${tenantId} and team_id = ${id}`)
      unit.guard(
        sql`delete from teams where tenant_id = ${tenantId} and id = ${id} and version = ${version} returning id`,
      )
    },
  }
}
