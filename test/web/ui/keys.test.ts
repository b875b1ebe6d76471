import { describe, expect, it } from 'vitest'
import { isSingleKey, keyCaps, keyWords, matchKeys, stepOf } from '../../../web/src/ui/keys'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('a key press', () => {
  it.each([
    [{ ...plain, key: 'j' }, 'j'],
    [{ ...plain, key: 'k', metaKey: true }, 'mod+k'],
    [{ ...plain, key: 'K', ctrlKey: true, shiftKey: true }, 'mod+shift+k'],
    [{ ...plain, key: '?', shiftKey: true }, '?'],
    [{ ...plain, key: '/' }, '/'],
    [{ ...plain, key: 'ArrowDown', shiftKey: true }, 'shift+down'],
    [{ ...plain, key: 'Escape' }, 'escape'],
  ])('%o is the step "%s"', (event, step) => {
    expect(stepOf(event)).toBe(step)
  })
})

describe('shortcuts', () => {
  const known = ['g p', 'g c', 'j', 'mod+k']

  it.each([
    [['j'], 'j', []],
    [['g'], undefined, ['g']],
    [['g', 'p'], 'g p', []],
    [['g', 'j'], 'j', []],
    [['x'], undefined, []],
    [['g', 'g'], undefined, ['g']],
  ])('%j runs %s and remembers %j', (steps, keys, pending) => {
    expect(matchKeys(steps, known)).toEqual({ keys, pending })
  })

  it.each([
    ['j', true],
    ['g p', true],
    ['?', true],
    ['mod+k', false],
    ['alt+n', false],
    ['escape', false],
  ])('%s can be switched off: %s', (keys, single) => {
    expect(isSingleKey(keys)).toBe(single)
  })

  it('are drawn as the machine’s own keys and read as words', () => {
    expect(keyCaps('mod+z', true)).toEqual([['⌘', 'Z']])
    expect(keyCaps('mod+z', false)).toEqual([['Ctrl', 'Z']])
    expect(keyCaps('g p', true)).toEqual([['G'], ['P']])
    expect(keyWords('g p', true)).toBe('G then P')
    expect(keyWords('mod+enter', false)).toBe('Control Enter')
  })
})
