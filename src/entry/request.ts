/** The request as it comes in. */
import { WritebackError, type WrittenConfig } from '../index.js'
import { commands, type Options } from './commands.js'

export interface EntryRequest {
  command: keyof typeof commands
  /** The path of a configuration file, or a configuration. */
  config: string | WrittenConfig
  options?: Omit<Options, 'signal' | 'onEvent'>
  /** Another account for the directory, for this run alone. It comes with the request, and goes nowhere else. */
  bind?: { dn: string; password: string }
  /**
   * Standard input stays open as long as the caller is there, and its end stops the run after the changes in hand: so a
   * caller can stop a run where there are no signals, and one that is killed leaves nothing running. The request is one
   * line then.
   */
  keepAlive?: boolean
  /** A report's groups come before it, some at a time, with what happens to each in words: small lines are read faster. */
  streamGroups?: boolean
  /** Tell each change when it was written; the result has them anyway. */
  emitChanges?: boolean
}

const keys = [
  'command',
  'config',
  'options',
  'bind',
  'keepAlive',
  'streamGroups',
  'emitChanges',
] satisfies Array<keyof EntryRequest> as readonly string[]

/** @throws WritebackError `usage` */
export function parseRequest(text: string): EntryRequest {
  const request = parsed(text)
  if (!request) throw notJson(text)
  const unknown = Object.keys(request).find((key) => !keys.includes(key))
  if (unknown !== undefined) throw usage(`Unknown key "${unknown}"; known keys: ${keys.join(', ')}.`)
  const { command, config } = request
  if (command === undefined || !Object.hasOwn(commands, command)) {
    throw usage(`"command" must be one of ${Object.keys(commands).join(', ')}.`)
  }
  if (config === undefined || config === null) throw usage('"config" is missing: a path or a configuration.')
  if (command === 'initConfig' && typeof config !== 'string') throw usage('"config" must be a path.')
  return { ...request, command, config }
}

/** Whether this line is a whole request whose sender keeps standard input open. */
export const isKeptAlive = (line: string): boolean => parsed(line)?.keepAlive === true

function parsed(text: string): Partial<EntryRequest> | undefined {
  try {
    const request: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof request === 'object' && request !== null ? request : undefined
  } catch {
    return undefined
  }
}

/** Without the cause, which quotes a text that may hold a secret. UTF-16 has a NUL beside every plain letter. */
const notJson = (text: string): WritebackError =>
  usage(/\{\0|\0\{/.test(text) ? 'Standard input is UTF-16, not UTF-8.' : 'Standard input is not JSON.')

const usage = (what: string): WritebackError =>
  new WritebackError('usage', what, {
    hint: 'Write one JSON object: { "command": …, "config": …, "options": … }.',
  })
