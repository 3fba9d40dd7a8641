import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import type { MemberReference } from '../../src/model/member.js'
import { endsOf, lossesOf, splitRemoval } from '../../src/planner/losses.js'
import {
  addition,
  adoption,
  creation,
  deletion,
  disabled,
  move,
  people,
  removal,
  rename,
  restoring,
  temporary,
  update,
} from './fixture.js'

const mixed = [...people(2), ...disabled(1, 2), ...temporary(1, 3)]
const both: MemberReference[] = [{ guid: 'm0', disabled: true, temporary: true }]

describe('memberships that end', () => {
  const none: MemberReference[] = []
  const cases: Array<[what: string, change: Change, ends: MemberReference[], losses: MemberReference[]]> = [
    ['a removal', removal(mixed), mixed, people(2)],
    ['a removal of a disabled account', removal(disabled(1)), disabled(1), none],
    ['a removal of a member who joined today', removal(temporary(1)), temporary(1), none],
    ['a removal of a disabled account that joined today', removal(both), both, none],
    ['a deletion', deletion(mixed), mixed, people(2)],
    ['a deletion of an empty group', deletion(), none, none],
    ['the loss of the security bit', update(mixed), mixed, people(2)],
    ['an update', update(), none, none],
    ['a move out of a subtree', move(mixed), mixed, people(2)],
    ['a move', move(), none, none],
    ['an addition', addition(mixed), none, none],
    ['a creation', creation(), none, none],
    ['a restoration', restoring, none, none],
    ['an adoption', { ...adoption, leaving: 5 }, none, none],
    ['a rename', rename, none, none],
  ]
  for (const [what, change, ends, losses] of cases) {
    it(`by ${what} are ${ends.length}, of which ${losses.length} count as losses`, () => {
      expect(endsOf(change)).to.deep.equal(ends)
      expect(lossesOf(change)).to.deep.equal(losses)
    })
  }

  it('by a removal are split into those that count as losses and the others', () => {
    const { counted, free } = splitRemoval(removal(mixed))
    expect(counted).to.deep.equal(removal(people(2)))
    expect(free).to.deep.equal(removal([...disabled(1, 2), ...temporary(1, 3)]))
  })
})
