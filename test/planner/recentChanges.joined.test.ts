/** Who joined in the last 24 hours, out of the journals: their membership is no access that a day began with. */
import { expect } from 'chai'
import type { Recorded } from '../../src/planner/recentChanges.js'
import { addition, people, removal, rename, update } from './fixture.js'
import { done, failed, joined, partly, recorded, repaired, unknown } from './recentFixture.js'

const all = { a: ['m0', 'm1'] }
const join = addition(people(2))
const leave = removal(people(2))

describe('members who joined lately', () => {
  const cases: Array<[what: string, runs: Recorded[][], members: Record<string, string[]>]> = [
    ['an addition', [[done(join)]], all],
    ['an approved addition', [[done(join, { approval: 'hash' })]], all],
    ['additions in two runs', [[done(addition(people(1)))], [done(addition(people(1, 1)))]], all],
    [
      'additions to two groups',
      [[done(addition(people(1))), done(join, { group: 'b' })]],
      { a: ['m0'], b: all.a },
    ],
    ['nothing written', [[]], {}],
    ['other changes', [[done(rename), done(leave), done(update(people(2)))]], {}],
    ['an addition that was written in part', [[partly(join, ['m0'])]], { a: ['m1'] }],
    ['an addition of members who were there', [[partly(join, [], ['m1'])]], { a: ['m0'] }],
    ['an addition that failed', [[failed(join, 'directoryRefused')]], {}],
    ['an addition that got no answer', [[failed(join, 'outcomeUnknown')]], {}],
    ['an addition of which nothing is known', [[unknown(join)]], {}],
    [
      'an addition of groups without an object',
      [[done(addition([{ group: 'x' }, { guid: 'm0' }]))]],
      { a: ['m0'] },
    ],
    ['members who left again', [[done(join)], [done(removal(people(1)))]], { a: ['m1'] }],
    ['members who left and came back', [[done(join)], [done(leave)], [done(join)]], all],
    ['members who were there before', [[done(leave)], [done(join)]], {}],
    [
      'members who were there before, and left twice',
      [[done(leave)], [done(join)], [done(leave)], [done(join)]],
      {},
    ],
    [
      'members who lost access with the security bit',
      [[done(join)], [done(update(people(1)))]],
      { a: ['m1'] },
    ],
    ['members who may have left', [[done(join)], [unknown(removal(people(1)))]], { a: ['m1'] }],
    ['members whose leaving failed', [[done(join)], [failed(leave, 'directoryRefused')]], all],
  ]
  for (const [what, runs, members] of cases) {
    const words = Object.entries(members).map(([group, guids]) => `${group}: ${guids.join()}`)
    it(`by ${what} are ${words.join('; ') || 'none'}`, () => expect(joined(...runs)).to.deep.equal(members))
  }

  it('are not those whom a repair added, as those who came later are', () => {
    expect(joined([repaired(join)])).to.deep.equal({})
    expect(joined([repaired(join)], [done(addition(people(1, 5)))])).to.deep.equal({ a: ['m5'] })
    expect(joined([done(join)], [repaired(addition(people(1, 5)))])).to.deep.equal(all)
  })

  it('are there to be asked about after each run', () => {
    const recorder = recorded([done(join)])
    expect([...(recorder.joined().get('a') ?? [])]).to.deep.equal(all.a)
    recorder.record([done(leave)])
    expect([...(recorder.joined().get('a') ?? [])]).to.deep.equal([])
    expect(recorder.joined().get('b')).to.equal(undefined)
  })
})
