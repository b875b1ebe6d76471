import type { Newer } from '../../../worker/kernel/client-version'
import { onNewer } from '../api/client'
import { showToast } from '../ui/toast'
import { setAppKept } from './kept'
import { registerServiceWorker } from './register'

const LOOK_AGAIN_MS = 60_000 // the server says it with every answer

/**
 * Keeps the app on this device, and brings the newer one: it is offered as soon as it is here. Where the server itself
 * asks for it, it is also taken up while nobody looks and nothing is half done. What waits for the server is on the disk.
 */
export function keepUpToDate(): void {
  let takeUp: (() => void) | undefined
  let told: Newer | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let withdraw = () => {}
  // Fetched when it is first needed; where it cannot be had, nothing is taken up unasked.
  let leaving: Promise<typeof import('./left-alone') | undefined> | undefined
  const offer = (words: string) => {
    withdraw()
    const run = () => (takeUp ? takeUp() : location.reload())
    withdraw = showToast(words, { keep: true, action: { label: 'Reload', run } })
  }
  const look = registerServiceWorker({
    onUpdate(apply) {
      takeUp = apply
      offer('A new version is ready')
    },
    onBlocked: () => setAppKept(false),
  })

  onNewer((newer) => {
    if (newer === 'needed' && told !== newer)
      offer('This version is too old for the server. What you did here is kept: reload to go on')
    told = newer
    leaving ??= import('./left-alone').catch(() => undefined)
    if (takeUp || Date.now() - lookedAt < LOOK_AGAIN_MS) return
    lookedAt = Date.now()
    look()
  })
  document.addEventListener('visibilitychange', async () => {
    const page = takeUp && (await leaving)
    if (page && (await page.isLeftAlone())) takeUp?.()
  })
}
