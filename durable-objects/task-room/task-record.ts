import { newId, type TaskId } from '../../worker/kernel/ids'
import { accessOf } from '../../worker/organization'
import { systemUnit } from '../../worker/platform/background'
import type { Env } from '../../worker/platform/env'
import { errorFields, log } from '../../worker/platform/log'
import { LostRace } from '../../worker/platform/unit-of-work'
import { liveTask, saveText } from '../../worker/tasks'
import { Looks } from '../looks'
import type { Alarm } from './alarm'
import type { Crowd } from './crowd'
import type { Kept } from './kept'
import type { LiveText } from './live-text'
import { rewriting } from './rewriting'
import { SharedText } from './shared-text'

const SAVE_AFTER_MS = 3000 // of quiet
const SAVE_WITHIN_MS = 12_000 // however steadily people write
const MOST_RACES = 10

/** The task as Postgres has it: read for who may be here and what was written past the room, and told what was written in it. */
export class TaskRecord {
  private readonly env: Env
  private readonly crowd: Crowd
  private readonly kept: Kept
  private readonly text: LiveText
  private readonly alarm: Alarm
  private readonly onGone: () => Promise<void>
  private readonly looks: Looks
  private savesNext = false
  // Somebody came in whose rights were not looked at from here.
  private isLookOwed = false
  // The hub says when to look, until it was told that nobody is here.
  private isWatched = false
  private editedAt = 0

  /** `onGone` is told that there is no such task any more. */
  constructor(env: Env, crowd: Crowd, kept: Kept, text: LiveText, alarm: Alarm, onGone: () => Promise<void>) {
    this.env = env
    this.crowd = crowd
    this.kept = kept
    this.text = text
    this.alarm = alarm
    this.onGone = onGone
    this.looks = new Looks(
      () => this.lookUntilItHolds(),
      (error, retryIn) => {
        log('warn', 'room.not_looked', { ...kept.key(), ...errorFields(error) })
        kept.noteLook(true)
        alarm.by(Date.now() + retryIn)
      },
    )
  }

  look(saves = false): Promise<void> {
    this.savesNext ||= saves
    return this.looks.ask()
  }

  oweLook(): void {
    this.isLookOwed = true
  }

  async lookIfOwed(): Promise<void> {
    if (this.isLookOwed) await this.look()
  }

  /** The hub has heard something. Answers whether anybody is here to be told of it. */
  onRecheck(): boolean {
    this.isWatched = this.crowd.size > 0
    // The hub is not to wait: what is found here may be news to it.
    if (this.isWatched) void this.look()
    return this.isWatched
  }

  /** The alarm rings, which was set for `due`. */
  async onAlarm(now: number, due: number | null): Promise<void> {
    const unsaved = this.kept.unsaved()
    const isInTheMiddle = unsaved && now - this.editedAt < SAVE_AFTER_MS && now - unsaved.since < SAVE_WITHIN_MS
    if (isInTheMiddle && due !== null && now >= due) this.saveSoon()
    else if (unsaved || this.kept.owesLook() || this.crowd.firstExpiry() <= now) await this.look(true)
  }

  /** Something was written, and is kept. */
  wrote(at: number): void {
    this.editedAt = at
    this.saveSoon()
  }

  /** Postgres is to have what was written after a moment of quiet, and soon even without one. */
  private saveSoon(): void {
    const now = Date.now()
    const since = this.kept.unsavedSince() ?? now
    this.alarm.by(Math.min(Math.max(now, this.editedAt + SAVE_AFTER_MS), since + SAVE_WITHIN_MS))
  }

  private async lookUntilItHolds(): Promise<void> {
    const saves = this.savesNext
    this.savesNext = false
    for (let races = 0; ; races++) {
      try {
        await this.lookOnce(saves)
        if (this.kept.owesLook()) this.kept.noteLook(false)
        return
      } catch (error) {
        if (!(error instanceof LostRace) || races >= MOST_RACES) throw error
      }
    }
  }

  /** Reads who may be here and what was written past the room, and writes down what was written in it. */
  private async lookOnce(saves: boolean): Promise<void> {
    const key = this.kept.key()
    if (!key) return
    this.isLookOwed = false
    if (!this.isWatched && this.crowd.size > 0) {
      // Before it is read who may do what, so that nothing falls between.
      await this.env.TENANT_HUB.getByName(key.tenantId).watch(key.tenantId, key.taskId)
      this.isWatched = true
    }
    const unit = systemUnit(this.env, key.tenantId, newId())
    const sessions = new Set([...this.crowd.entries()].map(([, { sessionId }]) => sessionId))
    const [live, access] = await Promise.all([
      liveTask(unit, key.taskId as TaskId, this.kept.describedAt()),
      accessOf(unit, [...sessions]),
    ])
    if (!live) return this.onGone()
    if (live.task.deletedAt === null) this.crowd.confirm(live.task, access, sessions)
    else this.crowd.hangUpAll('access_lost')
    const text = this.text.now() ?? new SharedText()
    const fetched = live.text?.state ?? null
    const isNewer = live.describedAt !== this.kept.describedAt()
    const rewritten =
      isNewer && live.text?.describedAt !== live.describedAt
        ? rewriting(fetched, live.task.description, live.describedAt)
        : null
    const unsaved = saves || rewritten ? this.kept.unsaved() : null
    let describedAt = live.describedAt
    if (rewritten || unsaved) {
      // As it would be: should this fail, it is worked out anew on what is there then.
      const next = fetched || rewritten ? new SharedText(present([text.state(), fetched, rewritten])) : text
      const written = { description: next.text, state: next.state(), editors: unsaved?.editors ?? [] }
      describedAt = await saveText(this.env, key.tenantId, live, written)
    }
    const news = this.text.takeIn(this.text.now() ?? text, present([fetched, rewritten]))
    for (const update of news) this.crowd.tellOthers(null, { kind: 'edit', update })
    this.kept.noteDescribed(describedAt)
    if (unsaved) this.kept.saved(unsaved.newest, Date.now())
    if (this.kept.unsaved()) this.saveSoon()
  }
}

function present(updates: readonly (Uint8Array | null)[]): Uint8Array[] {
  return updates.filter((update) => update !== null)
}
