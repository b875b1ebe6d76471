import type { Priority, Status } from './fields'
import { wordsOf } from './plain-text'

const WORDS: Readonly<Record<Status, string>> = {
  won: `won closedwon win wins gewonnen gewinn gagne gagnee ganado ganada ganho ganha vinto vinta success successful erfolgreich
    signed converted`,
  lost: `lost closedlost loss loose lose losing verloren perdu perdue perdido perdida perso persa failed abandoned cancelled canceled
    abgesagt storniert abandonne abandonado annullato geannuleerd disqualified rejected abgelehnt refuse rechazado rifiutato
    afgewezen`,
  open: `open offen ouvert ouverte abierto abierta aberto aberta aperto aperta pending active aktiv actif activo ativo attivo
    actief ongoing laufend progress working lopend qualified prospecting engaging negotiation proposal lead new neu nouveau
    nuevo novo nuovo nieuw`,
}
const STATUS_OF = new Map<string, Status>()
for (const [status, words] of Object.entries(WORDS)) {
  for (const word of words.trim().split(/\s+/)) STATUS_OF.set(word, status as Status)
}
const NEGATIONS = new Set(['not', 'no', 'non', 'nicht', 'niet', 'nao', 'un'])
const YES = new Set([
  '1',
  'true',
  'yes',
  'y',
  't',
  'ja',
  'j',
  'oui',
  'o',
  'si',
  's',
  'sim',
  'wahr',
  'vrai',
  'verdadero',
  'vero',
  'waar',
])
const NO = new Set(['0', 'false', 'no', 'n', 'f', 'nein', 'non', 'nao', 'nee', 'falsch', 'faux', 'falso', 'onwaar'])

/** Whether a stage or outcome word means won, lost or open; null when it says neither, as "Closed" or "4 - Angebot". */
export function statusOf(text: string): Status | null {
  const words = wordsOf(text)
  const found = new Set<Status>()
  for (const word of words) {
    const status = STATUS_OF.get(word)
    if (status) found.add(status)
  }
  const closed = found.has('won') !== found.has('lost')
  if (found.has('won') && found.has('lost')) return null
  if (closed) {
    const status = found.has('won') ? 'won' : 'lost'
    return words.some((word) => NEGATIONS.has(word)) ? null : status
  }
  return found.has('open') ? 'open' : null
}

/** The same for an outcome column, where yes and 1 mean won; blank is a deal that is still open. */
export function outcomeOf(text: string): Status | null {
  if (text === '') return 'open'
  const word = wordsOf(text).join(' ')
  if (YES.has(word)) return 'won'
  if (NO.has(word)) return 'lost'
  return statusOf(text)
}

const PRIORITIES: Readonly<Record<Priority, string>> = {
  low: 'low niedrig gering faible basse baja bajo baixa baixo bassa basso laag cold minor',
  medium: 'medium mid middle normal mittel moyenne moyen media medio normaal gemiddeld warm moderate standard',
  high: 'high hoch haute elevee alta alto hoog hot important wichtig major',
  critical: 'critical urgent kritisch dringend critique urgente critica critico kritiek blocker highest',
}
const PRIORITY_OF = new Map<string, Priority>()
for (const [priority, words] of Object.entries(PRIORITIES)) {
  for (const word of words.split(' ')) PRIORITY_OF.set(word, priority as Priority)
}

export function priorityOf(text: string): Priority | null {
  for (const word of wordsOf(text)) {
    const priority = PRIORITY_OF.get(word)
    if (priority) return priority
  }
  return null
}
