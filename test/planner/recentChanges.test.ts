/** Access that was lost in the last 24 hours, out of the journals. */
import { expect } from 'chai'
import fc from 'fast-check'
import { errorCodes } from '../../src/errorCodes.js'
import { isUnanswered, type JournalEntry } from '../../src/model/journal.js'
import { recordedChanges, type Recorded } from '../../src/planner/recentChanges.js'
import {
  addition,
  creation,
  deletion,
  disabled,
  move,
  people,
  removal,
  rename,
  temporary,
  update,
} from './fixture.js'
import { at, done, failed, lost, outcome, partly, recorded, repaired, unknown } from './recentFixture.js'

describe('the changes of one run', () => {
  const intent = (index: number, change: Recorded['change'], more: object = {}): JournalEntry => ({
    ...{ type: 'intent', index, group: 'a', change },
    ...more,
  })

  it('are put together with what became of them, also where they failed or nothing is known', () => {
    const entries = [
      intent(0, rename),
      intent(1, removal(people(1)), { group: 'b', approval: 'hash' }),
      intent(2, creation()),
      outcome(1, { outcome: 'partial', refused: ['m0'] }),
      outcome(0, { outcome: 'failed' }),
      { type: 'end', at } as const,
    ]
    expect(recordedChanges(entries)).to.deep.equal([
      { group: 'a', change: rename, outcome: outcome(0, { outcome: 'failed' }) },
      {
        ...{ group: 'b', change: removal(people(1)), approval: 'hash' },
        outcome: outcome(1, { outcome: 'partial', refused: ['m0'] }),
      },
      { group: 'a', change: creation() },
    ])
  })

  it('are those that were read: an outcome whose change was left out says nothing', () => {
    expect(recordedChanges([outcome(5), intent(6, rename)])).to.deep.equal([{ group: 'a', change: rename }])
  })
})

const all = { a: ['m0', 'm1'] }
const leave = removal(people(2))
const join = addition(people(2))
const approval = { approval: 'hash' }

describe('access that was lost', () => {
  const cases: Array<[what: string, runs: Recorded[][], lost: Record<string, string[]>]> = [
    ['nothing written', [[]], {}],
    ['a removal', [[done(leave)]], all],
    ['a deletion', [[done(deletion(people(2)))]], all],
    ['an addition', [[done(join)]], {}],
    ['other changes', [[done(rename), done(creation()), done(update()), done(move())]], {}],
    ['a removal of disabled accounts', [[done(removal([...people(1), ...disabled(1, 1)]))]], { a: ['m0'] }],
    ['a removal of members of a day', [[done(removal([...people(1), ...temporary(1, 1)]))]], { a: ['m0'] }],
    ['an approved removal', [[done(leave, approval)]], {}],
    ['removals in two runs', [[done(removal(people(1)))], [done(removal(people(1, 1)))]], all],
    ['one that is made good', [[done(leave)], [done(addition(people(1)))]], { a: ['m1'] }],
    ['access for some hours', [[done(join)], [done(leave)]], {}],
    ['access for some hours, twice', [[done(join)], [done(leave)], [done(join)], [done(leave)]], {}],
    ['access that came back and went again', [[done(leave)], [done(join)], [done(leave)]], all],
    ['access that came back and stayed', [[done(leave)], [done(join)], [done(leave)], [done(join)]], {}],
    ['an approved loss that came back and went', [[done(leave, approval)], [done(join)], [done(leave)]], all],
    [
      'a loss that came back and went as approved',
      [[done(leave)], [done(join)], [done(leave, approval)]],
      {},
    ],
    [
      'a loss that came back and went as a disabled account',
      [[done(leave)], [done(join)], [done(removal(disabled(2)))]],
      {},
    ],
    ['members that were refused', [[partly(leave, ['m0'])]], { a: ['m1'] }],
    ['members that had gone', [[partly(leave, [], ['m1'])]], { a: ['m0'] }],
    ['one that was not made good after all', [[done(leave)], [partly(join, ['m0'], ['m1'])]], all],
    ['one that was made good in part', [[done(leave)], [partly(join, ['m0'])]], { a: ['m0'] }],
    ['one whose making good failed', [[done(leave)], [failed(join, 'directoryRefused')]], all],
    ['one whose making good got no answer', [[done(leave)], [failed(join, 'outcomeUnknown')]], all],
    ['one whose making good is unknown', [[done(leave)], [unknown(join)]], all],
    ['a repair, and then losing them', [[repaired(join)], [done(leave)]], all],
    ['a repair of a loss, and then losing them', [[done(leave)], [repaired(join)], [done(leave)]], all],
    ['a loss that was repaired', [[done(leave)], [repaired(join)]], {}],
    [
      'losses of two groups',
      [[done(leave), done(removal(people(1)), { group: 'b' })], [done(join, { group: 'b' })]],
      all,
    ],
    [
      'members without an object',
      [[done(removal([{ id: 'x' }, { guid: 'm0' }]))], [done(addition([{ group: 'x' }]))]],
      { a: ['m0'] },
    ],
  ]
  for (const [what, runs, removed] of cases) {
    const words = Object.entries(removed).map(([group, members]) => `${group}: ${members.join()}`)
    it(`by ${what} is ${words.join('; ') || 'none'}`, () =>
      expect(lost(...runs)).to.deep.equal({ removed, inside: {} }))
  }

  for (const change of [update(people(2)), move(people(2))]) {
    it(`is of those who are inside still, by ${change.type}, until they are taken out or approved`, () => {
      expect(lost([done(change)])).to.deep.equal({ removed: {}, inside: all })
      expect(lost([done(change, approval)])).to.deep.equal({ removed: {}, inside: {} })
      expect(lost([done(change)], [done(removal(people(1)))])).to.deep.equal({
        removed: { a: ['m0'] },
        inside: { a: ['m1'] },
      })
      expect(lost([done(change)], [done(leave, approval)])).to.deep.equal({ removed: {}, inside: {} })
    })
  }

  it('is told of groups alone in which somebody lost it', () => {
    const { losses } = recorded([
      done(join),
      done(leave, { group: 'b' }),
      done(leave, { group: 'c', ...approval }),
    ])
    expect([...losses().keys()]).to.deep.equal(['b'])
  })

  it('is, for each member, what was there at the start and is not at the end', () => {
    const step = fc.record({ member: fc.nat(3), joins: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.uniqueArray(fc.nat(3)), (steps, start) => {
        const now = new Set(start)
        const written = steps.flatMap(({ member, joins }) => {
          if (joins === now.has(member)) return [] // nothing to write
          if (joins) now.add(member)
          else now.delete(member)
          return [done((joins ? addition : removal)(people(1, member)))]
        })
        const expected = start.filter((member) => !now.has(member)).map((member) => `m${member}`)
        expect(lost(written).removed['a'] ?? []).to.deep.equal(expected.sort())
      }),
    )
  })
})

describe('a loss of which it is not known whether it was written', () => {
  it('counts where nothing was recorded, and not where it failed for no reason that is known', () => {
    expect(lost([unknown(leave)]).removed).to.deep.equal(all)
    expect(lost([unknown(update(people(2)))]).inside).to.deep.equal(all)
    expect(lost([failed(leave)]).removed).to.deep.equal({})
  })

  for (const code of errorCodes) {
    it(`${isUnanswered(code) ? 'counts' : 'does not count'} where it failed with ${code}`, () => {
      expect(lost([failed(leave, code)]).removed).to.deep.equal(isUnanswered(code) ? all : {})
    })
  }
})
