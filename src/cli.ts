#!/usr/bin/env node
/** The command line for people and their scripts: one report on standard output, words on standard error. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { Command, CommanderError, Option } from 'commander'
import {
  applyPlan,
  checkWriteback,
  disableWriteback,
  enableWriteback,
  getStatus,
  initConfig,
  markdownReport,
  onPremisesGroupTypes,
  planWriteback,
  statusText,
  syncGroup,
  syncGroups,
  textReport,
  WritebackError,
  type DisableOptions,
  type EnableOptions,
  type OnEvent,
  type Plan,
  type Report,
  type RunEvent,
} from './index.js'

interface Flags extends EnableOptions, DisableOptions {
  config: string
  output: 'text' | 'json' | 'markdown'
  group?: string[]
  yes?: boolean
}

const exitCodes = `
Exit codes: 0 in sync or applied, 1 error, 2 changes pending (plan, dry run), 3 approval needed, 4 some groups failed,
5 bad configuration or usage.`

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
    .option('--approve <hash>', 'write what a guard held back: the hash of exactly that plan')
    .option('--break-lease', 'take the lease from a run that is surely gone')
    .option('--yes', 'do not ask')
}

const groups = '--group <ids...>'
const groupsText = 'only these: object ids, mail addresses or display names'

function build(): Command {
  const program = new Command('group-writeback')
    .description('Represents Microsoft Entra ID groups in Active Directory and keeps them true.')
    .version(version(), '--version')
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
  command(program, 'status', 'what is remembered: enabled groups, failures, the last run').action(
    async (flags: Flags) => {
      const status = await getStatus(flags.config)
      process.stdout.write(flags.output === 'json' ? json(status) : statusText(status))
    },
  )
  return program
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** Runs with progress on standard error and Ctrl-C heard, then prints the report. */
async function show(
  flags: Flags,
  work: (options: EnableOptions & DisableOptions) => Promise<Report>,
): Promise<void> {
  const { signal, done } = stopping()
  const progress = await progressBar()
  const { group, ...options } = flags
  const report = await work({ ...options, groups: group, signal, onEvent: progress.onEvent }).finally(() => {
    progress.end()
    done()
  })
  const color = process.stdout.isTTY && !process.env['NO_COLOR']
  const print = { json, markdown: markdownReport, text: (made: Report) => textReport(made, color) }
  process.stdout.write(print[flags.output](report))
  process.exitCode = report.exitCode
}

/** The first Ctrl-C ends the run after the change in hand, the second at once. */
function stopping() {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(1)
    process.stderr.write('Stopping after the changes in hand; once more to stop at once.\n')
    controller.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
  return {
    signal: controller.signal,
    done: () => ['SIGINT', 'SIGTERM'].forEach((name) => process.removeListener(name, stop)),
  }
}

async function progressBar(): Promise<{ onEvent: OnEvent; end: () => void }> {
  const warn = (event: RunEvent) => {
    if (event.type === 'warning') process.stderr.write(`${event.code}: ${event.message}\n`)
  }
  if (!process.stderr.isTTY) return { onEvent: warn, end: () => undefined }
  const { default: cliProgress } = await import('cli-progress')
  const format = '{phase} [{bar}] {value}/{total}'
  const bar = new cliProgress.SingleBar({
    format,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  })
  const onEvent = (event: RunEvent) => {
    warn(event)
    if (event.type !== 'progress' || event.total === undefined) return
    if (!bar.isActive) bar.start(event.total, 0, { phase: event.phase })
    bar.update(event.done, { phase: event.phase })
  }
  return { onEvent, end: () => bar.stop() }
}

/** Taking things away asks a person; where there is none, --yes has to stand for one. */
async function confirm({ objects, yes, dryRun, group }: Flags): Promise<void> {
  if (objects === 'keep' || yes || dryRun) return
  if (!process.stdin.isTTY) {
    throw new WritebackError(
      'usage',
      `disable --objects ${objects} takes things away, and nobody can be asked.`,
      {
        wayOut: 'Look at it with --dry-run, then add --yes.',
      },
    )
  }
  const what = group ? group.join(', ') : 'every written group'
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asking
    .question(`Really ${objects} the objects of ${what}? (yes/no) `)
    .finally(() => asking.close())
  if (answer.trim().toLowerCase() !== 'yes')
    throw new WritebackError('usage', 'Not confirmed; nothing was changed.')
}

async function readPlan(file: string): Promise<Plan> {
  try {
    return JSON.parse(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')) as Plan
  } catch (cause) {
    throw new WritebackError('planInvalid', `${file === '-' ? 'Standard input' : file} holds no plan.`, {
      cause,
      wayOut: 'Make one with "group-writeback plan --output json".',
    })
  }
}

function version(): string {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/** Commander has printed its own complaints already. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 5
  if (!(error instanceof WritebackError)) throw error
  for (const { code, message, wayOut } of error.problems) {
    process.stderr.write(`${code}: ${[message, wayOut].join(' ').trim()}\n`)
  }
  return error.exitCode
}

try {
  await build().parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}
