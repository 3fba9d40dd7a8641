/** Builds the report of a planned run, or of a run that failed before its plan was complete. */
import type { WritebackError } from '../errors.js'
import { runExitCode } from '../exitCodes.js'
import type { Report } from '../model/report.js'
import type { ApplyOutcome } from './applyChanges.js'
import { runErrorFor } from './runError.js'
import { makeReport } from './makeReport.js'
import type { Ports } from './ports.js'
import type { PlannedRun, Run } from './run.js'

export function reportForRun(ports: Ports, run: Run, planned: PlannedRun, outcome?: ApplyOutcome): Report {
  const { made, checks, groups, skippedGroups } = planned
  const problems = [...planned.problems, ...(outcome?.fatal ? [outcome.fatal] : [])]
  const groupsSeen = groups.length + skippedGroups.length
  const result = { plan: made.plan, checks, groupsSeen, problems, outcomes: outcome?.groups }
  return makeReport(run, { ...result, cost: costOf(ports) }, ports.now())
}

export function reportForError(ports: Ports, run: Run, error: unknown): Report {
  const { problems } = runErrorFor(error, run.signal)
  return makeReport(run, { problems, cost: costOf(ports) }, ports.now())
}

/** Adds an error that ended the run after its changes were written. */
export function withRunError(report: Report, error: WritebackError): Report {
  const problems = [...report.problems, ...error.problems]
  const exitCode = runExitCode(
    'failed',
    problems.map(({ code }) => code),
  )
  return { ...report, status: 'failed', exitCode, problems }
}

const costOf = ({ source, target }: Ports): Report['cost'] => ({
  graphRequests: source.requestCount(),
  directoryRequests: target.requests(),
  peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
})
