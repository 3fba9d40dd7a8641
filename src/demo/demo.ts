/** The whole job shown on an emulated Entra and an embedded directory, in some seconds, on loopback alone. */
import { styleText } from 'node:util'
import { textReport, WritebackError, type Report } from '../index.js'
import { acts } from './acts.js'
import { cast } from './cast.js'
import { employees } from './company.js'
import { shortened, wrapped } from './layout.js'
import { setStage, type Stage } from './stage.js'

export interface DemoOptions {
  /** Leave both servers running until the signal. */
  keep: boolean
  color: boolean
  /** Of the terminal, if it is one. */
  columns: number | undefined
  /** What to type for this program. */
  program: string
  print: (text: string) => void
  signal: AbortSignal
}

const longest = 45

export async function runDemo(options: DemoOptions): Promise<void> {
  const telling = tellingFor(options)
  telling.say(
    'An emulated Entra and an embedded Active Directory start on this machine, and nothing leaves it.\n',
  )
  const stage = await setStage()
  try {
    await play(stage, options, telling)
    if (options.keep) await stay(stage, options, telling)
    else telling.say(`\nTo try every command on these servers yourself: ${options.program} demo --keep\n`)
  } finally {
    await stage.close()
  }
}

interface Telling {
  /** Prose, which is broken to fit the terminal. */
  say: (text: string) => void
  title: (text: string) => void
  typed: (command: string) => void
  report: (report: Report, most: number) => void
}

function tellingFor({ color, columns, print }: DemoOptions): Telling {
  const paint = (format: 'bold' | 'cyan', text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text
  return {
    say: (text) => print(wrapped(text, columns)),
    title: (text) => print(`\n${wrapped(paint('bold', text), columns, 3)}\n`),
    typed: (command) => print(`${paint('cyan', `$ ${command}`)}\n\n`),
    report: (report, most) => print(wrapped(shortened(textReport(report, color), most), columns, 4)),
  }
}

async function play(stage: Stage, { print, signal }: DemoOptions, telling: Telling): Promise<void> {
  const people = employees.toLocaleString('en')
  telling.say(`A company of ${people} people is on both sides. Its groups are in Entra:\n\n`)
  print(`${cast()}\n`)
  let last: Report | undefined
  for (const [index, { shows, before, command, run, most = longest }] of acts.entries()) {
    stopIf(signal)
    before?.(stage)
    telling.title(`${index + 1}. ${shows}`)
    telling.typed(command(last))
    last = await run(stage, last)
    telling.report(last, most)
  }
  stopIf(signal)
  telling.title(`${acts.length + 1}. What stands in Active Directory now.`)
  print(`\n${stage.directory.tree(stage.container)}\n`)
}

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new WritebackError('aborted', 'The demo was ended before its end.')
}

/** Both servers wait for a person to try things, and give the first commands something to find. */
async function stay(stage: Stage, { program, signal, print }: DemoOptions, { say }: Telling): Promise<void> {
  const { config, container, directory, administrator } = stage
  const [joined, missing] = leaveWork(stage)
  say(
    `\nBoth servers go on running, and there is something to find: in the cloud ${joined} joined Sales, and in AD ` +
      `somebody took ${missing} out of Platform. In another terminal, from the same folder:\n\n`,
  )
  for (const command of ['plan', 'sync', 'status']) print(`  ${program} ${command} --config ${config}\n`)
  const { name, passwordFile } = administrator
  say('\nTo look at the directory, or to change it by hand, with any LDAP client:\n\n')
  print(`  ldapsearch -LLL -x -H ${directory.ldapUrl} -D ${name} -y ${passwordFile} \\\n`)
  print(`    -b "${container}" "(cn=Platform*)" member\n`)
  say('\nPress Ctrl-C to end both and remove everything they had.\n')
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

function leaveWork({ entra: { tenant }, directory, company: { groups, employee } }: Stage): [string, string] {
  const [joins, misses] = [employee(200), employee(60)]
  tenant.addMember(groups.get('Sales') ?? '', joins.id)
  directory.removeMembers(directory.find('displayName', 'Platform')[0]?.dn ?? '', misses.dn)
  return [joins.name, misses.name]
}
