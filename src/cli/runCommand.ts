/** Runs a command of the library with progress and cancellation, and asks for confirmation before access ends. */
import {
  disableWriteback,
  endingsText,
  WritebackError,
  type DisableOptions,
  type EnableOptions,
  type Report,
} from '../index.js'
import { ensureWritable, printReport, type OutputFlags } from './output.js'
import { isAgreed, progressBar, stopping } from './terminal.js'

export interface Flags extends EnableOptions, DisableOptions, OutputFlags {
  config: string
  group?: string[]
  yes?: boolean
}

/** Returns the options of the library; the other flags concern the command line alone. */
const optionsOf = ({ group, as, container, objects, dryRun, approve, breakLease, full }: Flags) => ({
  groups: group,
  ...{ as, container, objects, dryRun, approve, breakLease, full },
})

export async function runCommand(
  flags: Flags,
  work: (options: EnableOptions & DisableOptions) => Promise<Report>,
): Promise<void> {
  await ensureWritable(flags)
  const { signal, done } = stopping()
  const progress = await progressBar()
  const { onEvent } = progress
  const report = await work({ ...optionsOf(flags), signal, onEvent }).finally(() => {
    progress.end()
    done()
  })
  process.exitCode = report.exitCode
  await printReport(report, flags)
}

/**
 * Lists the memberships and objects that `disable` would end, and asks for confirmation. Without a terminal, `--yes` is
 * required. The limits apply in either case.
 * @throws WritebackError `usage` if the answer is not yes
 */
export async function confirmEndings(flags: Flags): Promise<void> {
  const { objects, yes, dryRun } = flags
  if (objects === 'keep' || yes || dryRun) return
  if (!process.stdin.isTTY) {
    throw new WritebackError(
      'usage',
      `disable --objects ${objects} deletes data and cannot ask for confirmation without a terminal.`,
      { hint: 'Review it with --dry-run, then add --yes.' },
    )
  }
  const plan = await disableWriteback(flags.config, { ...optionsOf(flags), dryRun: true })
  const endings = endingsText(plan)
  if (endings === undefined) return // nothing would end, or the plan failed: then the run reports the error
  process.stderr.write(`${endings}\n`)
  if (!(await isAgreed('Continue? [y/N] ')))
    throw new WritebackError('usage', 'Not confirmed; nothing was changed.')
}
