import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import { countUnapprovedChanges } from '../../src/planner/unapprovedChanges.js'
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

const all: Change[] = [
  creation(),
  creation('h'),
  creation('i'),
  restoring,
  adoption,
  rename,
  rename,
  move(memberReferences(1)),
  update(memberReferences(1)),
  addition(memberReferences(20)),
  removal([...memberReferences(2), ...disabledMembers(3, 2), ...temporaryMembers(1, 5)]),
  deletion(memberReferences(4)),
]
const none = { losses: 0, creations: 0, deletions: 0, renames: 0, moves: 0 }

describe('the numbers of changes without an approval', () => {
  it('exclude removals of disabled accounts and temporary members', () => {
    const intents = all.map((change) => ({ change }))
    expect(countUnapprovedChanges(intents, 'sync')).to.deep.equal({
      ...{ losses: 1 + 1 + 2 + 4, creations: 3, deletions: 1, renames: 2, moves: 1 },
    })
  })

  it('exclude creations by the command enable', () => {
    expect(countUnapprovedChanges([{ change: creation() }, { change: rename }], 'enable')).to.deep.equal({
      ...none,
      renames: 1,
    })
  })

  it('exclude approved changes', () => {
    const intents = all.map((change) => ({ change, approval: 'hash' }))
    expect(countUnapprovedChanges(intents, 'sync')).to.deep.equal(none)
    expect(
      countUnapprovedChanges([...intents, { change: removal(memberReferences(1)) }], 'sync'),
    ).to.deep.equal({
      ...none,
      losses: 1,
    })
  })
})
