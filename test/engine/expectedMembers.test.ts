import { expect } from 'chai'
import { expectedMembers } from '../../src/engine/expectedMembers.js'
import type { GroupOutcome } from '../../src/engine/applyChanges.js'
import type { Change } from '../../src/model/change.js'
import { fingerprintOf } from '../../src/planner/fingerprint.js'
import { addition, deletion, people, planned, removal, update } from '../planner/fixture.js'

const prints = (...guids: string[]) => fingerprintOf(guids)
const before = { ...planned('a', 2), fingerprint: prints('m0', 'm1') }
const plan = (changes: Change[], withheld: Change[] = []) => ({ ...planned('a', 2, ...changes), withheld })
const outcomes = (outcome: Partial<GroupOutcome> = {}, more: Array<[string, GroupOutcome]> = []) => ({
  groups: new Map([['a', { done: [], refused: [], ...outcome }], ...more]),
})

describe('the members that AD should have', () => {
  it('are those it had where nothing was planned', () => {
    expect(expectedMembers(before, undefined, { groups: new Map() })).to.equal(before.fingerprint)
    expect(expectedMembers(before, plan([update()]), outcomes())).to.equal(before.fingerprint)
  })

  it('are with everybody who was to be added, also where it was held back or failed', () => {
    const expected = prints('m0', 'm1', 'm5', 'm6')
    const made = plan([addition(people(1, 5))], [addition(people(1, 6))])
    expect(expectedMembers(before, made, outcomes())).to.equal(expected)
    expect(expectedMembers(planned('a', 0), made, outcomes())).to.equal(prints('m5', 'm6'))
  })

  it('are without those whom AD refused one by one, and without those who really left', () => {
    const made = plan([addition([{ id: 'x', guid: 'm5' }, ...people(1, 6)]), removal(people(2))])
    const outcome = {
      done: [removal(people(1))],
      refused: [{ id: 'x', reason: 'refusedByDirectory' as const }],
    }
    expect(expectedMembers(before, made, outcomes(outcome))).to.equal(prints('m1', 'm6'))
  })

  it('are with nested groups by the objects that the run made, and not known without them', () => {
    const made = plan([addition([{ id: 'child', group: 'child' }])])
    const child: [string, GroupOutcome] = ['child', { done: [], refused: [], guid: 'new' }]
    expect(expectedMembers(before, made, outcomes({}, [child]))).to.equal(prints('m0', 'm1', 'new'))
    expect(expectedMembers(before, made, outcomes())).to.equal(undefined)
  })

  it('are not known of a group that is deleted', () => {
    expect(expectedMembers(before, plan([deletion(people(2))]), outcomes())).to.equal(undefined)
  })
})
