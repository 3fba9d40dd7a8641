import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import type { GuardRule } from '../../src/model/plan.js'
import {
  addition,
  adoption,
  creation,
  deletion,
  disabledMembers,
  memberReferences,
  makePlannedGroup,
  recreation,
  removal,
  rename,
  restoring,
  temporaryMembers,
  update,
} from './fixture.js'
import { approvedAs, approving, changes, divide, names } from './withholdFixture.js'

describe('an approval', () => {
  it('permits changes and is recorded for those that need it', () => {
    const list = [rename, removal(memberReferences(2)), addition(memberReferences(2, 5))]
    const approved = approving(...list)
    const {
      changes: written,
      withheld,
      approvals,
    } = divide(makePlannedGroup('a', 9, ...list), 'groupEmptied', approved)
    expect(written).to.deep.equal(list)
    expect(withheld).to.deep.equal([])
    expect([...approvals]).to.deep.equal([[removal(memberReferences(2)), 'hash']])
  })

  for (const name of names.filter((name) => !['remove', 'add'].includes(name))) {
    it(`permits the change ${name} only if it covers all its steps`, () => {
      const group = makePlannedGroup('a', 9, changes[name])
      const all = [...approving(changes[name])]
      expect(divide(group, 'emptySource', new Map(all)).changes).to.deep.equal([changes[name]])
      for (const [missing] of all) {
        const some = new Map(all.filter(([step]) => step !== missing))
        expect(divide(group, 'emptySource', some).withheld, missing).to.deep.equal([changes[name]])
      }
    })
  }

  for (const make of [removal, addition]) {
    it(`permits single members: ${make([]).type}`, () => {
      const rule = make === removal ? 'groupEmptied' : 'groupAdditionsCount'
      const group = makePlannedGroup('a', 9, make(memberReferences(5)))
      const approved = approving(
        make([...memberReferences(1, 1), ...memberReferences(1, 3), ...memberReferences(3, 90)]),
      )
      const { changes: written, withheld, approvals } = divide(group, rule, approved)
      expect(written).to.deep.equal([make([...memberReferences(1, 1), ...memberReferences(1, 3)])])
      expect(withheld).to.deep.equal([
        make([...memberReferences(1), ...memberReferences(1, 2), ...memberReferences(1, 4)]),
      ])
      expect([...approvals.values()]).to.deep.equal(['hash'])
    })
  }

  for (const make of [removal, addition]) {
    it(`is recorded for its members, if several approvals cover parts: ${make([]).type}`, () => {
      const rule = make === removal ? 'groupEmptied' : 'groupAdditionsCount'
      const approved = new Map([
        ...approvedAs('first', make([...memberReferences(1), ...memberReferences(1, 3)])),
        ...approvedAs('second', make(memberReferences(1, 2))),
      ])
      const {
        changes: written,
        withheld,
        approvals,
      } = divide(makePlannedGroup('a', 9, make(memberReferences(5))), rule, approved)
      const [first, second] = [
        make([...memberReferences(1), ...memberReferences(1, 3)]),
        make(memberReferences(1, 2)),
      ]
      expect(written).to.deep.equal([first, second])
      expect(withheld).to.deep.equal([make([...memberReferences(1, 1), ...memberReferences(1, 4)])])
      expect([...approvals]).to.deep.equal([
        [first, 'first'],
        [second, 'second'],
      ])
    })
  }

  it('is recorded for a whole change if it is the first of several that cover it', () => {
    const change = deletion(memberReferences(2))
    const approved = new Map([...approvedAs('second', change), ...approvedAs('first', deletion())])
    const { changes: written, approvals } = divide(makePlannedGroup('a', 9, change), 'deletions', approved)
    expect(written).to.deep.equal([change])
    expect([...approvals.values()]).to.deep.equal(['first'])
  })

  it('does not permit steps of another group or another kind', () => {
    const group = makePlannedGroup('b', 9, removal(memberReferences(2)))
    expect(divide(group, 'groupEmptied', approving(removal(memberReferences(2)))).changes).to.deep.equal([])
    const same = makePlannedGroup('a', 9, removal(memberReferences(2)))
    expect(divide(same, 'groupEmptied', approving(addition(memberReferences(2)))).changes).to.deep.equal([])
  })

  it('permits the end of a membership by any change', () => {
    const approved = approving(deletion(memberReferences(3)))
    expect(
      divide(makePlannedGroup('a', 9, removal(memberReferences(3))), 'groupEmptied', approved).withheld,
    ).to.deep.equal([])
    const other = divide(
      makePlannedGroup('a', 9, deletion(memberReferences(3))),
      'groupEmptied',
      approving(removal(memberReferences(3))),
    )
    expect(other.changes, 'a deletion has a step for the object as well').to.deep.equal([])
  })

  for (const [rule, prerequisite] of [
    ['creations', creation()],
    ['recreations', creation()],
  ] as const) {
    it(`of the object permits its other changes: ${rule}`, () => {
      const list = [prerequisite, update(), addition(memberReferences(3))]
      const { changes: written, approvals } = divide(
        makePlannedGroup('a', 0, ...list),
        rule,
        approving(prerequisite),
      )
      expect(written).to.deep.equal(list)
      expect([...approvals]).to.deep.equal([[prerequisite, 'hash']])
    })
  }

  it('of an adoption permits other changes, but only the losses that it covers', () => {
    const list = [
      adoption,
      update(),
      update(memberReferences(2)),
      removal(memberReferences(3)),
      addition(memberReferences(3, 5)),
    ]
    const approved = approving(adoption, removal(memberReferences(2)))
    const { changes: written, withheld } = divide(makePlannedGroup('a', 9, ...list), 'adoptions', approved)
    expect(written).to.deep.equal([
      adoption,
      update(),
      removal(memberReferences(2)),
      addition(memberReferences(3, 5)),
    ])
    expect(withheld).to.deep.equal([update(memberReferences(2)), removal(memberReferences(1, 2))])
  })

  const others: Array<[rule: GuardRule, prerequisite: Change, what: string, other: Change]> = [
    ['creations', creation(), 'another name', creation('old')],
    ['recreations', recreation(), 'a first creation', creation()],
    ['recreations', recreation(), 'another recreation', recreation('another')],
    ['adoptions', adoption, 'another object', { ...adoption, guid: 'planted' }],
  ]
  for (const [rule, prerequisite, what, other] of others) {
    it(`of ${what} permits no changes of the object: ${rule}`, () => {
      const list = [
        prerequisite,
        update(),
        update(memberReferences(1)),
        removal(memberReferences(3)),
        addition(memberReferences(3, 5)),
      ]
      const group = makePlannedGroup('a', 9, ...list)
      for (const before of [[], [other], [restoring]]) {
        const approved = approving(...before, ...list.slice(1))
        const { changes: written, withheld, approvals } = divide(group, rule, approved)
        expect(written).to.deep.equal([])
        expect(withheld).to.deep.equal(list)
        expect([...approvals]).to.deep.equal([])
      }
    })

    it(`of ${what} permits no removals, not even without a loss: ${rule}`, () => {
      const group = makePlannedGroup(
        'a',
        9,
        prerequisite,
        removal([...disabledMembers(2), ...temporaryMembers(1, 2)]),
      )
      expect(divide(group, rule, approving(other)).changes).to.deep.equal([])
      expect(divide(group, rule, approving(prerequisite)).withheld).to.deep.equal([])
    })
  }

  it('of another object or name permits no changes of the object', () => {
    const list = [adoption, update()]
    const approved = approving({ ...adoption, guid: 'planted' })
    expect(divide(makePlannedGroup('a', 9, ...list), 'adoptions', approved).changes).to.deep.equal([])
    const renamed = divide(
      makePlannedGroup('a', 0, creation('new'), update()),
      'creations',
      approving(creation('old')),
    )
    expect(renamed.changes).to.deep.equal([])
  })
})
