import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import type { GuardRule } from '../../src/model/plan.js'
import {
  addition,
  adoption,
  creation,
  deletion,
  disabled,
  people,
  planned,
  recreation,
  removal,
  rename,
  restoring,
  temporary,
  update,
} from './fixture.js'
import { approvedAs, approving, changes, divide, names } from './withholdFixture.js'

describe('what was approved', () => {
  it('is written, with the hash of the approval; what needs none has none', () => {
    const list = [rename, removal(people(2)), addition(people(2, 5))]
    const approved = approving(...list)
    const {
      changes: written,
      withheld,
      approvals,
    } = divide(planned('a', 9, ...list), 'groupEmptied', approved)
    expect(written).to.deep.equal(list)
    expect(withheld).to.deep.equal([])
    expect([...approvals]).to.deep.equal([[removal(people(2)), 'hash']])
  })

  for (const name of names.filter((name) => !['remove', 'add'].includes(name))) {
    it(`is written as a whole or not at all: ${name}`, () => {
      const group = planned('a', 9, changes[name])
      const all = [...approving(changes[name])]
      expect(divide(group, 'emptySource', new Map(all)).changes).to.deep.equal([changes[name]])
      for (const [missing] of all) {
        const some = new Map(all.filter(([step]) => step !== missing))
        expect(divide(group, 'emptySource', some).withheld, missing).to.deep.equal([changes[name]])
      }
    })
  }

  for (const make of [removal, addition]) {
    it(`is written member by member: ${make([]).type}`, () => {
      const rule = make === removal ? 'groupEmptied' : 'groupAdditionsCount'
      const group = planned('a', 9, make(people(5)))
      const approved = approving(make([...people(1, 1), ...people(1, 3), ...people(3, 90)]))
      const { changes: written, withheld, approvals } = divide(group, rule, approved)
      expect(written).to.deep.equal([make([...people(1, 1), ...people(1, 3)])])
      expect(withheld).to.deep.equal([make([...people(1), ...people(1, 2), ...people(1, 4)])])
      expect([...approvals.values()]).to.deep.equal(['hash'])
    })
  }

  for (const make of [removal, addition]) {
    it(`is divided by the approval that covers each member: ${make([]).type}`, () => {
      const rule = make === removal ? 'groupEmptied' : 'groupAdditionsCount'
      const approved = new Map([
        ...approvedAs('first', make([...people(1), ...people(1, 3)])),
        ...approvedAs('second', make(people(1, 2))),
      ])
      const {
        changes: written,
        withheld,
        approvals,
      } = divide(planned('a', 9, make(people(5))), rule, approved)
      const [first, second] = [make([...people(1), ...people(1, 3)]), make(people(1, 2))]
      expect(written).to.deep.equal([first, second])
      expect(withheld).to.deep.equal([make([...people(1, 1), ...people(1, 4)])])
      expect([...approvals]).to.deep.equal([
        [first, 'first'],
        [second, 'second'],
      ])
    })
  }

  it('of a whole change by several is booked on the first that covers some of it', () => {
    const change = deletion(people(2))
    const approved = new Map([...approvedAs('second', change), ...approvedAs('first', deletion())])
    const { changes: written, approvals } = divide(planned('a', 9, change), 'deletions', approved)
    expect(written).to.deep.equal([change])
    expect([...approvals.values()]).to.deep.equal(['first'])
  })

  it('is no step of another group, and no step of another kind', () => {
    const group = planned('b', 9, removal(people(2)))
    expect(divide(group, 'groupEmptied', approving(removal(people(2)))).changes).to.deep.equal([])
    const same = planned('a', 9, removal(people(2)))
    expect(divide(same, 'groupEmptied', approving(addition(people(2)))).changes).to.deep.equal([])
  })

  it('is a membership, whatever change ends it', () => {
    const approved = approving(deletion(people(3)))
    expect(divide(planned('a', 9, removal(people(3))), 'groupEmptied', approved).withheld).to.deep.equal([])
    const other = divide(planned('a', 9, deletion(people(3))), 'groupEmptied', approving(removal(people(3))))
    expect(other.changes, 'a deletion is more than the end of its memberships').to.deep.equal([])
  })

  for (const [rule, gate] of [
    ['creations', creation()],
    ['recreations', creation()],
  ] as const) {
    it(`opens what follows from it: ${rule}`, () => {
      const list = [gate, update(), addition(people(3))]
      const { changes: written, approvals } = divide(planned('a', 0, ...list), rule, approving(gate))
      expect(written).to.deep.equal(list)
      expect([...approvals]).to.deep.equal([[gate, 'hash']])
    })
  }

  it('is, with an object that is taken over, only who was told to leave', () => {
    const list = [adoption, update(), update(people(2)), removal(people(3)), addition(people(3, 5))]
    const approved = approving(adoption, removal(people(2)))
    const { changes: written, withheld } = divide(planned('a', 9, ...list), 'adoptions', approved)
    expect(written).to.deep.equal([adoption, update(), removal(people(2)), addition(people(3, 5))])
    expect(withheld).to.deep.equal([update(people(2)), removal(people(1, 2))])
  })

  const gates: Array<[rule: GuardRule, gate: Change, told: string, other: Change]> = [
    ['creations', creation(), 'another name', creation('old')],
    ['recreations', recreation(), 'a first creation', creation()],
    ['recreations', recreation(), 'another object in its place', recreation('another')],
    ['adoptions', adoption, 'another object', { ...adoption, guid: 'planted' }],
  ]
  for (const [rule, gate, told, other] of gates) {
    it(`leaves an object alone that is not approved itself, whoever else is: ${rule}, ${told} was told`, () => {
      const list = [gate, update(), update(people(1)), removal(people(3)), addition(people(3, 5))]
      const group = planned('a', 9, ...list)
      for (const before of [[], [other], [restoring]]) {
        const approved = approving(...before, ...list.slice(1))
        const { changes: written, withheld, approvals } = divide(group, rule, approved)
        expect(written).to.deep.equal([])
        expect(withheld).to.deep.equal(list)
        expect([...approvals]).to.deep.equal([])
      }
    })

    it(`lets nobody leave before, though they lose nothing: ${rule}, ${told} was told`, () => {
      const group = planned('a', 9, gate, removal([...disabled(2), ...temporary(1, 2)]))
      expect(divide(group, rule, approving(other)).changes).to.deep.equal([])
      expect(divide(group, rule, approving(gate)).withheld).to.deep.equal([])
    })
  }

  it('does not open another object than the one that was told', () => {
    const list = [adoption, update()]
    const approved = approving({ ...adoption, guid: 'planted' })
    expect(divide(planned('a', 9, ...list), 'adoptions', approved).changes).to.deep.equal([])
    const renamed = divide(
      planned('a', 0, creation('new'), update()),
      'creations',
      approving(creation('old')),
    )
    expect(renamed.changes).to.deep.equal([])
  })
})
