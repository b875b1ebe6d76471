import type { Refusal } from '../../../../durable-objects/task-room/messages'

/** A task's text as it was last seen on this device. */
export interface SeenText {
  readonly taskId: string
  readonly update: Uint8Array
  readonly mayEdit: boolean
  /** What it holds by now of that which was kept beside it. */
  readonly pieces: readonly string[]
}

/** A text that was brought here before anybody opened it. */
export interface FetchedText {
  readonly taskId: string
  /** The version of the task whose description it says. */
  readonly describedAt: number
  readonly update: Uint8Array
}

/** All that is here of a text; the pieces may overlap. */
export interface KnownText {
  readonly updates: readonly Uint8Array[]
  /** Which of them were sent in the background, and are kept only until the text is written down with them. */
  readonly pieces: readonly string[]
  /** As the room last said; undefined when this device was never in it. */
  readonly mayEdit: boolean | undefined
}

/** What one tab wrote into a task's text and the room does not have yet. */
export interface UnsentText {
  readonly id: string
  readonly taskId: string
  /** The task's, to be recognised by. */
  readonly title: string
  readonly update: Uint8Array
  /** Counted up with every change of it, so that nobody removes what they have not seen. */
  readonly revision: number
  readonly at: string
}

export type WhyRefused = Refusal | 'access_lost'

/** What somebody wrote and was not taken: kept until they give it up. */
export interface RefusedText {
  readonly id: string
  readonly taskId: string
  readonly title: string
  readonly because: WhyRefused
  readonly words: string
  readonly at: string
}

/** Where texts are kept on a device. */
export interface TextKeeper {
  known(taskId: string): Promise<KnownText | undefined>
  know(text: SeenText): Promise<void>
  forget(taskId: string): Promise<void>
  unsent(): Promise<readonly UnsentText[]>
  /** Resolves once it is on the disk. */
  keepUnsent(text: UnsentText): Promise<void>
  /** Removes what was sent, unless it has been written on since. */
  sent(texts: readonly Pick<UnsentText, 'id' | 'revision'>[]): Promise<void>
  refused(): Promise<readonly RefusedText[]>
  /** Puts what was refused in the place of what was unsent of that task. */
  refuse(text: RefusedText, unsent: readonly Pick<UnsentText, 'id'>[]): Promise<void>
  giveUp(id: string): Promise<void>
}
