import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import { unapprovedChanges } from '../../src/planner/unapproved.js'
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

const all: Change[] = [
  creation(),
  creation('h'),
  creation('i'),
  restoring,
  adoption,
  rename,
  rename,
  move(people(1)),
  update(people(1)),
  addition(people(20)),
  removal([...people(2), ...disabled(3, 2), ...temporary(1, 5)]),
  deletion(people(4)),
]
const none = { losses: 0, creations: 0, deletions: 0, renames: 0, moves: 0 }

describe('the numbers of changes without an approval', () => {
  it('exclude removals of disabled accounts and temporary members', () => {
    const intents = all.map((change) => ({ change }))
    expect(unapprovedChanges(intents, 'sync')).to.deep.equal({
      ...{ losses: 1 + 1 + 2 + 4, creations: 3, deletions: 1, renames: 2, moves: 1 },
    })
  })

  it('exclude creations by the command enable', () => {
    expect(unapprovedChanges([{ change: creation() }, { change: rename }], 'enable')).to.deep.equal({
      ...none,
      renames: 1,
    })
  })

  it('exclude approved changes', () => {
    const intents = all.map((change) => ({ change, approval: 'hash' }))
    expect(unapprovedChanges(intents, 'sync')).to.deep.equal(none)
    expect(unapprovedChanges([...intents, { change: removal(people(1)) }], 'sync')).to.deep.equal({
      ...none,
      losses: 1,
    })
  })
})
