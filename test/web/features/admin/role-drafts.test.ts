import { beforeEach, describe, expect, it } from 'vitest'
import { PERMISSION_COUNT, permissionGroups } from '../../../../web/src/features/admin/permission-words'
import {
  allows,
  changesOf,
  copyName,
  countChanges,
  flip,
  isUnsaved,
  unsavedWords,
} from '../../../../web/src/features/admin/role-drafts'
import { setLocale } from '../../../../web/src/ui/locale'
import type { Permission } from '../../../../worker/kernel/permissions'
import { PERMISSIONS } from '../../../../worker/kernel/permissions'

const aRole = (id: string, permissions: Permission[]) => ({ id: id as never, name: `Role ${id}`, permissions })
const lead = aRole('lead', ['tasks.view_assigned', 'team.set_goals'])
const auditor = aRole('auditor', ['org.view_audit_logs'])

beforeEach(() => setLocale({ language: 'en-GB', timeZone: 'UTC' }))

describe('flip', () => {
  it('grants what is not granted and marks it unsaved', () => {
    const drafts = flip({}, lead, 'team.assign_tasks')
    expect(allows(drafts, lead, 'team.assign_tasks')).toBe(true)
    expect(isUnsaved(drafts, lead, 'team.assign_tasks')).toBe(true)
    expect(isUnsaved(drafts, lead, 'team.set_goals')).toBe(false)
  })

  it('takes away what is granted', () => {
    const drafts = flip({}, lead, 'team.set_goals')
    expect(allows(drafts, lead, 'team.set_goals')).toBe(false)
    expect(allows(drafts, lead, 'tasks.view_assigned')).toBe(true)
  })

  it('forgets a role that is back where it began, in whatever order', () => {
    const once = flip(flip({}, lead, 'tasks.view_assigned'), lead, 'team.set_goals')
    expect(flip(flip(once, lead, 'team.set_goals'), lead, 'tasks.view_assigned')).toEqual({})
  })

  it('leaves the other roles alone', () => {
    const drafts = flip(flip({}, lead, 'team.assign_tasks'), auditor, 'org.export_data')
    expect(Object.keys(drafts).toSorted()).toEqual(['auditor', 'lead'])
    expect(allows(drafts, auditor, 'team.assign_tasks')).toBe(false)
  })
})

describe('what is unsaved', () => {
  const added = flip(flip({}, lead, 'team.assign_tasks'), lead, 'team.generate_reports')
  const both = flip(added, lead, 'team.set_goals')

  it.each([
    [added, 2, 'has 2 unsaved additions'],
    [flip({}, lead, 'team.set_goals'), 1, 'has 1 unsaved removal'],
    [both, 3, 'has 3 unsaved changes'],
  ])('is counted and told of one role', (drafts, count, what) => {
    const changes = changesOf(drafts, [lead, auditor])
    expect(countChanges(changes)).toBe(count)
    expect(unsavedWords(changes)).toEqual({ who: 'Role lead', what })
  })

  it('is told of several roles together', () => {
    const changes = changesOf(flip(both, auditor, 'org.export_data'), [lead, auditor])
    expect(unsavedWords(changes)).toEqual({ who: '2 roles', what: 'have 4 unsaved changes' })
  })
})

it('names a copy as no role is named yet', () => {
  expect(copyName('Manager', [])).toBe('Copy of Manager')
  expect(copyName('Manager', ['Copy of Manager', 'Copy of Manager 2'])).toBe('Copy of Manager 3')
})

describe('permissionGroups', () => {
  it('has words for every permission, each once', () => {
    const keys = permissionGroups().flatMap(({ permissions }) => permissions.map(({ key }) => key))
    expect(keys.toSorted()).toEqual([...PERMISSIONS].toSorted())
    expect(PERMISSION_COUNT).toBe(PERMISSIONS.length)
  })

  it.each([
    ['audit', ['org.view_audit_logs']],
    ['org.manage_int', ['org.manage_integrations']],
    ['nothing like it', []],
  ])('finds %s by words or key', (query, keys) => {
    expect(permissionGroups(query).flatMap((group) => group.permissions.map(({ key }) => key))).toEqual(keys)
  })
})
