import type { Rows } from '../../sync/rows'
import { useSync } from '../../sync/store'

type Notification = Rows['notifications']

const isUnread = ({ readAt }: Notification) => readAt === null
const asRead = ({ id }: Notification, readAt: string) =>
  ({ entity: 'notifications', id, set: { readAt, version: 2 } }) as const

/** Marking read: at once, kept until the server has it, and cleared on the person's other devices by it. */
export function useNotificationCommands() {
  const sync = useSync()
  const now = () => new Date().toISOString()
  return {
    async read(one: Notification): Promise<void> {
      if (!isUnread(one)) return
      await sync.perform({
        what: `Mark “${one.taskTitle}” read`,
        method: 'POST',
        path: `/notifications/${one.id}/read`,
        effects: [asRead(one, now())],
      })
    },
    /** All that are here: what arrives while this is on its way was not seen, and stays. */
    async readAll(all: readonly Notification[]): Promise<void> {
      const newest = all[0]
      if (!newest) return
      await sync.perform({
        what: 'Mark all notifications read',
        method: 'POST',
        path: '/notifications/read',
        body: { upTo: newest.createdAt },
        effects: all.filter(isUnread).map((one) => asRead(one, now())),
      })
    },
  }
}
