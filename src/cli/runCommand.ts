/** Runs a command of the library with progress and cancellation, and asks for confirmation before access ends. */
import {
  disableWriteback,
  endingsText,
  WritebackError,
  type DisableOptions,
  type EnableOptions,
  type Report,
} from '../index.js'
import { ensureOutputWritable, printReport, type OutputFlags } from './output.js'
import { askConfirmation, createProgressBar, handleStopSignals } from './terminal.js'

export interface CommandFlags extends EnableOptions, DisableOptions, OutputFlags {
  config: string
  group?: string[]
  yes?: boolean
}

/** Returns the options of the library; the other flags concern the command line alone. */
const libraryOptions = ({
  group,
  as,
  container,
  objects,
  dryRun,
  approve,
  breakLease,
  full,
}: CommandFlags) => ({
  groups: group,
  ...{ as, container, objects, dryRun, approve, breakLease, full },
})

export async function runCommand(
  flags: CommandFlags,
  work: (options: EnableOptions & DisableOptions) => Promise<Report>,
): Promise<void> {
  await ensureOutputWritable(flags)
  const { signal, removeHandlers } = handleStopSignals()
  const progress = await createProgressBar()
  const { onEvent } = progress
  const report = await work({ ...libraryOptions(flags), signal, onEvent }).finally(() => {
    progress.end()
    removeHandlers()
  })
  process.exitCode = report.exitCode
  await printReport(report, flags)
}

/**
 * Lists the memberships and objects that `disable` would end, and asks for confirmation. Without a terminal, `--yes` is
 * required. The limits apply in either case. Returns false, and prints the report, if the changes cannot be determined.
 * @throws WritebackError `usage` if the answer is not yes
 */
export async function confirmEndings(flags: CommandFlags): Promise<boolean> {
  const { objects, yes, dryRun } = flags
  if (objects === 'keep' || yes || dryRun) return true
  if (!process.stdin.isTTY) {
    throw new WritebackError(
      'usage',
      `disable --objects ${objects} deletes data and cannot ask for confirmation without a terminal.`,
      { hint: 'Review it with --dry-run, then add --yes.' },
    )
  }
  const plan = await disableWriteback(flags.config, { ...libraryOptions(flags), dryRun: true })
  if (plan.status === 'failed') {
    process.exitCode = plan.exitCode
    await printReport(plan, flags)
    return false
  }
  const endings = endingsText(plan)
  const { failed } = plan.totals
  if (endings === undefined && failed === 0) return true
  if (endings !== undefined) process.stderr.write(`${endings}\n`)
  if (failed > 0) process.stderr.write(`The changes of failed groups (${failed}) could not be determined.\n`)
  if (!(await askConfirmation('Continue? [y/N] ')))
    throw new WritebackError('usage', 'Not confirmed; nothing was changed.')
  return true
}
