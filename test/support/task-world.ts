import { eq } from 'drizzle-orm'
import { roles, taskChecklistItems, taskCollaborators, teamMembers, teams, tenantHeads } from '../../drizzle/schema'
import { type AttachmentId, type ChecklistItemId, newId, type TaskId, type TeamId } from '../../worker/kernel/ids'
import type { Permission, Scope } from '../../worker/kernel/permissions'
import { aCompany, aPerson, type Company, owner, type Person } from './actors'
import { as } from './app'
import { aTask } from './builders'
import { type Cell, RELATIONS, type Relation, ROLES, type Role, VISIBILITIES, type Visibility } from './task-access'

const KEYS = { rep: 'sales_rep', manager: 'manager', admin: 'org_admin' } as const

/** Somebody of each role in each relation to the tasks of that role. */
export interface Player {
  readonly role: Role
  readonly relation: Relation
  readonly person: Person
}

/** A task all of whose people have one role. */
export interface PlayedTask {
  readonly id: TaskId
  readonly role: Role
  readonly name: string
  readonly step: ChecklistItemId
  readonly file: AttachmentId
  visibility: Visibility
}

export const FILE = 'What was agreed.'

/** A company in which each role plays each part, with a task of each visibility for each role. What becomes of it is noted here. */
export class TaskWorld {
  readonly company: Company
  readonly players: readonly Player[]
  readonly tasks: readonly PlayedTask[]
  readonly team: TeamId
  isShared = true
  isActive = true

  private constructor(company: Company, players: readonly Player[], tasks: readonly PlayedTask[], team: TeamId) {
    this.company = company
    this.players = players
    this.tasks = tasks
    this.team = team
  }

  static async make(): Promise<TaskWorld> {
    const company = await aCompany()
    const { tenantId } = company
    const known = await owner().select().from(roles).where(eq(roles.tenantId, tenantId))
    const players: Player[] = []
    for (const role of ROLES) {
      const row = known.find(({ key }) => key === KEYS[role])! // every company has these
      const rights = { id: row.id, scope: row.scope as Scope, permissions: row.permissions as Permission[] }
      for (const relation of RELATIONS) {
        players.push({ role, relation, person: await aPerson(tenantId, `${role} ${relation}`, rights) })
      }
    }
    const of = (role: Role, relation: Relation) =>
      players.find((one) => one.role === role && one.relation === relation)!.person // there is one of each
    const team = newId<TeamId>()
    await owner()
      .insert(teams)
      .values({ tenantId, id: team, name: 'West', managerId: of('manager', 'mate').userId })
    const members = players.filter(({ relation }) => relation === 'assignee' || relation === 'mate')
    await owner()
      .insert(teamMembers)
      .values(members.map(({ person: { userId } }) => ({ tenantId, teamId: team, userId })))
    const tasks: PlayedTask[] = []
    for (const role of ROLES) {
      for (const visibility of VISIBILITIES) tasks.push(await aPlayedTask(company, role, visibility, of))
    }
    return new TaskWorld(company, players, tasks, team)
  }

  /** What somebody is to a task now. */
  cellOf({ role, relation }: Player, task: PlayedTask): Cell {
    const isFormer = !this.isShared && (relation === 'editor' || relation === 'viewer')
    const now = role !== task.role || isFormer ? 'nobody' : relation
    return { visibility: task.visibility, role, relation: now, isActive: this.isActive }
  }

  playersOf(task: PlayedTask): Player[] {
    return this.players.filter(({ role }) => role === task.role)
  }

  player(task: PlayedTask, wanted: Relation): Person {
    return this.playersOf(task).find(({ relation }) => relation === wanted)!.person // there is one of each
  }

  /** As it is shared now, to be said again or otherwise. */
  sharing(task: PlayedTask) {
    const collaborators = (['editor', 'viewer'] as const).map((relation) => ({
      userId: this.player(task, relation).userId,
      canEdit: relation === 'editor',
    }))
    return { visibility: task.visibility, collaborators: this.isShared ? collaborators : [] }
  }

  async head(): Promise<number> {
    const [row] = await owner().select().from(tenantHeads).where(eq(tenantHeads.tenantId, this.company.tenantId))
    return row?.seq ?? 0
  }
}

async function aPlayedTask(
  company: Company,
  role: Role,
  visibility: Visibility,
  of: (role: Role, relation: Relation) => Person,
): Promise<PlayedTask> {
  const { tenantId } = company
  const name = `${visibility} task of ${role}s`
  const [assignedTo, assignedBy] = [of(role, 'assignee').userId, of(role, 'assigner').userId]
  const id = await aTask(company, { title: 'Zebra', description: 'Text', visibility, assignedTo, assignedBy })
  await owner()
    .insert(taskCollaborators)
    .values([
      { tenantId, taskId: id, userId: of(role, 'editor').userId, canEdit: true },
      { tenantId, taskId: id, userId: of(role, 'viewer').userId, canEdit: false },
    ])
  const step = newId<ChecklistItemId>()
  await owner().insert(taskChecklistItems).values({ tenantId, taskId: id, id: step, title: 'Step', position: 'V' })
  const file = newId<AttachmentId>()
  await attach(of(role, 'assignee'), id, file)
  return { id, role, name, step, file, visibility }
}

export async function attach(person: Person, task: TaskId, id: AttachmentId, text = FILE): Promise<number> {
  const body = new TextEncoder().encode(text)
  const answer = await as(person).fetch(`/tasks/${task}/attachments?name=agreed.txt&id=${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(body.length) },
    body,
  })
  await answer.text()
  return answer.status
}
