import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import { guardRules, type GuardRule } from '../../src/model/plan.js'
import { divideChanges } from '../../src/planner/withhold.js'
import {
  addition,
  adoption,
  creation,
  deletion,
  disabled,
  move,
  people,
  planned,
  removal,
  rename,
  temporary,
  update,
} from './fixture.js'
import { changes, divide, names, nothing, type Name } from './withholdFixture.js'

const losses: Name[] = ['moveThatEndsAccess', 'updateThatEndsAccess', 'remove', 'delete']

/** What each rule holds back of a group that has this one change. */
const held: Record<GuardRule, readonly Name[]> = {
  groupLossesPercent: losses,
  groupLossesCount: losses,
  groupEmptied: losses,
  protectedRemovals: losses,
  typeChanges: ['updateThatEndsAccess'],
  lossesPercent: losses,
  lossesCount: losses,
  groupAdditionsCount: ['add'],
  privilegedAdditions: ['updateThatGivesAccess', 'add'],
  creations: ['create'],
  recreations: ['create'],
  deletions: ['delete', 'deleteWithoutMembers'],
  renames: ['rename'],
  moves: ['move', 'moveThatEndsAccess'],
  adoptions: ['adopt'],
  emptySource: names,
  identifiersVanished: names,
}

const typesOf = (list: readonly Change[]) => list.map(({ type }) => type)
describe('what a guard holds back', () => {
  for (const rule of guardRules) {
    it(`is, by ${rule}: ${held[rule].join(', ')}`, () => {
      const found = names.filter((name) => {
        const group = planned('a', 9, changes[name])
        const { changes: written, withheld } = divide(group, rule)
        expect([...written, ...withheld]).to.deep.equal([changes[name]])
        return withheld.length > 0
      })
      expect(found).to.deep.equal(held[rule])
    })
  }

  it('is nothing where another group tripped, and the same where this one did', () => {
    const group = planned('a', 9, removal(people(2)))
    expect(divide(group, 'groupEmptied', nothing, 'b').withheld).to.deep.equal([])
    expect(divide(group, 'groupEmptied', nothing, 'a').withheld).to.have.lengthOf(1)
    expect(divideChanges(group, [], nothing).withheld).to.deep.equal([])
  })

  const gated: Array<[rule: GuardRule, gate: Change]> = [
    ['creations', creation()],
    ['recreations', creation()],
    ['adoptions', adoption],
  ]
  for (const [rule, gate] of gated) {
    it(`is, by ${rule}, everything about the object, and nothing of groups without one`, () => {
      const rest = [update(), removal(people(1)), addition(people(2, 5))]
      expect(divide(planned('a', 9, gate, ...rest), rule).withheld).to.deep.equal([gate, ...rest])
      expect(divide(planned('a', 9, ...rest), rule).withheld).to.deep.equal([])
    })
  }

  it('is no creation that a person named, nor one that is asked about by a rule of its own', () => {
    const group = planned('a', 0, creation(), addition(people(2)))
    expect(divide({ ...group, ordered: true }, 'creations').withheld).to.deep.equal([])
    expect(divide({ ...group, recreated: true }, 'creations').withheld).to.deep.equal([])
    expect(divide({ ...group, ordered: true }, 'recreations').withheld).to.have.lengthOf(2)
    expect(divide({ ...group, ordered: true }, 'groupAdditionsCount').withheld).to.have.lengthOf(1)
  })

  const lossRules: GuardRule[] = guardRules.filter((rule) => held[rule] === losses)
  for (const rule of lossRules) {
    it(`is never a disabled account, by ${rule}`, () => {
      const group = planned('a', 9, removal([...people(1), ...disabled(2, 1), ...people(1, 3)]))
      const { changes: written, withheld } = divide(group, rule)
      expect(written).to.deep.equal([removal(disabled(2, 1))])
      expect(withheld).to.deep.equal([removal([...people(1), ...people(1, 3)])])
      for (const change of [deletion(disabled(2)), update(disabled(2)), move(disabled(2))])
        expect(divide(planned('a', 9, change), rule).withheld).to.deep.equal([])
    })

    it(`is never a member who joined today, by ${rule}`, () => {
      const group = planned('a', 9, removal([...people(1), ...temporary(2, 1)]))
      const { changes: written, withheld } = divide(group, rule)
      expect(written).to.deep.equal([removal(temporary(2, 1))])
      expect(withheld).to.deep.equal([removal(people(1))])
      for (const change of [deletion(temporary(2)), update(temporary(2)), move(temporary(2))])
        expect(divide(planned('a', 9, change), rule).withheld).to.deep.equal([])
    })
  }

  it('keeps the order in which changes are written', () => {
    const list = [
      rename,
      move(),
      update(),
      removal([...people(1), ...disabled(1, 1)]),
      addition(people(1, 9)),
    ]
    expect(typesOf(divideChanges(planned('a', 9, ...list), [], nothing).changes)).to.deep.equal([
      ...['renameGroup', 'moveGroup', 'updateGroup', 'removeMembers', 'removeMembers', 'addMembers'],
    ])
  })
})
