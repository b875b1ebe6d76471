import { describe, expect, it } from 'vitest'
import { closedDeals, endedSince, modelState } from '../../../../web/src/features/model/model-state'
import { aModel, anOverview } from './builders'

const plenty = { won: 300, lost: 700 }
const verdict = (why: string) => ({ published: false, why, checks: [], ladder: [], detail: null })

describe('modelState', () => {
  it.each([
    ['nothing_closed', anOverview()],
    ['too_little', anOverview({ closedDeals: { won: 199, lost: 900 } })],
    ['untrained', anOverview({ closedDeals: plenty })],
    ['first_training', anOverview({ closedDeals: plenty, isTraining: true })],
    ['failed', anOverview({ closedDeals: plenty, models: [aModel({ status: 'failed' })] })],
    ['own', anOverview({ closedDeals: plenty, champion: aModel() })],
    ['no_signal', anOverview({ champion: aModel({ rung: 'base_rate', verdict: verdict('no_signal') }) })],
    [
      'too_little',
      anOverview({
        closedDeals: { won: 5, lost: 5 },
        champion: aModel({ rung: 'base_rate', verdict: verdict('too_little_data') }),
      }),
    ],
    [
      'too_little',
      anOverview({
        closedDeals: { won: 3, lost: 5 },
        champion: aModel({ rung: 'prior', metrics: null, verdict: verdict('unproven') }),
      }),
    ],
    [
      'nothing_closed',
      anOverview({ champion: aModel({ rung: 'prior', metrics: null, verdict: verdict('unproven') }) }),
    ],
    ['own', anOverview({ champion: aModel({ rung: 'residual' }) })],
    ['dishonest', anOverview({ champion: aModel({ rung: 'base_rate', verdict: verdict('miscalibrated') }) })],
  ])('is %s', (kind, overview) => {
    expect(modelState(overview, false).kind).toBe(kind)
  })

  it('is in training from the moment somebody asks for the first model', () => {
    expect(modelState(anOverview({ closedDeals: plenty }), true).kind).toBe('first_training')
  })

  it('keeps showing what serves while the next one trains or after it failed', () => {
    const champion = aModel()
    const failed = aModel({ number: 15, status: 'failed' })
    expect(modelState(anOverview({ champion, models: [champion], isTraining: true }), true).kind).toBe('own')
    expect(modelState(anOverview({ champion, models: [failed, champion] }), false).kind).toBe('own')
  })
})

describe('closedDeals', () => {
  const overview = anOverview({
    closedDeals: { won: 3, lost: 4 },
    models: [aModel({ number: 15, status: 'training', won: 0, lost: 0 }), aModel({ won: 300, lost: 700 })],
  })

  it('counts what is seen for who sees all', () => {
    expect(closedDeals(overview, true)).toEqual({ won: 3, lost: 4 })
  })

  it('counts what the newest model looked at for who sees a part', () => {
    expect(closedDeals(overview, false)).toEqual({ won: 300, lost: 700 })
  })
})

describe('endedSince', () => {
  it('waits for a newer version that has stopped training', () => {
    const training = aModel({ number: 15, status: 'training' })
    expect(endedSince(anOverview({ models: [aModel()] }), 14)).toBeUndefined()
    expect(endedSince(anOverview({ models: [training] }), 14)).toBeUndefined()
    expect(endedSince(anOverview({ models: [{ ...training, status: 'kept_back' }] }), 14)?.number).toBe(15)
  })
})
