import { expect, it } from 'vitest'
import { plainWords } from '../../../web/src/tasks/plain-words'

it.each([
  ['# Plan', 'Plan'],
  ['**Call** *Anna*, ~~not~~ `today`', 'Call Anna, not today'],
  ['***both***', 'both'],
  ['__so__ and _so_', 'so and so'],
  ['[the plan](https://a.example) and https://b.example', 'the plan and https://b.example'],
  ['- one\n  - two', '• one\n  • two'],
  ['1. one', '1. one'],
  ['- [ ] one\n- [x] two', '☐ one\n☑ two'],
  ['> said', 'said'],
  ['one\n---\ntwo', 'one\n\ntwo'],
  ['```ts\nlet a = **b**\n```\nafter', 'let a = **b**\nafter'],
  ['`a*b*c`', 'a*b*c'],
  ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
  ['\\*so\\*', '*so*'],
  ['<b>bold</b>', '<b>bold</b>'],
  ['[a](javascript:alert(1))', '[a](javascript:alert(1))'],
  ['', ''],
])('of “%s” are “%s”', (markdown, words) => {
  expect(plainWords(markdown)).toBe(words)
})
