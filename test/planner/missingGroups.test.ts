import { expect } from 'chai'
import { continuouslyMissingSince } from '../../src/planner/missingGroups.js'

const now = new Date('2026-11-02T08:00:00Z')
const hour = 3_600_000
const ago = (ms: number) => new Date(now.getTime() - ms).toISOString()

describe('the time since when a group has been missing', () => {
  const missingSince = ago(100 * hour)
  const cases: Array<[what: string, missedAt: string | undefined, isKnown: boolean]> = [
    ['by a run at this moment', ago(0), true],
    ['by a run two days ago', ago(48 * hour), true],
    ['by a run more than two days ago', ago(48 * hour + 1), false],
    ['by a clock that was ahead', ago(-1), false],
    ['at an unknown time', undefined, false],
    ['at an invalid time', 'once', false],
  ]
  for (const [what, missedAt, isKnown] of cases) {
    it(`is ${isKnown ? 'known' : 'unknown'} if it was last missed ${what}`, () => {
      const known = { guid: 'g', missingSince, ...(missedAt !== undefined && { missedAt }) }
      expect(continuouslyMissingSince(known, now)).to.equal(isKnown ? missingSince : undefined)
    })
  }

  it('is unknown if no run missed it', () => {
    expect(continuouslyMissingSince({ guid: 'g' }, now)).to.equal(undefined)
  })
})
