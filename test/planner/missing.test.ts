import { expect } from 'chai'
import { missedSince } from '../../src/planner/missing.js'

const now = new Date('2026-11-02T08:00:00Z')
const hour = 3_600_000
const ago = (ms: number) => new Date(now.getTime() - ms).toISOString()

describe('since when a group was missed', () => {
  const missingSince = ago(100 * hour)
  const cases: Array<[what: string, missedAt: string | undefined, isKnown: boolean]> = [
    ['by a run just now', ago(0), true],
    ['by a run of two days ago', ago(48 * hour), true],
    ['by no run since', ago(48 * hour + 1), false],
    ['by a clock that was ahead', ago(-1), false],
    ['nobody knows when', undefined, false],
    ['at a time that cannot be read', 'once', false],
  ]
  for (const [what, missedAt, isKnown] of cases) {
    it(`is ${isKnown ? 'known' : 'not known'} where it was missed ${what}`, () => {
      const known = { guid: 'g', missingSince, ...(missedAt !== undefined && { missedAt }) }
      expect(missedSince(known, now)).to.equal(isKnown ? missingSince : undefined)
    })
  }

  it('is not known where no run missed it', () => {
    expect(missedSince({ guid: 'g' }, now)).to.equal(undefined)
  })
})
