import type { ListEffect } from '../sync/effects'
import type { Command } from '../sync/operation'

export type List = 'checklist' | 'blockedBy' | 'comments' | 'time' | 'attachments' | 'reminders'
/** The operation it is to be, or the one it takes back. */
export type As = Pick<Command, 'undoes' | 'basis'> & { readonly operation?: string }
export type Said = Pick<Command, 'what' | 'method' | 'path'> & Partial<Pick<Command, 'body' | 'file'>>

/** How anything of a task's parts is done and taken back. */
export interface PartDoings {
  readonly act: (list: List, effect: ListEffect, said: Said, as?: As) => Promise<void>
  readonly withUndo: (words: string, act: (as: As) => Promise<void>, back: (as: As) => Promise<void>) => Promise<void>
  /** Which task, in words. */
  readonly of: () => string
}
