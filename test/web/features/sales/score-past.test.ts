import { describe, expect, it } from 'vitest'
import { scorePast } from '../../../../web/src/features/sales/score-past'
import type { TimelineEntry } from '../../../../web/src/ui/timeline'

const entry = (at: string, did: string, kind: TimelineEntry['kind'] = 'moved'): TimelineEntry => ({
  key: at,
  at,
  kind,
  who: 'Inês',
  did,
  text: undefined,
  tag: undefined,
})
const scores = [
  { at: '2026-11-01T08:00:00Z', probability: 0.4, cause: 'sweep' },
  { at: '2026-11-08T08:00:00Z', probability: 0.5, cause: 'moved' },
  { at: '2026-11-15T08:00:00Z', probability: 0.5, cause: 'sweep' },
]

describe('the past of a score', () => {
  it('tells with each score what happened since the one before, newest first, and how much more', () => {
    const entries = [
      entry('2026-11-07T09:00:00Z', 'moved to Pilot'),
      entry('2026-11-06T09:00:00Z', 'called Anna'),
      entry('2026-11-05T09:00:00Z', 'wrote to Anna'),
      entry('2026-11-04T09:00:00Z', '40 to 50', 'score'),
      entry('2026-10-01T09:00:00Z', 'added the deal'),
    ]
    expect(scorePast(scores, entries).map(({ events }) => events)).toEqual([
      [],
      ['Inês moved to Pilot', 'Inês called Anna', '1 more'],
      [],
    ])
  })

  it('is there without events too', () => {
    expect(scorePast(scores, []).map(({ value }) => value)).toEqual([0.4, 0.5, 0.5])
  })
})
