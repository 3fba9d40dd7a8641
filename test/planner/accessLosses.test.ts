import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import type { MemberReference } from '../../src/model/member.js'
import { endedMemberships, accessLosses, splitRemoval } from '../../src/planner/accessLosses.js'
import {
  addition,
  adoption,
  creation,
  deletion,
  disabledMembers,
  move,
  memberReferences,
  removal,
  rename,
  restoring,
  temporaryMembers,
  update,
} from './fixture.js'

const mixed = [...memberReferences(2), ...disabledMembers(1, 2), ...temporaryMembers(1, 3)]
const both: MemberReference[] = [{ guid: 'm0', disabled: true, temporary: true }]

describe('memberships that end', () => {
  const none: MemberReference[] = []
  const cases: Array<[what: string, change: Change, ends: MemberReference[], losses: MemberReference[]]> = [
    ['a removal', removal(mixed), mixed, memberReferences(2)],
    ['a removal of a disabled account', removal(disabledMembers(1)), disabledMembers(1), none],
    ['a removal of a member who joined today', removal(temporaryMembers(1)), temporaryMembers(1), none],
    ['a removal of a disabled account that joined today', removal(both), both, none],
    ['a deletion', deletion(mixed), mixed, memberReferences(2)],
    ['a deletion of an empty group', deletion(), none, none],
    ['the loss of the security bit', update(mixed), mixed, memberReferences(2)],
    ['an update', update(), none, none],
    ['a move out of a subtree', move(mixed), mixed, memberReferences(2)],
    ['a move', move(), none, none],
    ['an addition', addition(mixed), none, none],
    ['a creation', creation(), none, none],
    ['a restoration', restoring, none, none],
    ['an adoption', { ...adoption, leaving: 5 }, none, none],
    ['a rename', rename, none, none],
  ]
  for (const [what, change, ends, losses] of cases) {
    it(`by ${what} are ${ends.length}, of which ${losses.length} count as losses`, () => {
      expect(endedMemberships(change)).to.deep.equal(ends)
      expect(accessLosses(change)).to.deep.equal(losses)
    })
  }

  it('by a removal are split into those that count as losses and the others', () => {
    const { counted, free } = splitRemoval(removal(mixed))
    expect(counted).to.deep.equal(removal(memberReferences(2)))
    expect(free).to.deep.equal(removal([...disabledMembers(1, 2), ...temporaryMembers(1, 3)]))
  })
})
