export interface Named {
  readonly id: string
  readonly name: string
}

/** What is being typed after an @ right before the caret; undefined when nobody is being named. */
export function mentionAt(text: string, caret: number): string | undefined {
  return /(?:^|\s)@([\p{L}\p{N}'’.-]*(?: [\p{L}\p{N}'’.-]*)?)$/u.exec(text.slice(0, caret))?.[1]
}

/** The text with the name put in place of what was typed of it, and where the caret then stands. */
export function putMention(
  text: string,
  caret: number,
  name: string,
): { readonly text: string; readonly caret: number } {
  const typed = mentionAt(text, caret) ?? ''
  const before = `${text.slice(0, caret - typed.length)}${name} `
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length }
}

/** The people a text names: as @ and their whole name. */
export function mentionsIn(text: string, people: readonly Named[]): string[] {
  return people.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id)
}

/** A text cut where it names somebody, so that names can be drawn as such. */
export function pieces(
  text: string,
  people: readonly Named[],
): readonly { readonly text: string; readonly isName: boolean }[] {
  const names = people.map(({ name }) => `@${name}`).toSorted((a, b) => b.length - a.length)
  const found: { text: string; isName: boolean }[] = []
  let rest = text
  while (rest !== '') {
    const next = names
      .map((name) => ({ name, at: rest.indexOf(name) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.name.length - a.name.length)[0]
    if (!next) {
      found.push({ text: rest, isName: false })
      break
    }
    if (next.at > 0) found.push({ text: rest.slice(0, next.at), isName: false })
    found.push({ text: next.name, isName: true })
    rest = rest.slice(next.at + next.name.length)
  }
  return found
}
