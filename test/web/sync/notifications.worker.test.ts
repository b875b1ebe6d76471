import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Command } from '../../../web/src/sync/operation'
import type { Rows } from '../../../web/src/sync/rows'
import { newId, type TaskId } from '../../../worker/kernel/ids'
import type { NotificationPage } from '../../../worker/notifications/contract'
import type { Comment, TaskRow } from '../../../worker/tasks/contract'
import { aCompany, type Company } from '../../support/actors'
import { as } from '../../support/app'
import { FakeBrowser, type Tab } from '../../support/tabs'

type Notification = Rows['notifications']

const browsers: FakeBrowser[] = []
afterEach(() => {
  for (const browser of browsers.splice(0)) for (const tab of [...browser.tabs]) tab.close()
})

const all = (tab: Tab) => tab.views.notifications.rows()
const unread = (tab: Tab) => all(tab).filter(({ readAt }) => readAt === null)
const asRead = ({ id }: Notification) =>
  ({ entity: 'notifications', id, set: { readAt: new Date().toISOString(), version: 2 } }) as const
const read = (one: Notification): Command => ({
  what: 'Mark read',
  method: 'POST',
  path: `/notifications/${one.id}/read`,
  effects: [asRead(one)],
})
const readAll = (tab: Tab): Command => {
  const upTo = all(tab)
    .map(({ createdAt }) => createdAt)
    .toSorted()
    .at(-1)
  const effects = unread(tab).map(asRead)
  return { what: 'Mark all read', method: 'POST', path: '/notifications/read', body: { upTo }, effects }
}

describe('what somebody was told, on their devices', () => {
  let company: Company
  let task: TaskId
  beforeEach(async () => {
    company = await aCompany()
    const { body } = await as(company.rep).post<TaskRow>('/tasks', { title: 'Visit', visibility: 'public' })
    task = body.id
  })
  async function aTab(): Promise<{ readonly browser: FakeBrowser; readonly tab: Tab }> {
    const browser = new FakeBrowser(company.outsider)
    browsers.push(browser)
    const tab = await browser.openTab()
    await tab.until(isSettled)
    return { browser, tab }
  }
  const isSettled = (tab: Tab) => tab.isQuiet && tab.engine.hasTasks
  const say = (text: string) =>
    as(company.rep).post(`/tasks/${task}/comments`, { id: newId(), text, mentions: [company.outsider.userId] })

  it('arrives while they look, is there without a network and after a cold start', async () => {
    const { browser, tab } = await aTab()
    expect(all(tab)).toEqual([])
    await say('Look')
    await tab.until((one) => unread(one).length === 1)
    browser.cut()
    tab.close()
    const later = await browser.openTab()
    expect(all(later)).toMatchObject([{ type: 'task.mentioned', taskTitle: 'Visit', excerpt: 'Look', readAt: null }])
  })

  it('is read without a network at once, and on the other devices when there is one', async () => {
    await say('One')
    await say('Two')
    const { browser, tab } = await aTab()
    const { tab: other } = await aTab()
    expect([unread(tab).length, unread(other).length]).toEqual([2, 2])
    browser.cut()
    await tab.perform(read(unread(tab)[0]!))
    expect(unread(tab)).toHaveLength(1)
    browser.mend()
    await Promise.all([tab.until(isSettled), other.until((one) => unread(one).length === 1)])
    expect(unread(tab)).toHaveLength(1)
    await other.perform(readAll(other))
    // Not for a moment unread again, until the server has told it anew.
    expect(unread(other)).toEqual([])
    await tab.until((one) => unread(one).length === 0)
    const { body } = await as(company.outsider).get<NotificationPage>('/notifications')
    expect(body).toMatchObject({ unread: 0 })
  })

  it('that arrived while all was marked read without a network stays unread', async () => {
    await say('Seen')
    const { browser, tab } = await aTab()
    browser.cut()
    await tab.perform(readAll(tab))
    await say('Not seen')
    browser.mend()
    await tab.until((one) => isSettled(one) && all(one).length === 2)
    expect(unread(tab)).toMatchObject([{ excerpt: 'Not seen' }])
  })

  it('reads on the device as it does now: a task of theirs that is renamed, a comment that is changed', async () => {
    const { tab } = await aTab()
    const { body: own } = await as(company.outsider).post<TaskRow>('/tasks', { title: 'Mine', visibility: 'public' })
    const { body } = await as(company.rep).post<Comment>(`/tasks/${own.id}/comments`, { text: 'Look' })
    await tab.until((one) => all(one).length === 1)
    await as(company.rep).patch(`/tasks/${own.id}/comments/${body.id}`, { text: 'See here' })
    await tab.until((one) => all(one)[0]?.excerpt === 'See here')
    await as(company.outsider).patch(`/tasks/${own.id}`, { version: 1, title: 'Ours' })
    await tab.until((one) => all(one)[0]?.taskTitle === 'Ours')
  })

  it('leaves the device with the task, when that is taken from them', async () => {
    await say('Look')
    const { browser, tab } = await aTab()
    expect(all(tab)).toHaveLength(1)
    await as(company.rep).put(`/tasks/${task}/sharing`, { visibility: 'private', collaborators: [] })
    await tab.until((one) => all(one).length === 0)
    await browser.quiet()
    const kept = await browser.keeper.load()
    expect(kept?.rows.notifications).toEqual([])
  })
})
