import { describe, expect, it } from 'vitest'
import { mentionAt, mentionsIn, pieces, putMention } from '../../../web/src/features/tasks/mentions'

const people = [
  { id: '1', name: 'Ann Lee' },
  { id: '2', name: 'Ann' },
  { id: '3', name: 'Zoltán Kis' },
]

describe('naming somebody', () => {
  it.each([
    ['@', ''],
    ['Ask @zol', 'zol'],
    ['Ask @Ann L', 'Ann L'],
    ['mail me@example', undefined],
    ['no one', undefined],
  ])('%s names %s', (text, typed) => expect(mentionAt(text, text.length)).toBe(typed))

  it('puts the whole name in place of what was typed of it', () => {
    expect(putMention('Ask @zo about it', 7, 'Zoltán Kis')).toEqual({ text: 'Ask @Zoltán Kis about it', caret: 16 })
  })

  it('finds whom a text names, and where', () => {
    expect(mentionsIn('@Zoltán Kis and @Ann', people)).toEqual(['2', '3'])
    expect(pieces('Hi @Ann Lee!', people)).toEqual([
      { text: 'Hi ', isName: false },
      { text: '@Ann Lee', isName: true },
      { text: '!', isName: false },
    ])
  })
})
