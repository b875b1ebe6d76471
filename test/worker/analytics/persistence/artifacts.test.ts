import { expect, it } from 'vitest'
import { Remembered } from '../../../../worker/analytics/persistence/artifacts'

/** A storage that is asked, and counts how often for what. */
function aStorage() {
  const asked: string[] = []
  const remembered = new Remembered<string>()
  const get = (key: string, load = () => Promise.resolve(`the model of ${key}`)) =>
    remembered.get(key, () => {
      asked.push(key)
      return load()
    })
  return { asked, get }
}

it('an isolate reads a model once, however many ask for it at the same moment and later', async () => {
  const { asked, get } = aStorage()
  expect(await Promise.all([get('a'), get('a'), get('a')])).toEqual(Array(3).fill('the model of a'))
  await get('a')
  expect(asked).toEqual(['a'])
})

it('what could not be read is asked for again', async () => {
  const { asked, get } = aStorage()
  await expect(get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await get('a')).toBe('the model of a')
  expect(asked).toEqual(['a', 'a'])
})

it('keeps eight models and forgets the one that was asked for longest ago', async () => {
  const { asked, get } = aStorage()
  const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  for (const key of eight) await get(key)
  await get('a') // again: now `b` is the oldest
  await get('i')
  asked.length = 0
  for (const key of ['a', 'c', 'i']) await get(key)
  expect(asked).toEqual([])
  await get('b')
  expect(asked).toEqual(['b'])
})
