import { expect } from 'chai'
import { expectedMembers } from '../../src/engine/expectedMembers.js'
import type { GroupOutcome } from '../../src/engine/applyChanges.js'
import type { Change } from '../../src/model/change.js'
import { membersFingerprint } from '../../src/planner/membersFingerprint.js'
import {
  addition,
  deletion,
  memberReferences,
  makePlannedGroup,
  removal,
  update,
} from '../planner/fixture.js'

const prints = (...guids: string[]) => membersFingerprint(guids)
const before = { ...makePlannedGroup('a', 2), fingerprint: prints('m0', 'm1') }
const plan = (changes: Change[], withheld: Change[] = []) => ({
  ...makePlannedGroup('a', 2, ...changes),
  withheld,
})
const outcomes = (outcome: Partial<GroupOutcome> = {}, more: Array<[string, GroupOutcome]> = []) => ({
  groups: new Map([['a', { appliedChanges: [], refused: [], ...outcome }], ...more]),
})

describe('expectedMembers', () => {
  it('returns the current members if no member changes are planned', () => {
    expect(expectedMembers(before, undefined, { groups: new Map() })).to.equal(before.fingerprint)
    expect(expectedMembers(before, plan([update()]), outcomes())).to.equal(before.fingerprint)
  })

  it('includes planned additions, also withheld and failed ones', () => {
    const expected = prints('m0', 'm1', 'm5', 'm6')
    const made = plan([addition(memberReferences(1, 5))], [addition(memberReferences(1, 6))])
    expect(expectedMembers(before, made, outcomes())).to.equal(expected)
    expect(expectedMembers(makePlannedGroup('a', 0), made, outcomes())).to.equal(prints('m5', 'm6'))
  })

  it('excludes members that AD refused and members that were removed', () => {
    const made = plan([
      addition([{ id: 'x', guid: 'm5' }, ...memberReferences(1, 6)]),
      removal(memberReferences(2)),
    ])
    const outcome = {
      appliedChanges: [removal(memberReferences(1))],
      refused: [{ id: 'x', reason: 'refusedByDirectory' as const }],
    }
    expect(expectedMembers(before, made, outcomes(outcome))).to.equal(prints('m1', 'm6'))
  })

  it('includes nested groups that the run created, and is undefined if one has no object', () => {
    const made = plan([addition([{ id: 'child', group: 'child' }])])
    const child: [string, GroupOutcome] = ['child', { appliedChanges: [], refused: [], guid: 'new' }]
    expect(expectedMembers(before, made, outcomes({}, [child]))).to.equal(prints('m0', 'm1', 'new'))
    expect(expectedMembers(before, made, outcomes())).to.equal(undefined)
  })

  it('is undefined for a deleted group', () => {
    expect(expectedMembers(before, plan([deletion(memberReferences(2))]), outcomes())).to.equal(undefined)
  })
})
