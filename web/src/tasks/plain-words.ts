const BEGINS: readonly (readonly [RegExp, string])[] = [
  [/^(\s*)[-*+] +\[[xX]\]( +|$)/, '$1☑ '],
  [/^(\s*)[-*+] +\[ \]( +|$)/, '$1☐ '],
  [/^(\s*)[-*+] +/, '$1• '],
  [/^\s*(> ?)+/, ''],
  [/^#{1,6} +/, ''],
]
const WITHIN: readonly (readonly [RegExp, string])[] = [
  [/\[([^\]\n]+)\]\((?:https?:\/\/|mailto:|tel:|www\.)[^()\s]*\)/gi, '$1'],
  [/\*\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*\*/g, '$1'],
  [/\*\*(?=\S)([^\n]+?)(?<=\S)\*\*/g, '$1'],
  [/(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?!\*)/g, '$1'],
  [/(?<!\w)__(?=\S)([^\n]+?)(?<=\S)__(?!\w)/g, '$1'],
  [/(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)/g, '$1'],
  [/~~(?=\S)([^~\n]+?)(?<=\S)~~/g, '$1'],
]

const SIGN = /[!-/:-@[-`{-~]/g
const ESCAPED = /\\([!-/:-@[-`{-~])/g
const AWAY = 0xe000 // letters of nobody
const away = (sign: string) => String.fromCharCode(AWAY + sign.charCodeAt(0))
const back = (letter: string) => String.fromCharCode(letter.charCodeAt(0) - AWAY)

/** The words of a description without the marks of its Markdown, for where they cannot be drawn. */
export function plainWords(markdown: string): string {
  let isCode = false
  const lines = markdown.split('\n').flatMap((line) => {
    const isFence = /^ {0,3}```/.test(line)
    if (isFence) isCode = !isCode
    if (isFence || /^ {0,3}([-*_])( *\1){2,} *$/.test(line)) return isCode || isFence ? [] : ['']
    return isCode ? [line] : [withoutMarks(line)]
  })
  return lines.join('\n')
}

function withoutMarks(line: string): string {
  const [begin] = BEGINS.filter(([mark]) => mark.test(line))
  const words = begin ? line.replace(...begin) : line
  // What stands in code, or after a backslash, is as it is: it is out of sight meanwhile.
  const kept = words
    .replace(/`([^`\n]+)`/g, (_, code: string) => code.replace(SIGN, away))
    .replace(ESCAPED, (_, sign) => away(sign))
  return WITHIN.reduce((rest, [mark, left]) => rest.replace(mark, left), kept).replace(/[\uE021-\uE07E]/g, back)
}
