import { expect } from 'chai'
import { makeReport } from '../../src/engine/makeReport.js'
import { errorCodes, type ErrorCode } from '../../src/errorCodes.js'
import { exitCodeOfProblem } from '../../src/exitCodes.js'
import type { GroupPlan, Plan } from '../../src/model/plan.js'

const head = {
  runId: 'run',
  command: 'sync',
  dryRun: false,
  target: 'OU=Groups,DC=test',
  startedAt: new Date(0),
} as Parameters<typeof makeReport>[0]

/** Of a run that got as far as a plan, or not; with a group whose changes are withheld, or none. */
function exitCodeOf(code: ErrorCode, { isPlanned = true, isWithheld = false } = {}): number {
  const withheld = { changes: [], withheld: [{}], waiting: [], skippedMembers: [], skippedValues: [] }
  const plan = {
    groups: isWithheld ? [withheld as unknown as GroupPlan] : [],
    skippedGroups: [],
    planHash: '',
    guard: { checks: [], tripped: [] },
  } satisfies Partial<Plan> as unknown as Plan
  const problems = [{ code, message: 'What happened.' }]
  const outcomes = new Map<string, never>()
  return makeReport(head, { ...(isPlanned && { plan, outcomes }), problems, cost: {} as never }, new Date(0))
    .exitCode
}

describe('the exit code that the documentation lists', () => {
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
