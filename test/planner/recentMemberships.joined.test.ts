/** The members who joined in the last 24 hours, from the journals; they had no access before. */
import { expect } from 'chai'
import type { RecordedChange } from '../../src/planner/recentMemberships.js'
import { addition, memberReferences, removal, rename, update } from './fixture.js'
import { done, failed, joined, partly, recorded, repaired, unknown } from './recentMembershipsFixture.js'

const all = { a: ['m0', 'm1'] }
const join = addition(memberReferences(2))
const leave = removal(memberReferences(2))

describe('the members who joined in the last 24 hours', () => {
  const cases: Array<[what: string, runs: RecordedChange[][], members: Record<string, string[]>]> = [
    ['an addition', [[done(join)]], all],
    ['an approved addition', [[done(join, { approval: 'hash' })]], all],
    [
      'additions in two runs',
      [[done(addition(memberReferences(1)))], [done(addition(memberReferences(1, 1)))]],
      all,
    ],
    [
      'additions to two groups',
      [[done(addition(memberReferences(1))), done(join, { group: 'b' })]],
      { a: ['m0'], b: all.a },
    ],
    ['no changes', [[]], {}],
    ['other changes', [[done(rename), done(leave), done(update(memberReferences(2)))]], {}],
    ['an addition that was written in part', [[partly(join, ['m0'])]], { a: ['m1'] }],
    ['an addition of which a member was unchanged', [[partly(join, [], ['m1'])]], { a: ['m0'] }],
    ['an addition that failed', [[failed(join, 'directoryRefused')]], {}],
    ['an addition that got no response', [[failed(join, 'outcomeUnknown')]], {}],
    ['an addition without an outcome', [[unknown(join)]], {}],
    [
      'an addition of groups without an object',
      [[done(addition([{ group: 'x' }, { guid: 'm0' }]))]],
      { a: ['m0'] },
    ],
    [
      'an addition and the removal of one member',
      [[done(join)], [done(removal(memberReferences(1)))]],
      { a: ['m1'] },
    ],
    ['an addition, a removal and another addition', [[done(join)], [done(leave)], [done(join)]], all],
    ['a removal and an addition', [[done(leave)], [done(join)]], {}],
    ['a removal and an addition, twice', [[done(leave)], [done(join)], [done(leave)], [done(join)]], {}],
    [
      'an addition and the loss of the security bit',
      [[done(join)], [done(update(memberReferences(1)))]],
      { a: ['m1'] },
    ],
    [
      'an addition and a removal without an outcome',
      [[done(join)], [unknown(removal(memberReferences(1)))]],
      { a: ['m1'] },
    ],
    ['an addition and a failed removal', [[done(join)], [failed(leave, 'directoryRefused')]], all],
  ]
  for (const [what, runs, members] of cases) {
    const words = Object.entries(members).map(([group, guids]) => `${group}: ${guids.join()}`)
    it(`after ${what} are ${words.join('; ') || 'none'}`, () =>
      expect(joined(...runs)).to.deep.equal(members))
  }

  it('exclude those that a repair added, and include later additions', () => {
    expect(joined([repaired(join)])).to.deep.equal({})
    expect(joined([repaired(join)], [done(addition(memberReferences(1, 5)))])).to.deep.equal({ a: ['m5'] })
    expect(joined([done(join)], [repaired(addition(memberReferences(1, 5)))])).to.deep.equal(all)
  })

  it('are available after each run', () => {
    const recorder = recorded([done(join)])
    expect([...(recorder.joined().get('a') ?? [])]).to.deep.equal(all.a)
    recorder.record([done(leave)])
    expect([...(recorder.joined().get('a') ?? [])]).to.deep.equal([])
    expect(recorder.joined().get('b')).to.equal(undefined)
  })
})
