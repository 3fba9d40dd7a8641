import { expect } from 'chai'
import { makeReport } from '../../src/engine/makeReport.js'
import type { GroupPlan } from '../../src/model/plan.js'
import type { SkippedMember } from '../../src/model/member.js'
import { addition, people, planned } from '../planner/fixture.js'

const head = { runId: 'r', command: 'sync', target: 'OU=x', dryRun: true, startedAt: new Date(0) }
const cost = { graphRequests: 0, directoryRequests: 0, peakMemoryBytes: 0 }
const reportOf = (group: GroupPlan, refused?: SkippedMember[]) => {
  const outcomes = refused && new Map([[group.id, { done: group.changes, refused }]])
  const guard = { checks: [], tripped: [] }
  const plan = { target: 'OU=x', planHash: 'h', groups: [group], skippedGroups: [], guard }
  return makeReport(head, { plan, cost, ...(outcomes && { outcomes }) }, new Date(0))
}

describe('makeReport', () => {
  const skipped = (id: string, displayName?: string): SkippedMember => ({
    id,
    ...(displayName !== undefined && { displayName }),
    reason: 'guest',
  })

  it('sorts skippedMembers by display name, then id, and by id without a display name', () => {
    const members = [skipped('m2', 'Bob'), skipped('m3', 'Ann'), skipped('carl'), skipped('m1', 'Bob')]
    const group = { ...planned('a', 2), skippedMembers: members }
    expect(reportOf(group).groups[0]?.skippedMembers.map(({ id }) => id)).to.deep.equal([
      'm3',
      'm1',
      'm2',
      'carl',
    ])
    expect(members.map(({ id }) => id)).to.deep.equal(['m2', 'm3', 'carl', 'm1'])
  })

  it('sorts members that the directory refused among the other skippedMembers', () => {
    const group = { ...planned('a', 2, addition(people(1))), skippedMembers: [skipped('m2', 'Bob')] }
    const report = reportOf(group, [skipped('m9', 'Ann')])
    expect(report.groups[0]?.skippedMembers.map(({ id }) => id)).to.deep.equal(['m9', 'm2'])
  })
})
