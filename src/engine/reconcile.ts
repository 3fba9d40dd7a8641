/** The steps of a run, in order. */
import type { Report } from '../model/report.js'
import type { Settings } from '../model/settings.js'
import { applyJournalled, recordIntent } from './writeJournalled.js'
import { planRun } from './planRun.js'
import type { Ports } from './ports.js'
import { rememberRun } from './rememberRun.js'
import { reportForError, reportForRun, withRunError } from './reportRun.js'
import type { Command, RunOptions } from './run.js'
import { runErrorFor } from './runError.js'
import { startRun } from './startRun.js'
import { withLease } from './withLease.js'

/**
 * Observes, plans and guards. A dry run then reports; any other run records the intent, journals, applies, updates the
 * memory and reports. Never throws: a failure is in the report.
 */
export async function reconcile(
  ports: Ports,
  command: Command,
  settings: Settings,
  options: RunOptions,
): Promise<Report> {
  const run = startRun(command.name, settings, options, ports.now())
  try {
    if (run.dryRun) return reportForRun(ports, run, await planRun(ports, command, run))
    return await withLease(ports, run, async (leased) => {
      const planned = await planRun(ports, command, leased)
      const approvals = await recordIntent(ports, leased, planned)
      const written = await applyJournalled(ports, leased, planned, approvals)
      // What was written is reported, also if it cannot be recorded for later runs; the journal has it.
      const failure = await rememberRun(ports, leased, planned, written).catch((error: unknown) => ({
        error,
      }))
      const report = reportForRun(ports, leased, planned, written.outcome)
      return failure ? withRunError(report, runErrorFor(failure.error, leased.signal)) : report
    })
  } catch (error) {
    return reportForError(ports, run, error)
  }
}
