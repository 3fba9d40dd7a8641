/** Runs the demo against an emulated Entra ID and an embedded directory, on loopback only. */
import { styleText } from 'node:util'
import { textReport, WritebackError, type Report } from '../index.js'
import { demoSteps } from './acts.js'
import { groupTable } from './cast.js'
import { employeeCount } from './company.js'
import { shortenReport, wrapText } from './layout.js'
import { startDemoServers, type DemoServers } from './stage.js'

export interface DemoOptions {
  /** Keep both servers running after the last step, until the signal is aborted. */
  keep: boolean
  color: boolean
  /** The width of the terminal; undefined if the output is not a terminal. */
  columns: number | undefined
  /** The command that starts this program, for the instructions. */
  program: string
  print: (text: string) => void
  signal: AbortSignal
}

/** The default limit on the lines of a report. */
const maxReportLines = 45

/** Starts both servers, runs the steps and removes everything again. @throws WritebackError `aborted` */
export async function runDemo(options: DemoOptions): Promise<void> {
  const output = createOutput(options)
  output.paragraph(
    'An emulated Entra ID and an embedded Active Directory start on this machine; the demo uses no other network.\n',
  )
  const stage = await startDemoServers()
  try {
    await runSteps(stage, options, output)
    if (options.keep) await keepServers(stage, options, output)
    else output.paragraph(`\nTo run commands on these servers yourself: ${options.program} demo --keep\n`)
  } finally {
    await stage.close()
  }
}

interface DemoOutput {
  /** Prints text, wrapped to the width of the terminal. */
  paragraph: (text: string) => void
  title: (text: string) => void
  commandLine: (command: string) => void
  report: (report: Report, maxLines: number) => void
}

function createOutput({ color, columns, print }: DemoOptions): DemoOutput {
  const paint = (format: 'bold' | 'cyan', text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text
  return {
    paragraph: (text) => print(wrapText(text, columns)),
    title: (text) => print(`\n${wrapText(paint('bold', text), columns, 3)}\n`),
    commandLine: (command) => print(`${paint('cyan', `$ ${command}`)}\n\n`),
    report: (report, maxLines) =>
      print(wrapText(shortenReport(textReport(report, color), maxLines), columns, 4)),
  }
}

async function runSteps(
  stage: DemoServers,
  { print, signal }: DemoOptions,
  output: DemoOutput,
): Promise<void> {
  const people = employeeCount.toLocaleString('en')
  output.paragraph(`Both sides contain the ${people} people of a company. Entra ID contains its groups:\n\n`)
  print(`${groupTable()}\n`)
  let last: Report | undefined
  for (const [index, { title, prepare, command, run, maxLines = maxReportLines }] of demoSteps.entries()) {
    throwIfAborted(signal)
    prepare?.(stage)
    output.title(`${index + 1}. ${title}`)
    output.commandLine(command(last))
    last = await run(stage, last)
    output.report(last, maxLines)
  }
  throwIfAborted(signal)
  output.title(`${demoSteps.length + 1}. The groups in Active Directory after these steps.`)
  print(`\n${stage.directory.tree(stage.container)}\n`)
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new WritebackError('aborted', 'The demo was cancelled.')
}

/** Keeps both servers running until the signal is aborted, and makes two changes for the first commands to find. */
async function keepServers(
  stage: DemoServers,
  { program, signal, print }: DemoOptions,
  { paragraph }: DemoOutput,
): Promise<void> {
  const { config, container, directory, administrator } = stage
  const [added, removed] = changeBothSides(stage)
  paragraph(
    `\nBoth servers keep running, with two pending changes: in the cloud ${added} joined Sales, and in AD ` +
      `${removed} was removed from Platform. In another terminal, from the same folder:\n\n`,
  )
  for (const command of ['plan', 'sync', 'status']) print(`  ${program} ${command} --config ${config}\n`)
  const { name, passwordFile } = administrator
  paragraph('\nTo read or edit the directory, use any LDAP client:\n\n')
  print(`  ldapsearch -LLL -x -H ${directory.ldapUrl} -D ${name} -y ${passwordFile} \\\n`)
  print(`    -b "${container}" "(cn=Platform*)" member\n`)
  paragraph('\nPress Ctrl-C to stop both servers and delete their data.\n')
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/** Adds a member in the cloud and removes one in AD; returns their names. */
function changeBothSides({
  entra: { tenant },
  directory,
  company,
}: DemoServers): [added: string, removed: string] {
  const [added, removed] = [company.employee(200), company.employee(60)]
  tenant.addMember(company.groups.get('Sales') ?? '', added.id)
  directory.removeMembers(directory.find('displayName', 'Platform')[0]?.dn ?? '', removed.dn)
  return [added.name, removed.name]
}
