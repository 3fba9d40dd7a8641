/** Runs a command of the library for a person: with progress, a way to stop it, and a question before anything ends. */
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

/** What the library takes; the rest is the command line's own. */
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
 * Asks a person before anything ends, and says what would end; without a terminal --yes has to be given. The limits hold
 * either way.
 * @throws WritebackError `usage` where nobody agrees
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
  if (endings === undefined) return // nothing ends; a failure is reported by the run itself
  process.stderr.write(`${endings}\n`)
  if (!(await isAgreed('Continue? [y/N] ')))
    throw new WritebackError('usage', 'Not confirmed; nothing was changed.')
}
