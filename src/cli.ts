#!/usr/bin/env node
/** The command line for people and their scripts: one report on standard output, words on standard error. */
import { Command, CommanderError, Option } from 'commander'
import { readPlan } from './cli/planFile.js'
import { isAgreed, progressBar, stopping } from './cli/terminal.js'
import {
  applyPlan,
  checkWriteback,
  disableWriteback,
  enableWriteback,
  endingsText,
  getStatus,
  initConfig,
  markdownReport,
  onPremisesGroupTypes,
  planWriteback,
  statusMarkdown,
  statusText,
  syncGroup,
  syncGroups,
  textReport,
  WritebackError,
  type DisableOptions,
  type EnableOptions,
  type Report,
} from './index.js'
import { version } from './version.js'

interface Flags extends EnableOptions, DisableOptions {
  config: string
  output: 'text' | 'json' | 'markdown'
  group?: string[]
  yes?: boolean
}

const exitCodes = `
Exit codes: 0 in sync or applied, 1 error, 2 changes pending (plan, dry run, or removals that wait for proof),
3 approval needed, 4 some groups failed, 5 bad configuration or usage.`

function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--config <file>', 'the configuration', 'group-writeback.json')
    .addOption(
      new Option('--output <format>', 'how the result is printed')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
}

/** The options of what writes. */
function writing(made: Command): Command {
  return made
    .option('--dry-run', 'plan and report, write nothing')
    .option('--approve <hash>', 'write the withheld changes that were told under this hash')
    .option('--break-lease', 'take the lease from a run that is surely gone')
    .option('--yes', 'do not ask')
}

const groups = '--group <ids...>'
const groupsText = 'only these: object ids, mail addresses or display names'

function build(): Command {
  const program = new Command('group-writeback')
    .description('Represents Microsoft Entra ID groups in Active Directory and keeps them true.')
    .version(version, '--version')
    .addHelpText('after', exitCodes)
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(message) })

  program
    .command('init')
    .description('write a commented configuration to start from')
    .option('--config <file>', 'where to', 'group-writeback.json')
    .action(async ({ config }: Flags) => {
      process.stdout.write(`Wrote ${await initConfig(config)}\n`)
    })
  command(program, 'check', 'look whether everything a run needs is there; writes nothing').action(
    (flags: Flags) => show(flags, (options) => checkWriteback(flags.config, options)),
  )
  writing(command(program, 'enable', 'turn writeback on, or enable groups and write them'))
    .option(groups, groupsText)
    .addOption(new Option('--as <type>', 'what Microsoft 365 groups become').choices(onPremisesGroupTypes))
    .option('--container <dn>', 'a container at or below the configured one')
    .action((flags: Flags) => show(flags, (options) => enableWriteback(flags.config, options)))
  writing(
    command(
      program,
      'disable',
      'turn writeback off, or disable groups; their objects stay unless told otherwise',
    ),
  )
    .option(groups, groupsText)
    .addOption(
      new Option('--objects <what>', 'what happens to the objects')
        .choices(['keep', 'empty', 'delete'])
        .default('keep'),
    )
    .action(async (flags: Flags) => {
      await confirm(flags)
      await show(flags, (options) => disableWriteback(flags.config, options))
    })
  writing(command(program, 'sync', 'make everything in scope true, or only some groups'))
    .option(groups, groupsText)
    .option('--full', 'try groups that failed lately as well')
    .action((flags: Flags) =>
      show(flags, (options) =>
        flags.group ? syncGroup(flags.config, flags.group, options) : syncGroups(flags.config, options),
      ),
    )
  command(program, 'plan', 'what a sync would do; --output json can be applied later')
    .option(groups, groupsText)
    .action((flags: Flags) => show(flags, (options) => planWriteback(flags.config, options)))
  writing(
    command(
      program,
      'apply <file>',
      'write a plan made before ("-" for standard input), as far as it still holds',
    ),
  ).action(async (file: string, flags: Flags) => {
    const plan = await readPlan(file)
    await show(flags, (options) => applyPlan(flags.config, plan, options))
  })
  command(
    program,
    'status',
    'what is remembered: who still has access, enabled groups, failures, the last run',
  ).action(async (flags: Flags) => {
    const status = await getStatus(flags.config)
    const print = { json, markdown: statusMarkdown, text: statusText }
    process.stdout.write(print[flags.output](status))
  })
  program
    .command('demo')
    .description('show the whole job on an emulated Entra and an embedded directory, on this machine alone')
    .option('--keep', 'leave both servers running, with a configuration to try every command')
    .action(async ({ keep = false }: { keep?: boolean }) => {
      const { runDemo } = await import('./demo/demo.js')
      // A terminal that is closed ends it as well.
      const { signal, stop, done } = stopping('Ending both servers.', ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.stdout.once('error', stop)
      const print = (text: string) => void process.stdout.write(text)
      const { columns } = process.stdout
      await runDemo({ keep, color: useColor(), columns, program: calledAs(), print, signal }).finally(done)
    })
  return program
}

/** What to type in another terminal for this very program. */
function calledAs(): string {
  const { npm_lifecycle_event: script, npm_command: by } = process.env
  if (script === 'demo') return 'node lib/cli.js'
  return by === 'exec' ? 'npx group-writeback' : 'group-writeback'
}

const useColor = (): boolean => process.stdout.isTTY && !process.env['NO_COLOR']

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** What the library takes; the rest is the command line's own. */
const optionsOf = ({ group, as, container, objects, dryRun, approve, breakLease, full }: Flags) => ({
  groups: group,
  ...{ as, container, objects, dryRun, approve, breakLease, full },
})

/** Runs with progress on standard error and Ctrl-C heard, then prints the report. */
async function show(
  flags: Flags,
  work: (options: EnableOptions & DisableOptions) => Promise<Report>,
): Promise<void> {
  const { signal, done } = stopping()
  const progress = await progressBar()
  const { onEvent } = progress
  const report = await work({ ...optionsOf(flags), signal, onEvent }).finally(() => {
    progress.end()
    done()
  })
  const print = { json, markdown: markdownReport, text: (made: Report) => textReport(made, useColor()) }
  process.stdout.write(print[flags.output](report))
  process.exitCode = report.exitCode
}

/**
 * Taking things away asks a person, who is told what would end; where there is none, --yes has to stand for one. The
 * limits hold either way.
 */
async function confirm(flags: Flags): Promise<void> {
  const { objects, yes, dryRun } = flags
  if (objects === 'keep' || yes || dryRun) return
  if (!process.stdin.isTTY) {
    throw new WritebackError(
      'usage',
      `disable --objects ${objects} takes things away, and nobody can be asked.`,
      {
        hint: 'Look at it with --dry-run, then add --yes.',
      },
    )
  }
  const plan = await disableWriteback(flags.config, { ...optionsOf(flags), dryRun: true })
  const endings = endingsText(plan)
  if (endings === undefined) return // nothing ends; what failed is told by the run itself
  process.stderr.write(`${endings}\n`)
  if (!(await isAgreed('Go on? [y/N] ')))
    throw new WritebackError('usage', 'Not confirmed; nothing was changed.')
}

/** Commander has printed its own complaints already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 5
  if (!(error instanceof WritebackError)) throw error
  for (const { code, message, hint } of error.problems) {
    process.stderr.write(`${code}: ${[message, hint].join(' ').trim()}\n`)
  }
  return error.exitCode
}

/** Whoever reads may go away, as `head` does: the rest is said to nobody, and what is done is done. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
}

try {
  await build().parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}
