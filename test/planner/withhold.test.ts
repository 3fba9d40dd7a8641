import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import { guardRules, type GuardRule } from '../../src/model/plan.js'
import { divideChanges } from '../../src/planner/withhold.js'
import {
  addition,
  adoption,
  creation,
  deletion,
  disabledMembers,
  move,
  memberReferences,
  makePlannedGroup,
  removal,
  rename,
  temporaryMembers,
  update,
} from './fixture.js'
import { changes, divide, names, nothing, type Name } from './withholdFixture.js'

const losses: Name[] = ['moveThatEndsAccess', 'updateThatEndsAccess', 'remove', 'delete']

/** The changes that each rule withholds. */
const withheldBy: Record<GuardRule, readonly Name[]> = {
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
describe('the withheld changes of a group', () => {
  for (const rule of guardRules) {
    it(`by ${rule} are: ${withheldBy[rule].join(', ')}`, () => {
      const found = names.filter((name) => {
        const group = makePlannedGroup('a', 9, changes[name])
        const { changes: written, withheld } = divide(group, rule)
        expect([...written, ...withheld]).to.deep.equal([changes[name]])
        return withheld.length > 0
      })
      expect(found).to.deep.equal(withheldBy[rule])
    })
  }

  it('are none if a rule tripped for another group', () => {
    const group = makePlannedGroup('a', 9, removal(memberReferences(2)))
    expect(divide(group, 'groupEmptied', nothing, 'b').withheld).to.deep.equal([])
    expect(divide(group, 'groupEmptied', nothing, 'a').withheld).to.have.lengthOf(1)
    expect(divideChanges(group, [], nothing).withheld).to.deep.equal([])
  })

  const prerequisites: Array<[rule: GuardRule, prerequisite: Change]> = [
    ['creations', creation()],
    ['recreations', creation()],
    ['adoptions', adoption],
  ]
  for (const [rule, prerequisite] of prerequisites) {
    it(`by ${rule} are all changes of a group with ${prerequisite.type}, and none of other groups`, () => {
      const rest = [update(), removal(memberReferences(1)), addition(memberReferences(2, 5))]
      expect(divide(makePlannedGroup('a', 9, prerequisite, ...rest), rule).withheld).to.deep.equal([
        prerequisite,
        ...rest,
      ])
      expect(divide(makePlannedGroup('a', 9, ...rest), rule).withheld).to.deep.equal([])
    })
  }

  it('by creations exclude ordered and recreated groups', () => {
    const group = makePlannedGroup('a', 0, creation(), addition(memberReferences(2)))
    expect(divide({ ...group, ordered: true }, 'creations').withheld).to.deep.equal([])
    expect(divide({ ...group, recreated: true }, 'creations').withheld).to.deep.equal([])
    expect(divide({ ...group, ordered: true }, 'recreations').withheld).to.have.lengthOf(2)
    expect(divide({ ...group, ordered: true }, 'groupAdditionsCount').withheld).to.have.lengthOf(1)
  })

  const lossRules: GuardRule[] = guardRules.filter((rule) => withheldBy[rule] === losses)
  for (const rule of lossRules) {
    it(`by ${rule} exclude disabled accounts`, () => {
      const group = makePlannedGroup(
        'a',
        9,
        removal([...memberReferences(1), ...disabledMembers(2, 1), ...memberReferences(1, 3)]),
      )
      const { changes: written, withheld } = divide(group, rule)
      expect(written).to.deep.equal([removal(disabledMembers(2, 1))])
      expect(withheld).to.deep.equal([removal([...memberReferences(1), ...memberReferences(1, 3)])])
      for (const change of [
        deletion(disabledMembers(2)),
        update(disabledMembers(2)),
        move(disabledMembers(2)),
      ])
        expect(divide(makePlannedGroup('a', 9, change), rule).withheld).to.deep.equal([])
    })

    it(`by ${rule} exclude members who joined today`, () => {
      const group = makePlannedGroup('a', 9, removal([...memberReferences(1), ...temporaryMembers(2, 1)]))
      const { changes: written, withheld } = divide(group, rule)
      expect(written).to.deep.equal([removal(temporaryMembers(2, 1))])
      expect(withheld).to.deep.equal([removal(memberReferences(1))])
      for (const change of [
        deletion(temporaryMembers(2)),
        update(temporaryMembers(2)),
        move(temporaryMembers(2)),
      ])
        expect(divide(makePlannedGroup('a', 9, change), rule).withheld).to.deep.equal([])
    })
  }

  it('do not affect the order of the others', () => {
    const list = [
      rename,
      move(),
      update(),
      removal([...memberReferences(1), ...disabledMembers(1, 1)]),
      addition(memberReferences(1, 9)),
    ]
    expect(typesOf(divideChanges(makePlannedGroup('a', 9, ...list), [], nothing).changes)).to.deep.equal([
      ...['renameGroup', 'moveGroup', 'updateGroup', 'removeMembers', 'removeMembers', 'addMembers'],
    ])
  })
})
