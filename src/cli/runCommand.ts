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
 * required. The limits apply in either case.
 * @throws WritebackError `usage` if the answer is not yes
 */
export async function confirmEndings(flags: CommandFlags): Promise<void> {
  const { objects, yes, dryRun } = flags
  if (objects === 'keep' || yes || dryRun) return
  if (!process.stdin.isTTY) {
    throw new WritebackError(
      'usage',
      `disable --objects ${objects} deletes data and cannot ask for confirmation without a terminal.`,
      { hint: 'Review it with --dry-run, then add --yes.' },
    )
  }
  const plan = await disableWriteback(flags.config, { ...libraryOptions(flags), dryRun: true })
  const endings = endingsText(plan)
  if (endings === undefined) return // nothing would end, or the plan failed: then the run reports the error
  process.stderr.write(`${endings}\n`)
  if (!(await askConfirmation('Continue? [y/N] ')))
    throw new WritebackError('usage', 'Not confirmed; nothing was changed.')
}
