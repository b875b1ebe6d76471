import type { CsvRefusal, FileKind } from './refusals'

export type Packing = 'gzip' | 'none'

const MAGIC: readonly (readonly [readonly number[], FileKind])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive'],
  [[0x50, 0x4b, 0x05, 0x06], 'a ZIP archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an Excel workbook'], // the older .xls container
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'an image'],
  [[0xff, 0xd8, 0xff], 'an image'],
  [[0x47, 0x49, 0x46, 0x38], 'an image'],
  [[0x52, 0x49, 0x46, 0x46], 'an image'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'an archive'],
  [[0x52, 0x61, 0x72, 0x21, 0x1a], 'an archive'],
  [[0x42, 0x5a, 0x68], 'an archive'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an archive'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'an archive'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'a database'],
  [[0x50, 0x41, 0x52, 0x31], 'a database'], // Parquet
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
  [[0x4d, 0x5a, 0x90], 'a program'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a rich text document'],
]

// A CSV may begin with a name in angle brackets or braces, so these ask for more than one character.
const MARKUP: readonly (readonly [RegExp, FileKind])[] = [
  [/^\s*(<!doctype html|<html)/i, 'a web page'],
  [/^\s*<\?xml/i, 'an XML document'],
  [/^\s*(\{\s*"|\[\s*[{[]|\[\s*\])/, 'a JSON document'],
]

/** How the bytes of a file are packed, by its first two bytes. */
export function packingOf(head: Uint8Array): Packing {
  return head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : 'none'
}

/** Says what a file is when it cannot be a CSV: by its first bytes (unpacked), or null when it may be one. */
export function refuseNotCsv(head: Uint8Array): CsvRefusal | null {
  if (head.length === 0) return { kind: 'empty_file' }
  const looksLike = kindOf(head)
  return looksLike === null ? null : { kind: 'not_a_csv', looksLike }
}

/** An extension that promises something else than the bytes hold is refused: `deals.csv.gz` that is not packed, `deals.png`. */
export function refuseName(name: string, packing: Packing): CsvRefusal | null {
  const lower = name.toLowerCase()
  const agrees = packing === 'gzip' ? /\.gz$/.test(lower) : /\.(csv|tsv|tab|txt)$/.test(lower)
  return agrees ? null : { kind: 'name_disagrees', name: name.slice(0, 100) }
}

function kindOf(head: Uint8Array): FileKind | null {
  for (const [magic, kind] of MAGIC) {
    if (magic.every((byte, i) => head[i] === byte)) return kind === 'a ZIP archive' ? zipKind(head) : kind
  }
  if (packingOf(head) === 'gzip') return 'an archive' // packed twice
  const start = String.fromCharCode(...head.subarray(0, 200)).replace(/^(\xEF\xBB\xBF)/, '')
  for (const [pattern, kind] of MARKUP) if (pattern.test(start)) return kind
  return isBinary(head) ? 'a binary file' : null
}

function zipKind(head: Uint8Array): FileKind {
  const names = String.fromCharCode(...head.subarray(0, 2000))
  return /xl\/|\[Content_Types\]\.xml/.test(names) ? 'an Excel workbook' : 'a ZIP archive'
}

// A stray control character in one name is a problem of one row; a file full of them is not text.
function isBinary(head: Uint8Array): boolean {
  if (utf16Order(head) !== null) return false
  let controls = 0
  for (const byte of head)
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) controls++
  return controls > 2 && controls * 100 > head.length
}

/** The byte order of UTF-16 text, by its mark or else by where the zero bytes stand. */
export function utf16Order(head: Uint8Array): 'le' | 'be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'be'
  const pairs = Math.floor(head.length / 2)
  if (pairs < 8) return null
  let even = 0
  let odd = 0
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++
    if (head[i + 1] === 0) odd++
  }
  // Delimiters, digits and line ends have a zero half in every script.
  if (odd > pairs * 0.3 && even === 0) return 'le'
  if (even > pairs * 0.3 && odd === 0) return 'be'
  return null
}
