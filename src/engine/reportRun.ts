/** Builds the report of a planned run, or of a run that failed before its plan was complete. */
import type { Report } from '../model/report.js'
import type { Outcome } from './applyChanges.js'
import { failureOf } from './failure.js'
import { makeReport } from './makeReport.js'
import type { Ports } from './ports.js'
import type { Planned, Run } from './run.js'

export function reportOf(ports: Ports, run: Run, planned: Planned, outcome?: Outcome): Report {
  const { made, checks, groups, skippedGroups } = planned
  const problems = [...planned.problems, ...(outcome?.fatal ? [outcome.fatal] : [])]
  const groupsSeen = groups.length + skippedGroups.length
  const result = { plan: made.plan, checks, groupsSeen, problems, outcomes: outcome?.groups }
  return makeReport(run, { ...result, cost: costOf(ports) }, ports.now())
}

export function failedReport(ports: Ports, run: Run, error: unknown): Report {
  const { problems } = failureOf(error, run.signal)
  return makeReport(run, { problems, cost: costOf(ports) }, ports.now())
}

const costOf = ({ source, target }: Ports): Report['cost'] => ({
  graphRequests: source.requests(),
  directoryRequests: target.requests(),
  peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
})
