import type { AttachmentId, FileObjectId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'

export interface Attachment {
  readonly id: AttachmentId
  readonly name: string
  readonly contentType: string
  readonly bytes: number
  readonly uploadedBy: UserId
  readonly createdAt: string
}

/** With where its bytes lie, which is nobody's to say or to know but the server's. */
export interface StoredAttachment extends Attachment {
  readonly objectId: FileObjectId
}

export const MAX_BYTES = 25 * 1024 * 1024
export const MAX_ATTACHMENTS = 50
export const BYTES_LOOKED_AT = 4096

export type FileRefused =
  | { readonly kind: 'file_empty' }
  | { readonly kind: 'file_too_large'; readonly limitBytes: number }
  | { readonly kind: 'file_type_refused'; readonly looksLike: string }
  | { readonly kind: 'file_name_disagrees'; readonly looksLike: string }

interface Kind {
  readonly type: string
  readonly extensions: readonly string[]
  readonly is: (head: Uint8Array, text: string) => boolean
}

const starts =
  (...bytes: readonly number[]) =>
  (head: Uint8Array) =>
    bytes.every((byte, i) => head[i] === byte)
const zipWith = (part: string) => (head: Uint8Array, text: string) =>
  starts(0x50, 0x4b, 0x03, 0x04)(head) && text.includes(part)

const OFFICE = 'application/vnd.openxmlformats-officedocument'

// In this order: what is more particular first. Nothing a browser would run is among them.
const KINDS: readonly Kind[] = [
  { type: 'application/pdf', extensions: ['pdf'], is: starts(0x25, 0x50, 0x44, 0x46) },
  { type: 'image/png', extensions: ['png'], is: starts(0x89, 0x50, 0x4e, 0x47) },
  { type: 'image/jpeg', extensions: ['jpg', 'jpeg'], is: starts(0xff, 0xd8, 0xff) },
  { type: 'image/gif', extensions: ['gif'], is: starts(0x47, 0x49, 0x46, 0x38) },
  {
    type: 'image/webp',
    extensions: ['webp'],
    is: (head, text) => starts(0x52, 0x49, 0x46, 0x46)(head) && text.slice(8, 12) === 'WEBP',
  },
  {
    type: 'image/heic',
    extensions: ['heic', 'heif'],
    is: (_, text) => /^ftyp(heic|heix|mif1)/.test(text.slice(4, 12)),
  },
  { type: 'video/mp4', extensions: ['mp4', 'm4v', 'mov', 'm4a'], is: (_, text) => text.slice(4, 8) === 'ftyp' },
  { type: 'audio/mpeg', extensions: ['mp3'], is: (head) => starts(0x49, 0x44, 0x33)(head) || starts(0xff, 0xfb)(head) },
  { type: `${OFFICE}.spreadsheetml.sheet`, extensions: ['xlsx'], is: zipWith('xl/') },
  { type: `${OFFICE}.wordprocessingml.document`, extensions: ['docx'], is: zipWith('word/') },
  { type: `${OFFICE}.presentationml.presentation`, extensions: ['pptx'], is: zipWith('ppt/') },
  {
    type: 'application/zip',
    extensions: ['zip', 'xlsx', 'docx', 'pptx', 'odt', 'ods'],
    is: starts(0x50, 0x4b, 0x03, 0x04),
  },
]

const REFUSED: readonly (readonly [string, (head: Uint8Array, text: string) => boolean])[] = [
  ['a program', (head) => starts(0x4d, 0x5a)(head) || starts(0x7f, 0x45, 0x4c, 0x46)(head)],
  ['a program', (head) => starts(0xcf, 0xfa, 0xed, 0xfe)(head) || starts(0xca, 0xfe, 0xba, 0xbe)(head)],
  ['a script', (_, text) => text.startsWith('#!')],
  ['a web page', (_, text) => /<(!doctype html|html|head|body|script|iframe)\b/i.test(text)],
  ['a drawing that can run scripts', (_, text) => /<svg\b/i.test(text)],
]

/** What a file is, by its first bytes; its name has to agree. What a browser or a computer would run is refused. */
export function typeOf(name: string, head: Uint8Array): Result<string, FileRefused> {
  if (head.length === 0) return err({ kind: 'file_empty' })
  let text = ''
  for (const byte of head.subarray(0, BYTES_LOOKED_AT)) text += String.fromCharCode(byte)
  for (const [looksLike, is] of REFUSED) if (is(head, text)) return err({ kind: 'file_type_refused', looksLike })
  const extension = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const kind = KINDS.find(({ is }) => is(head, text))
  if (kind) {
    return kind.extensions.includes(extension)
      ? ok(kind.type)
      : err({ kind: 'file_name_disagrees', looksLike: `.${kind.extensions[0]}` })
  }
  if (!isText(head)) return err({ kind: 'file_type_refused', looksLike: 'a file of an unknown kind' })
  if (extension === 'csv') return ok('text/csv')
  return ['txt', 'md', 'log', 'eml', 'ics', 'vcf', 'json', 'xml', 'tsv'].includes(extension)
    ? ok('text/plain')
    : err({ kind: 'file_name_disagrees', looksLike: '.txt' })
}

function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c)
}

/** RFC 6266: the name as people gave it, for browsers that read it, and a plain one for those that do not. */
export function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  const whole = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
