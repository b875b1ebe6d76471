import { createMemo, createSignal, getOwner, type JSX, onCleanup, runWithOwner } from 'solid-js'
import type { Icon } from './icon'
import type { Keys } from './keys'

/** Anything the reader can do or go to: one entry serves the palette, its shortcut and the keyboard map. */
export interface Command {
  readonly id: string
  /** A verb and what it acts on: "Move to Negotiation". */
  readonly label: string
  /** The heading it stands under: "Go to", "Do", "Deals". */
  readonly group: string
  readonly icon?: Icon | undefined
  readonly keys?: Keys | undefined
  /** Words it is also found by. */
  readonly also?: string | undefined
  /** At the right end of its line in the palette: stage, probability, amount. */
  readonly detail?: (() => JSX.Element) | undefined
  /** Stands after everything else that is found: the way out when the right thing is not among it. */
  readonly last?: boolean | undefined
  /** A key of lists (J, K) has no place among commands; it is in the keyboard map only. */
  readonly keyOnly?: boolean | undefined
  /** Its keys act by themselves where one types; here they only stand in the keyboard map. */
  readonly isShown?: boolean | undefined
  readonly run: () => void
}

/** Finds things on this device by what is typed; called on each key press, so it must be quick. */
export type Search = (query: string) => readonly Command[]

type Source = () => readonly Command[]

const [sources, setSources] = createSignal<readonly Source[]>([])
const [searches, setSearches] = createSignal<readonly Search[]>([])

/** The commands of all that is on screen. Where two claim one shortcut the newer wins: a dialog over its page. */
export function commands(): readonly Command[] {
  return sources().flatMap((source) => source())
}

/** What the palette shows for a query: matching commands, and whatever the searches find. */
export function findCommands(query: string): readonly Command[] {
  const known = commands().filter((command) => !command.keyOnly && !command.isShown)
  if (query.trim() === '') return known
  const found = searches().flatMap((search) => search(query))
  return [
    ...found.filter(({ last }) => !last),
    ...known.filter((command) => isMatch(command, query)),
    ...found.filter(({ last }) => last),
  ]
}

/** Each word typed begins a word of the label, in any order: "mo neg" finds "Move to Negotiation". */
export function isMatch(command: Pick<Command, 'label' | 'also'>, query: string): boolean {
  return createMatch(query)(wordsOf(`${command.label} ${command.also ?? ''}`))
}

/** The words of a text, as they are compared: worked out once for a thing that is searched for again and again. */
export function wordsOf(text: string): readonly string[] {
  return plain(text).split(/[^\p{L}\p{N}]+/u)
}

/** Whether the words of something answer what was typed. */
export function createMatch(query: string): (words: readonly string[]) => boolean {
  const typed = wordsOf(query).filter(Boolean)
  return (words) => typed.every((start) => words.some((word) => word.startsWith(start)))
}

/** Without case and accents, so that "ines" finds "Inês". */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}

/** Offers commands for as long as the calling component is on screen. The list may depend on signals. */
export function useCommands(source: Source): void {
  const live = createMemo(source)
  setSources((all) => [...all, live])
  onCleanup(() => setSources((all) => all.filter((other) => other !== live)))
}

/** Lets the palette search something for as long as the calling component is on screen. */
export function useSearch(search: Search): void {
  const owner = getOwner()
  const owned: Search = (query) => runWithOwner(owner, () => search(query)) ?? []
  setSearches((all) => [...all, owned])
  onCleanup(() => setSearches((all) => all.filter((other) => other !== owned)))
}
