import type { Report } from '../model/report.js'
import { localAccountName, machineName } from './localIdentity.js'
import type { Ports } from './ports.js'
import { reportForError, withRunError } from './reportRun.js'
import type { Run } from './run.js'
import { runErrorFor } from './runError.js'

/**
 * Does `work` while this run holds the container's lease, and cancels it when another run takes the lease. Records the
 * last run, also if it failed.
 * @throws WritebackError `leaseHeld`
 */
export async function withLease(
  ports: Ports,
  run: Run,
  work: (leased: Run) => Promise<Report>,
): Promise<Report> {
  const { runId, command } = run
  const since = ports.now().toISOString()
  const holder = { runId, command, host: machineName(), account: localAccountName(), pid: process.pid, since }
  const lease = await ports.state.takeLease(holder, run.breakLease)
  const signal = run.signal ? AbortSignal.any([run.signal, lease.lost]) : lease.lost
  let report = await work({ ...run, signal }).catch((error: unknown) => reportForError(ports, run, error))
  const { startedAt, status, planHash } = report
  const lastRun = { runId, command, startedAt, status, planHash }
  for (const end of [() => ports.state.writeLastRun(lastRun), () => lease.release()])
    await end().catch((error: unknown) => {
      report = withRunError(report, runErrorFor(error, run.signal))
    })
  return report
}
