import { expect, it } from 'vitest'
import { Looks } from '../../durable-objects/looks'
import { afterSteps, STEPS } from '../support/steps'

it.each(STEPS)('looks once more for whoever asks %i steps after the last look began', async (steps) => {
  let begun = 0
  const looks = new Looks(
    async () => {
      begun++
    },
    () => {},
  )
  const first = looks.ask()
  await afterSteps(steps)
  const before = begun
  await looks.ask()
  expect(begun).toBeGreaterThan(before)
  await first
})

it('is put off once for all who ask while it fails, later with each time, and looks again when asked again', async () => {
  const putOff: number[] = []
  let isAway = true
  const looks = new Looks(
    async () => {
      if (isAway) throw new Error('away')
    },
    (_, retryIn) => void putOff.push(retryIn),
  )
  await Promise.all([looks.ask(), looks.ask()])
  await looks.ask()
  isAway = false
  await looks.ask()
  isAway = true
  await looks.ask()
  expect(putOff).toEqual([500, 1000, 500])
})
