import { assertNever } from '../../../kernel/result'

/** Why a whole file is not taken. Problems of single rows are in problems.ts. */
export type CsvRefusal =
  | { readonly kind: 'empty_file' }
  | { readonly kind: 'no_rows' }
  | { readonly kind: 'not_a_csv'; readonly looksLike: FileKind }
  | { readonly kind: 'name_disagrees'; readonly name: string }
  | { readonly kind: 'file_too_large'; readonly limitBytes: number }
  | { readonly kind: 'inflates_too_much'; readonly limitRatio: number }
  | { readonly kind: 'archive_damaged' }
  | { readonly kind: 'too_many_columns'; readonly limit: number }
  | { readonly kind: 'too_many_rows'; readonly limit: number }
  | { readonly kind: 'record_too_long'; readonly row: number; readonly limitChars: number }

export type FileKind =
  | 'an Excel workbook'
  | 'a ZIP archive'
  | 'an archive'
  | 'a PDF'
  | 'an image'
  | 'a web page'
  | 'a JSON document'
  | 'an XML document'
  | 'a rich text document'
  | 'a database'
  | 'a program'
  | 'a binary file'

/** A stream can only fail by error: this carries a refusal through it to the edge, which turns it into an answer. */
export class CsvRefused extends Error {
  readonly refusal: CsvRefusal

  constructor(refusal: CsvRefusal) {
    super(refusalInWords(refusal))
    this.name = 'CsvRefused'
    this.refusal = refusal
  }
}

const KINDS = new Set<string>([
  'empty_file',
  'no_rows',
  'not_a_csv',
  'name_disagrees',
  'file_too_large',
  'inflates_too_much',
  'archive_damaged',
  'too_many_columns',
  'too_many_rows',
  'record_too_long',
] satisfies CsvRefusal['kind'][])

/** Whether a refusal is about the file as a whole. */
export function isOfFile(refusal: { readonly kind: string }): refusal is CsvRefusal {
  return KINDS.has(refusal.kind)
}

export function refusalInWords(refusal: CsvRefusal): string {
  switch (refusal.kind) {
    case 'empty_file':
      return 'The file is empty'
    case 'no_rows':
      return 'The file has a header but no rows'
    case 'not_a_csv':
      return refusal.looksLike === 'an Excel workbook'
        ? 'This is an Excel workbook: save it as CSV and choose that file'
        : `This is ${refusal.looksLike}, not a CSV`
    case 'name_disagrees':
      return `The content of ${refusal.name} is not what its name says`
    case 'file_too_large':
      return `The file is larger than ${Math.round(refusal.limitBytes / 1024 / 1024)} MB: split it and import the parts`
    case 'inflates_too_much':
      return `The archive unpacks to more than ${refusal.limitRatio} times its size, as harmful archives do`
    case 'archive_damaged':
      return 'The archive is damaged or incomplete: pack it again'
    case 'too_many_columns':
      return `The file has more than ${refusal.limit} columns`
    case 'too_many_rows':
      return `The file has more than ${refusal.limit.toLocaleString('en')} rows: split it and import the parts`
    case 'record_too_long':
      return `Row ${refusal.row} is longer than ${refusal.limitChars.toLocaleString('en')} characters`
    default:
      return assertNever(refusal)
  }
}
