/** The generated sections by name. Each function receives the old text and returns the new one, without a line end. */
import { readdirSync, readFileSync } from 'node:fs'
import { exitCodeOfProblem } from '../../lib/exitCodes.js'
import * as library from '../../lib/index.js'
import { commandRows, optionRows } from './commandLine.mjs'
import { clouds, configurationRows, credentialRows, limitRows } from './configuration.mjs'
import { keepExplanations, table } from './table.mjs'

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const namesIn = (folder) => readdirSync(new URL(`../../${folder}`, import.meta.url)).sort()

const { errorCodes, groupReasons, guardRules, memberReasons, waitingReasons } = library
const quote = (name) => `\`${name}\``
const explained = (names, ...header) =>
  keepExplanations(
    header,
    names.map((name) => [quote(name)]),
  )

/** Reads the keys of an interface from the declarations that the compiler wrote. */
function keysOf(file, name) {
  const body = new RegExp(`interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(read(file))?.[1]
  if (body === undefined) throw new Error(`The interface ${name} is missing in ${file}.`)
  return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, key]) => key)
}

/** Exported functions; classes begin with a capital letter. */
const functions = Object.keys(library).filter(
  (name) => typeof library[name] === 'function' && /^[a-z]/.test(name),
)

const psErrorIds = [
  ...new Set(
    namesIn('ps/GroupWriteback/Private')
      .flatMap((file) => [...read(`ps/GroupWriteback/Private/${file}`).matchAll(/\bCode\s+= '(\w+)'/g)])
      .map(([, code]) => code)
      .filter((code) => !errorCodes.includes(code)),
  ),
].sort()

export const sections = {
  errorCodes: keepExplanations(
    ['code', 'exit code', 'meaning'],
    errorCodes.map((code) => [quote(code), String(exitCodeOfProblem(code))]),
  ),
  memberReasons: explained(memberReasons, 'reason', 'meaning'),
  groupReasons: explained(groupReasons, 'reason', 'meaning'),
  waitingReasons: explained(waitingReasons, 'reason', 'meaning'),
  guardRules: explained(guardRules, 'rule', 'trips when'),
  limits: keepExplanations(['key in `limits`', 'default', 'reason for it'], limitRows()),
  configuration: () => table(['key', 'value', 'default', 'meaning'], configurationRows()),
  credentials: () => table(['`type`', 'other keys', 'meaning'], credentialRows()),
  clouds: () => table(['`entra.cloud`', 'sign-in', 'Microsoft Graph'], clouds()),
  commands: async () => table(['command', 'purpose'], await commandRows()),
  options: async () => table(['option', 'commands', 'meaning'], await optionRows()),
  functions: explained(functions, 'function', 'purpose'),
  reportKeys: explained(
    [...keysOf('lib/model/report.d.ts', 'Report'), ...keysOf('lib/model/plan.d.ts', 'Plan')].filter(
      (key, index, all) => all.indexOf(key) === index,
    ),
    'key',
    'content',
  ),
  reportGroupKeys: explained(keysOf('lib/model/plan.d.ts', 'GroupPlan'), 'key of a group', 'content'),
  entryRequest: explained(keysOf('lib/entry/request.d.ts', 'EntryRequest'), 'key', 'content'),
  powershellCommands: explained(
    namesIn('ps/GroupWriteback/Public').map((file) => file.replace('.ps1', '')),
    'command',
    'purpose',
  ),
  powershellErrors: explained(psErrorIds, 'id', 'meaning'),
}
