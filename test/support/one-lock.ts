import type { Locks } from '../../web/src/sync/leader'

interface Holder {
  readonly isAlive: boolean
}

/** The browser's locks, for one name: given back when the tab goes, taken by force when it is asked to. */
export class OneLock {
  private holder: { readonly tab: Holder; readonly lose: (why: Error) => void } | undefined
  private queue: { readonly tab: Holder; readonly take: () => void }[] = []

  of(tab: Holder): Locks {
    return {
      request: (_, { steal, signal }, run) =>
        new Promise<void>((resolve, reject) => {
          const take = () => {
            this.holder = { tab, lose: reject }
            void run().then(() => {
              if (this.holder?.tab === tab) this.release()
              resolve()
            })
          }
          signal?.addEventListener('abort', () => reject(new Error('aborted')))
          if (steal && this.holder) {
            const { lose } = this.holder
            this.holder = undefined
            lose(new Error('stolen'))
          }
          if (this.holder) this.queue.push({ tab, take })
          else take()
        }),
    }
  }

  private release(): void {
    this.holder = undefined
    this.queue = this.queue.filter(({ tab }) => tab.isAlive)
    this.queue.shift()?.take()
  }
}
