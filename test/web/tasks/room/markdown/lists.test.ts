import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applied } from '../../../../../web/src/tasks/room/markdown/edit'
import {
  continueList,
  cycleHeading,
  type LineKind,
  leaveList,
  nest,
  tick,
  toggleLines,
} from '../../../../../web/src/tasks/room/markdown/lists'
import { outcome } from './spot'

describe('Enter', () => {
  it.each([
    ['- one¦', '- one\n- ¦'],
    ['* o¦ne', '* o\n* ¦ne'],
    ['9. nine¦', '9. nine\n10. ¦'],
    ['2) two¦', '2) two\n3) ¦'],
    ['- [x] done¦', '- [x] done\n- [ ] ¦'],
    ['  - one¦', '  - one\n  - ¦'],
    ['> said¦', '> said\n> ¦'],
    ['- one\n- ¦', '- one\n¦'],
    ['- [ ] ¦', '¦'],
    ['- one\n  - ¦', '- one\n- ¦'],
    ['> ¦', '¦'],
    ['- ‹one› two', '- \n- ¦ two'],
    ['plain¦', undefined],
    ['¦- one', undefined],
    ['-¦ one', undefined],
  ])('in “%s” gives “%s”', (before, result) => {
    expect(outcome(before, continueList)).toBe(result)
  })

  it('loses no letter of what anybody wrote', () => {
    const words = fc.stringMatching(/^[a-z .\n>\-*[\]#1x\t]{0,60}$/)
    fc.assert(
      fc.property(words, fc.nat(60), (text, place) => {
        const at = Math.min(place, text.length)
        const edit = continueList({ text, from: at, to: at })
        if (!edit) return
        const lettersOf = (words: string) => words.replace(/[^a-wyz]/g, '')
        expect(lettersOf(applied({ text, from: at, to: at }, edit).text)).toBe(lettersOf(text))
      }),
      { numRuns: 500 },
    )
  })
})

describe('Backspace', () => {
  it.each([
    ['- ¦one', '¦one'],
    ['- [ ] ¦one', '¦one'],
    ['## ¦one', '¦one'],
    ['> ¦one', '¦one'],
    ['- o¦ne', undefined],
    ['¦one', undefined],
    ['- ‹›one'.replace('‹›', '¦').replace('- ', '-'), undefined],
  ])('in “%s” gives “%s”', (before, result) => {
    expect(outcome(before, leaveList)).toBe(result)
  })
})

describe('Tab and Shift+Tab', () => {
  it.each<[string, 1 | -1, string | undefined]>([
    ['- one\n- two¦', 1, '- one\n  - two¦'],
    ['1. one\n2. two¦', 1, '1. one\n   1. two¦'],
    ['1. one\n   1. two\n2. three¦', 1, '1. one\n   1. two\n   2. three¦'],
    ['- one\n- two¦\n  - three', 1, '- one\n  - two¦\n    - three'],
    ['- one\n- ‹two\n- three›', 1, '- one\n  - ‹two\n  - three›'],
    ['- one\n  - two\n- three¦', 1, '- one\n  - two\n  - three¦'],
    ['- one¦', 1, undefined],
    ['- one\n  - two¦', 1, undefined],
    ['plain\n- one¦', 1, undefined],
    ['- one\n  - two¦', -1, '- one\n- two¦'],
    ['- one\n  - two¦\n    - three', -1, '- one\n- two¦\n  - three'],
    ['- one¦', -1, undefined],
    ['plain¦', 1, undefined],
  ])('in “%s”, by %i, gives “%s”', (before, by, result) => {
    expect(outcome(before, (one) => nest(one, by))).toBe(result)
  })
})

describe('a kind of line', () => {
  it.each<[string, LineKind, string]>([
    ['one¦', 'bullet', '- one¦'],
    ['- one¦', 'bullet', 'one¦'],
    ['¦', 'bullet', '- ¦'],
    ['‹one\n\ntwo›', 'number', '1. ‹one\n\n2. two›'],
    ['- ‹one\n- two›', 'number', '1. ‹one\n2. two›'],
    ['- one¦', 'task', '- [ ] one¦'],
    ['- [x] one¦', 'task', 'one¦'],
    ['one¦', 'quote', '> one¦'],
    ['- one¦', 'quote', '> - one¦'],
    ['one¦', 'heading', '# one¦'],
    ['# one¦', 'heading', 'one¦'],
    ['‹- one\ntwo›', 'bullet', '‹- one\n- two›'],
  ])('on “%s”, %s, gives “%s”', (before, kind, result) => {
    expect(outcome(before, (one) => toggleLines(one, kind))).toBe(result)
  })

  it('goes through the sizes of a heading and back to none', () => {
    const sizes = ['Plan¦', '# Plan¦', '## Plan¦', '### Plan¦', 'Plan¦']
    sizes.slice(1).forEach((next, at) => {
      expect(outcome(sizes[at] ?? '', cycleHeading)).toBe(next)
    })
  })

  it('is taken away by what put it there', () => {
    const words = fc.stringMatching(/^[a-z .\n]{0,60}$/)
    const kinds = fc.constantFrom<LineKind>('bullet', 'number', 'task', 'quote', 'heading')
    fc.assert(
      fc.property(words, fc.nat(60), fc.nat(60), kinds, (text, a, b, kind) => {
        const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
        const once = applied({ text, from, to }, toggleLines({ text, from, to }, kind))
        expect(applied(once, toggleLines(once, kind)).text).toBe(text)
      }),
    )
  })
})

describe('a tick', () => {
  it.each([
    ['- [ ] one¦', '- [x] one¦'],
    ['- [x] o¦ne', '- [ ] o¦ne'],
    ['> - [ ] o¦ne', '> - [x] o¦ne'],
    ['  - [ ] o¦ne', '  - [x] o¦ne'],
    ['‹- [x] one\n- [ ] two›', '‹- [x] one\n- [x] two›'],
    ['- one¦', undefined],
  ])('on “%s” gives “%s”', (before, result) => {
    expect(outcome(before, tick)).toBe(result)
  })
})
