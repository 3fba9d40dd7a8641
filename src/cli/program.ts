/** Defines the commands of the command line and their options. */
import { existsSync } from 'node:fs'
import { Command, Option } from 'commander'
import {
  applyPlan,
  checkWriteback,
  configFiles,
  disableWriteback,
  enableWriteback,
  getStatus,
  initConfig,
  onPremisesGroupTypes,
  planWriteback,
  syncGroup,
  syncGroups,
} from '../index.js'
import { version } from '../version.js'
import { ensureOutputWritable, outputFormats, printStatus, isColorEnabled } from './output.js'
import { readPlanFile } from './planFile.js'
import { confirmEndings, runCommand, type CommandFlags } from './runCommand.js'
import { handleStopSignals } from './terminal.js'

const exitCodeHelp = `
Exit codes: 0 in sync or applied, 1 error, 2 changes pending (plan, dry run, or removals that wait for proof),
3 approval needed, 4 some groups failed or a named group was not written, 5 bad configuration or usage.`

export function createProgram(): Command {
  const program = new Command('group-writeback')
    .description('Mirrors Microsoft Entra ID groups to Active Directory and keeps them in sync.')
    .version(version, '-v, --version')
    .addHelpText('after', exitCodeHelp)
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(message) })
  addInit(program)
  addCheck(program)
  addEnable(program)
  addDisable(program)
  addSync(program)
  addPlan(program)
  addApply(program)
  addStatus(program)
  addDemo(program)
  return program
}

/** Returns the first default name of the configuration that exists as a file. */
const defaultConfigFile = (): string => configFiles.find((name) => existsSync(name)) ?? configFiles[0]

/** Adds a command that reads the configuration and prints a result. */
const addCommand = (program: Command, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .addOption(
      new Option('--config <file>', 'the configuration file').default(
        defaultConfigFile(),
        configFiles.join(' or '),
      ),
    )
    .addOption(
      new Option(
        '--output <format>',
        'format of the result (default: by the extension of the output file, else text)',
      ).choices(outputFormats),
    )
    .option('-o, --output-file <file>', 'write the result to this file')

/** Adds a command that writes to AD. */
const addWriteCommand = (program: Command, name: string, description: string): Command =>
  addCommand(program, name, description)
    .option('--dry-run', 'plan and report, write nothing')
    .option('--approve <hash>', 'apply the withheld changes that were reported with this hash')
    .option('--break-lease', 'take over the lease of a crashed run')

const groupFlags = '--group <ids...>'
const groupDescription = 'only these groups: object ids, mail addresses or display names'

function addInit(program: Command): void {
  program
    .command('init')
    .description('write a commented configuration to start from')
    .option('--config <file>', 'the file to write', configFiles[0])
    .action(async ({ config }: CommandFlags) => {
      process.stdout.write(`Wrote ${await initConfig(config)}\n`)
    })
}

function addCheck(program: Command): void {
  addCommand(
    program,
    'check',
    'check prerequisites (sign-in, permissions, directory, schema, state); writes nothing',
  ).action((flags: CommandFlags) => runCommand(flags, (options) => checkWriteback(flags.config, options)))
}

function addEnable(program: Command): void {
  addWriteCommand(program, 'enable', 'turn writeback on, or enable groups and write them')
    .option(groupFlags, groupDescription)
    .addOption(
      new Option('--as <type>', 'kind of group in AD for Microsoft 365 groups').choices(onPremisesGroupTypes),
    )
    .option('--container <dn>', 'a container at or below the configured one')
    .action((flags: CommandFlags) => runCommand(flags, (options) => enableWriteback(flags.config, options)))
}

function addDisable(program: Command): void {
  addWriteCommand(
    program,
    'disable',
    'turn writeback off, or disable groups; objects are kept unless --objects is given',
  )
    .option(groupFlags, groupDescription)
    .addOption(
      new Option('--objects <what>', 'what to do with the objects in AD')
        .choices(['keep', 'empty', 'delete'])
        .default('keep'),
    )
    .option('--yes', 'skip the confirmation')
    .action(async (flags: CommandFlags) => {
      if (!(await confirmEndings(flags))) return
      await runCommand(flags, (options) => disableWriteback(flags.config, options))
    })
}

function addSync(program: Command): void {
  addWriteCommand(program, 'sync', 'reconcile all groups in scope, or only some groups')
    .option(groupFlags, groupDescription)
    .option('--full', 'also retry failed groups whose next retry is not due yet')
    .action((flags: CommandFlags) =>
      runCommand(flags, (options) =>
        flags.group ? syncGroup(flags.config, flags.group, options) : syncGroups(flags.config, options),
      ),
    )
}

function addPlan(program: Command): void {
  addCommand(program, 'plan', 'show what a sync would do; a JSON result can be applied later')
    .option(groupFlags, groupDescription)
    .action((flags: CommandFlags) => runCommand(flags, (options) => planWriteback(flags.config, options)))
}

function addApply(program: Command): void {
  addWriteCommand(
    program,
    'apply <file>',
    'apply a saved plan ("-" for standard input); groups that changed since are skipped and reported',
  ).action(async (file: string, flags: CommandFlags) => {
    const plan = await readPlanFile(file)
    await runCommand(flags, (options) => applyPlan(flags.config, plan, options))
  })
}

function addStatus(program: Command): void {
  addCommand(
    program,
    'status',
    'show local state: withheld removals, enabled groups, failures, the last run; makes no network requests',
  ).action(async (flags: CommandFlags) => {
    await ensureOutputWritable(flags)
    await printStatus(await getStatus(flags.config), flags)
  })
}

function addDemo(program: Command): void {
  program
    .command('demo')
    .description('run every command against an emulated Entra ID and an embedded directory on this machine')
    .option('--keep', 'leave both servers running, with a configuration for every command')
    .action(async ({ keep = false }: { keep?: boolean }) => {
      const { runDemo } = await import('../demo/demo.js')
      // SIGHUP: the terminal was closed.
      const { signal, stop, removeHandlers } = handleStopSignals('Stopping both servers.', [
        'SIGINT',
        'SIGTERM',
        'SIGHUP',
      ])
      process.stdout.once('error', stop)
      const print = (text: string) => void process.stdout.write(text)
      const { columns } = process.stdout
      await runDemo({
        keep,
        color: isColorEnabled(),
        columns,
        program: programCommand(),
        print,
        signal,
      }).finally(removeHandlers)
    })
}

/** Returns the shell command that starts this program in another terminal. */
function programCommand(): string {
  const { npm_lifecycle_event: script, npm_command: npmCommand } = process.env
  if (script === 'demo') return 'node lib/cli.js'
  return npmCommand === 'exec' ? 'npx group-writeback' : 'group-writeback'
}
