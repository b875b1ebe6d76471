import { describe, expect, it } from 'vitest'
import { outcomeOf, priorityOf, statusOf } from '../../../../../worker/sales/domain/csv/outcomes'

describe('a word for how a deal stands', () => {
  it.each([
    ['Won', 'won'],
    ['Closed Won', 'won'],
    ['closedwon', 'won'],
    ['ClosedWon', 'won'],
    ['7 - Won (signed)', 'won'],
    ['Gewonnen', 'won'],
    ['Gagnée', 'won'],
    ['Ganado', 'won'],
    ['Ganha', 'won'],
    ['Vinto', 'won'],
    ['Lost', 'lost'],
    ['Loss', 'lost'],
    ['Closed - Lost', 'lost'],
    ['Verloren', 'lost'],
    ['Perdu', 'lost'],
    ['Perdida', 'lost'],
    ['Perso', 'lost'],
    ['Open', 'open'],
    ['In Progress', 'open'],
    ['Engaging', 'open'],
    ['Offen', 'open'],
    ['4 - Angebot', null],
    ['Closed', null],
    ['Won or lost', null],
    ['Not won', null],
    ['', null],
  ])('%s means %s', (word, status) => {
    expect(statusOf(word)).toBe(status)
  })

  it.each([
    ['', 'open'],
    ['1', 'won'],
    ['TRUE', 'won'],
    ['Ja', 'won'],
    ['0', 'lost'],
    ['no', 'lost'],
    ['Won', 'won'],
    ['perhaps', null],
  ])('as an outcome %j means %s', (word, status) => {
    expect(outcomeOf(word)).toBe(status)
  })

  it.each([
    ['High', 'high'],
    ['P1 - urgent', 'critical'],
    ['niedrig', 'low'],
    ['Média', 'medium'],
    ['blue', null],
  ])('as a priority %s means %s', (word, priority) => {
    expect(priorityOf(word)).toBe(priority)
  })
})
