import { expect } from 'chai'
import { makeReport } from '../../src/engine/makeReport.js'
import { errorCodes, type ErrorCode } from '../../src/errorCodes.js'
import { exitCodeOfProblem } from '../../src/exitCodes.js'
import type { GroupPlan, Plan } from '../../src/model/plan.js'
import type { SkippedMember } from '../../src/model/member.js'
import { addition, memberReferences, makePlannedGroup } from '../planner/fixture.js'

const head = { runId: 'r', command: 'sync', target: 'OU=x', dryRun: true, startedAt: new Date(0) }
const cost = { graphRequests: 0, directoryRequests: 0, peakMemoryBytes: 0 }
const reportOf = (group: GroupPlan, refused?: SkippedMember[]) => {
  const outcomes = refused && new Map([[group.id, { appliedChanges: group.changes, refused }]])
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
    const group = { ...makePlannedGroup('a', 2), skippedMembers: members }
    expect(reportOf(group).groups[0]?.skippedMembers.map(({ id }) => id)).to.deep.equal([
      'm3',
      'm1',
      'm2',
      'carl',
    ])
    expect(members.map(({ id }) => id)).to.deep.equal(['m2', 'm3', 'carl', 'm1'])
  })

  it('sorts members that the directory refused among the other skippedMembers', () => {
    const group = {
      ...makePlannedGroup('a', 2, addition(memberReferences(1))),
      skippedMembers: [skipped('m2', 'Bob')],
    }
    const report = reportOf(group, [skipped('m9', 'Ann')])
    expect(report.groups[0]?.skippedMembers.map(({ id }) => id)).to.deep.equal(['m9', 'm2'])
  })
})

/** Returns the exit code of a run with one problem: with or without a plan, with or without withheld changes. */
function exitCodeOf(code: ErrorCode, { isPlanned = true, isWithheld = false } = {}): number {
  const withheld = { changes: [], withheld: [{}], waiting: [], skippedMembers: [], skippedValues: [] }
  const plan = {
    groups: isWithheld ? [withheld as unknown as GroupPlan] : [],
    skippedGroups: [],
    planHash: '',
    guard: { checks: [], tripped: [] },
  } satisfies Partial<Plan> as unknown as Plan
  const problems = [{ code, message: 'A problem.' }]
  const outcomes = new Map<string, never>()
  return makeReport(head, { ...(isPlanned && { plan, outcomes }), problems, cost }, new Date(0)).exitCode
}

describe('exitCodeOfProblem', () => {
  const notices: ErrorCode[] = ['writebackDisabled', 'privilegedMembers', 'aliasShared', 'stateDiscarded']

  for (const code of notices)
    it(`is 0 for ${code}, as of a run with nothing else to report`, () => {
      expect(exitCodeOfProblem(code)).to.equal(0)
      expect(exitCodeOf(code)).to.equal(0)
    })

  it('is 3 for approvalStale, which comes with withheld changes', () => {
    expect(exitCodeOfProblem('approvalStale')).to.equal(3)
    expect(exitCodeOf('approvalStale', { isWithheld: true })).to.equal(3)
  })

  for (const code of errorCodes.filter((one) => ![...notices, 'approvalStale'].includes(one)))
    it(`is that of a run which ends with ${code}`, () => {
      expect(exitCodeOf(code, { isPlanned: false }))
        .to.equal(exitCodeOfProblem(code))
        .and.not.equal(0)
    })
})
