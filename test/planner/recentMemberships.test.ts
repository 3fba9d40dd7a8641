/** The losses of access in the last 24 hours, from the journals. */
import { expect } from 'chai'
import fc from 'fast-check'
import { errorCodes } from '../../src/errorCodes.js'
import { mayBeCarriedOut, type JournalEntry } from '../../src/model/journal.js'
import { recordedChanges, type RecordedChange } from '../../src/planner/recentMemberships.js'
import {
  addition,
  creation,
  deletion,
  disabledMembers,
  move,
  memberReferences,
  removal,
  rename,
  temporaryMembers,
  update,
} from './fixture.js'
import {
  at,
  done,
  failed,
  lost,
  outcome,
  partly,
  recorded,
  repaired,
  unknown,
} from './recentMembershipsFixture.js'

describe('the recorded changes of one run', () => {
  const intent = (index: number, change: RecordedChange['change'], more: object = {}): JournalEntry => ({
    ...{ type: 'intent', index, group: 'a', change },
    ...more,
  })

  it('have their outcomes; unknown outcomes are omitted', () => {
    const entries = [
      intent(0, rename),
      intent(1, removal(memberReferences(1)), { group: 'b', approval: 'hash' }),
      intent(2, creation()),
      outcome(1, { outcome: 'partial', refused: ['m0'] }),
      outcome(0, { outcome: 'failed' }),
      { type: 'end', at } as const,
    ]
    expect(recordedChanges(entries)).to.deep.equal([
      { group: 'a', change: rename, outcome: outcome(0, { outcome: 'failed' }) },
      {
        ...{ group: 'b', change: removal(memberReferences(1)), approval: 'hash' },
        outcome: outcome(1, { outcome: 'partial', refused: ['m0'] }),
      },
      { group: 'a', change: creation() },
    ])
  })

  it('do not include an outcome without its intent', () => {
    expect(recordedChanges([outcome(5), intent(6, rename)])).to.deep.equal([{ group: 'a', change: rename }])
  })
})

const all = { a: ['m0', 'm1'] }
const leave = removal(memberReferences(2))
const join = addition(memberReferences(2))
const approval = { approval: 'hash' }

describe('the lost access', () => {
  const cases: Array<[what: string, runs: RecordedChange[][], lost: Record<string, string[]>]> = [
    ['no changes', [[]], {}],
    ['a removal', [[done(leave)]], all],
    ['a deletion', [[done(deletion(memberReferences(2)))]], all],
    ['an addition', [[done(join)]], {}],
    ['other changes', [[done(rename), done(creation()), done(update()), done(move())]], {}],
    [
      'a removal of disabled accounts',
      [[done(removal([...memberReferences(1), ...disabledMembers(1, 1)]))]],
      { a: ['m0'] },
    ],
    [
      'a removal of temporary members',
      [[done(removal([...memberReferences(1), ...temporaryMembers(1, 1)]))]],
      { a: ['m0'] },
    ],
    ['an approved removal', [[done(leave, approval)]], {}],
    [
      'removals in two runs',
      [[done(removal(memberReferences(1)))], [done(removal(memberReferences(1, 1)))]],
      all,
    ],
    [
      'a removal that is partly reversed',
      [[done(leave)], [done(addition(memberReferences(1)))]],
      { a: ['m1'] },
    ],
    ['temporary access', [[done(join)], [done(leave)]], {}],
    ['temporary access, twice', [[done(join)], [done(leave)], [done(join)], [done(leave)]], {}],
    ['a loss, its reversal and another loss', [[done(leave)], [done(join)], [done(leave)]], all],
    ['two losses and their reversals', [[done(leave)], [done(join)], [done(leave)], [done(join)]], {}],
    [
      'an approved loss, its reversal and another loss',
      [[done(leave, approval)], [done(join)], [done(leave)]],
      all,
    ],
    ['a loss, its reversal and an approved loss', [[done(leave)], [done(join)], [done(leave, approval)]], {}],
    [
      'a loss, its reversal and the removal of disabled accounts',
      [[done(leave)], [done(join)], [done(removal(disabledMembers(2)))]],
      {},
    ],
    ['a removal of which a member was refused', [[partly(leave, ['m0'])]], { a: ['m1'] }],
    ['a removal of which a member was unchanged', [[partly(leave, [], ['m1'])]], { a: ['m0'] }],
    ['a removal whose reversal wrote no member', [[done(leave)], [partly(join, ['m0'], ['m1'])]], all],
    ['a removal whose reversal wrote one member', [[done(leave)], [partly(join, ['m0'])]], { a: ['m0'] }],
    ['a removal whose reversal failed', [[done(leave)], [failed(join, 'directoryRefused')]], all],
    ['a removal whose reversal got no response', [[done(leave)], [failed(join, 'outcomeUnknown')]], all],
    ['a removal whose reversal has no outcome', [[done(leave)], [unknown(join)]], all],
    ['a repair and a removal', [[repaired(join)], [done(leave)]], all],
    ['a removal, its repair and another removal', [[done(leave)], [repaired(join)], [done(leave)]], all],
    ['a removal and its repair', [[done(leave)], [repaired(join)]], {}],
    [
      'losses of two groups',
      [[done(leave), done(removal(memberReferences(1)), { group: 'b' })], [done(join, { group: 'b' })]],
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
    it(`after ${what} is ${words.join('; ') || 'none'}`, () =>
      expect(lost(...runs)).to.deep.equal({ removed, inside: {} }))
  }

  for (const change of [update(memberReferences(2)), move(memberReferences(2))]) {
    it(`after ${change.type} is that of remaining members, until they are removed or it is approved`, () => {
      expect(lost([done(change)])).to.deep.equal({ removed: {}, inside: all })
      expect(lost([done(change, approval)])).to.deep.equal({ removed: {}, inside: {} })
      expect(lost([done(change)], [done(removal(memberReferences(1)))])).to.deep.equal({
        removed: { a: ['m0'] },
        inside: { a: ['m1'] },
      })
      expect(lost([done(change)], [done(leave, approval)])).to.deep.equal({ removed: {}, inside: {} })
    })
  }

  it('has only groups with losses', () => {
    const { losses } = recorded([
      done(join),
      done(leave, { group: 'b' }),
      done(leave, { group: 'c', ...approval }),
    ])
    expect([...losses().keys()]).to.deep.equal(['b'])
  })

  it('is that of the members at the start who are not members at the end (property)', () => {
    const step = fc.record({ member: fc.nat(3), joins: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.uniqueArray(fc.nat(3)), (steps, start) => {
        const now = new Set(start)
        const written = steps.flatMap(({ member, joins }) => {
          if (joins === now.has(member)) return [] // nothing to write
          if (joins) now.add(member)
          else now.delete(member)
          return [done((joins ? addition : removal)(memberReferences(1, member)))]
        })
        const expected = start.filter((member) => !now.has(member)).map((member) => `m${member}`)
        expect(lost(written).removed['a'] ?? []).to.deep.equal(expected.sort())
      }),
    )
  })
})

describe('a loss without a known outcome', () => {
  it('counts if no outcome was recorded, and not if it failed without a problem', () => {
    expect(lost([unknown(leave)]).removed).to.deep.equal(all)
    expect(lost([unknown(update(memberReferences(2)))]).inside).to.deep.equal(all)
    expect(lost([failed(leave)]).removed).to.deep.equal({})
  })

  for (const code of errorCodes) {
    it(`${mayBeCarriedOut(code) ? 'counts' : 'does not count'} if it failed with ${code}`, () => {
      expect(lost([failed(leave, code)]).removed).to.deep.equal(mayBeCarriedOut(code) ? all : {})
    })
  }
})
