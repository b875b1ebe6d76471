import { z } from 'zod'
import { err, ok, type Result } from '../../../kernel/result'
import type { Problem } from './problems'

type TextProblem = Extract<
  Problem,
  { kind: 'control_character' | 'broken_character' | 'too_long' | 'not_an_email' | 'too_many_tags' }
>

// Line ends and tabs are spacing. Marks that steer writing direction and join emoji are none of these, and are kept.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, with line ends and tabs
const ANY_CONTROL = /[\u0000-\u001F\u007F]/
const SPACING = /[\t\r\n]+/g

/** Whether a text holds nothing that is refused wherever it stands. */
export function isClean(text: string): boolean {
  return !CONTROL.test(text) && text.isWellFormed()
}

/** One line of text: trimmed, its line ends and tabs made blanks. */
export function readLine(text: string, max: number): Result<string, TextProblem> {
  const line = text.trim()
  return checked(ANY_CONTROL.test(line) ? line.replace(SPACING, ' ') : line, max)
}

/** Text of several lines: trimmed, line ends as they are on every platform but one. */
export function readProse(text: string, max: number): Result<string, TextProblem> {
  const prose = text.trim()
  return checked(prose.includes('\r') ? prose.replace(/\r\n?/g, '\n') : prose, max)
}

export function readEmail(text: string, max: number): Result<string, TextProblem> {
  const line = readLine(text.replace(/^mailto:/i, ''), max)
  if (!line.ok) return line
  return z.regexes.email.test(line.value) ? ok(line.value.toLowerCase()) : err({ kind: 'not_an_email' })
}

/** Several tags in one cell, separated by comma, semicolon, bar or line end. */
export function readTags(text: string, maxTag: number, maxTags: number): Result<string[], TextProblem> {
  const tags: string[] = []
  for (const part of text.split(/[,;|\n]/)) {
    const tag = readLine(part, maxTag)
    if (!tag.ok) return tag
    if (tag.value !== '' && !tags.includes(tag.value)) tags.push(tag.value)
  }
  return tags.length > maxTags ? err({ kind: 'too_many_tags', limit: maxTags }) : ok(tags)
}

function checked(text: string, max: number): Result<string, TextProblem> {
  const control = CONTROL.exec(text)
  if (control) return err({ kind: 'control_character', code: control[0].charCodeAt(0) })
  if (!text.isWellFormed()) return err({ kind: 'broken_character' })
  if (text.length > max) return err({ kind: 'too_long', length: text.length, limit: max })
  return ok(text)
}
