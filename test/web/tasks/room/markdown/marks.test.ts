import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applied } from '../../../../../web/src/tasks/room/markdown/edit'
import { linkOver, type Mark, toggleLink, toggleMark } from '../../../../../web/src/tasks/room/markdown/marks'
import { outcome } from './spot'

describe('a mark', () => {
  it.each<[string, Mark, string]>([
    ['Call ‹Anna› today', 'bold', 'Call **‹Anna›** today'],
    ['Call **‹Anna›** today', 'bold', 'Call ‹Anna› today'],
    ['Call ‹**Anna**› today', 'bold', 'Call ‹Anna› today'],
    ['Call ‹Anna › today', 'bold', 'Call **‹Anna›**  today'],
    ['Call An¦na today', 'bold', 'Call **An¦na** today'],
    ['Call **An¦na** today', 'bold', 'Call An¦na today'],
    ['Call __An¦na__ today', 'bold', 'Call An¦na today'],
    ['Call ¦', 'bold', 'Call **¦**'],
    ['Call **¦**', 'bold', 'Call ¦'],
    ['Call **Anna¦**', 'bold', 'Call **Anna**¦'],
    ['Call **Anna**¦', 'bold', 'Call **Anna¦**'],
    ['Call ‹Anna›', 'italic', 'Call *‹Anna›*'],
    ['Call *‹Anna›*', 'italic', 'Call ‹Anna›'],
    ['Call _An¦na_', 'italic', 'Call An¦na'],
    ['Call **‹Anna›**', 'italic', 'Call ***‹Anna›***'],
    ['Call ***‹Anna›***', 'bold', 'Call *‹Anna›*'],
    ['Call ***‹Anna›***', 'italic', 'Call **‹Anna›**'],
    ['‹Anna›', 'strike', '~~‹Anna›~~'],
    ['~~‹Anna›~~', 'strike', '‹Anna›'],
    ['‹npm run›', 'code', '`‹npm run›`'],
    ['`npm¦ run`', 'code', 'npm¦ run'],
    ['- ‹one\n- two›', 'bold', '- **‹one**\n- **two›**'],
    ['‹- one\n\n## two›', 'bold', '- **‹one**\n\n## **two›**'],
    ['- **‹one**\n- **two›**', 'bold', '- ‹one\n- two›'],
    ['‹ø› og €', 'bold', '**‹ø›** og €'],
  ])('on “%s”, %s, gives “%s”', (before, mark, result) => {
    expect(outcome(before, (one) => toggleMark(one, mark))).toBe(result)
  })

  it('is taken away by the keys that put it there, whatever the text is', () => {
    const words = fc.stringMatching(/^[a-z .\n>\-[\]#1]{0,60}$/)
    const marks = fc.constantFrom<Mark>('bold', 'italic', 'strike', 'code')
    fc.assert(
      fc.property(words, fc.nat(60), fc.nat(60), marks, (text, a, b, mark) => {
        const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
        const once = applied({ text, from, to }, toggleMark({ text, from, to }, mark))
        expect(applied(once, toggleMark(once, mark)).text).toBe(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a link', () => {
  it.each([
    ['See ‹the plan›', 'See [the plan](‹https://›)'],
    ['See ¦', 'See [link](‹https://›)'],
    ['See the pl¦an', 'See the [plan](‹https://›)'],
    ['See [the pl¦an](https://a.example)', 'See the pl¦an'],
    ['See ‹[the plan](https://a.example)›', 'See ‹the plan›'],
  ])('on “%s” gives “%s”', (before, result) => {
    expect(outcome(before, toggleLink)).toBe(result)
  })

  it.each([
    ['See ‹the plan› now', 'See [the plan](https://a.example)¦ now'],
    ['See ¦', undefined],
    ['‹one\ntwo›', undefined],
    ['See [the plan](‹https://›)', undefined],
    ['`‹code›`', undefined],
  ])('pasted over “%s” gives “%s”', (before, result) => {
    expect(outcome(before, (one) => linkOver(one, 'https://a.example'))).toBe(result)
  })
})
