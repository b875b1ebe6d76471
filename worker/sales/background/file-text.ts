import { err, ok, type Result } from '../../kernel/result'
import type { Env } from '../../platform/env'
import { openCsv } from '../domain/csv/open'
import { type CsvRefusal, CsvRefused } from '../domain/csv/refusals'

export interface FileText {
  readonly text: string
  /** Whether that is all of it. */
  readonly isWhole: boolean
}

const LOOKED_AT_CHARS = 1_500_000 // two thousand rows of the widest files we take

/** The beginning of a stored file's text, packed or not. */
export async function beginningOf(env: Env, key: string, name: string): Promise<Result<FileText, CsvRefusal>> {
  const object = await env.FILES.get(key)
  if (!object) return err({ kind: 'empty_file' })
  const opened = await openCsv(object.body, name)
  if (!opened.ok) return opened
  const reader = opened.value.getReader()
  let text = ''
  try {
    while (text.length < LOOKED_AT_CHARS) {
      const { done, value } = await reader.read()
      if (done) return ok({ text, isWhole: true })
      text += value
    }
  } catch (error) {
    if (error instanceof CsvRefused) return err(error.refusal)
    throw error
  }
  await reader.cancel()
  return ok({ text, isWhole: false })
}
