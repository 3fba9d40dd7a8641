/** Reads commands and options from the output of `--help`. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const cli = fileURLToPath(new URL('../../lib/cli.js', import.meta.url))
const execute = promisify(execFile)
let asked

/** Returns the help of the command line and of each command. */
const help = () => (asked ??= askForHelp())

async function askForHelp() {
  const helpOf = async (...args) =>
    (await execute(process.execPath, [cli, ...args, '--help'])).stdout.replaceAll('\r', '')
  const commands = entriesOf(await helpOf(), 'Commands').filter(({ term }) => !term.startsWith('help'))
  for (const command of commands) {
    command.name = command.term.split(' ')[0]
    command.options = entriesOf(await helpOf(command.name), 'Options').filter(
      ({ term }) => !term.startsWith('-h,'),
    )
  }
  return commands
}

/** Parses a list of terms and descriptions. A line that is indented further continues the previous one. */
function entriesOf(text, heading) {
  const list = new RegExp(`^${heading}:\\n((?: .*\\n?)*)`, 'm').exec(text)?.[1] ?? ''
  const entries = []
  for (const line of list.split('\n').filter(Boolean)) {
    const [, term, meaning] = /^ {2}(\S.*?) {2,}(.*)$/.exec(line) ?? []
    if (term) entries.push({ term, meaning })
    else entries.at(-1).meaning += ` ${line.trim()}`
  }
  return entries
}

const quote = (term) => `\`${term}\``
const escaped = (text) => text.replaceAll('|', '\\|')

export const commandRows = async () =>
  (await help()).map(({ term, meaning }) => [
    quote(term.replace('[options] ', '').replace(' [options]', '')),
    escaped(meaning),
  ])

/** Returns each option once per meaning, with the commands that accept it. */
export async function optionRows() {
  const commands = await help()
  const found = new Map()
  for (const { name, options } of commands) {
    for (const { term, meaning } of options) {
      const key = `${term}\n${meaning}`
      found.set(key, [...(found.get(key) ?? []), name])
    }
  }
  return [...found].map(([key, names]) => {
    const [term, meaning] = key.split('\n')
    return [quote(term), names.map(quote).join(', '), escaped(meaning)]
  })
}
