/** Defines and parses the request. */
import { WritebackError, type WrittenConfig } from '../index.js'
import { commands, type Options } from './commands.js'

export interface EntryRequest {
  command: keyof typeof commands
  /** The path of a configuration file, or the configuration itself. */
  config: string | WrittenConfig
  options?: Omit<Options, 'signal' | 'onEvent'>
  /** Credentials for the directory that replace `directory.bind` for this run; they are stored nowhere. */
  bind?: { dn: string; password: string }
  /**
   * The caller keeps standard input open; its end stops the run after the changes in flight. This stops a run on systems
   * without signals, and also when the caller is killed. The request must be a single line.
   */
  keepAlive?: boolean
  /** Sends the groups of a report before it, in batches and with their changes as text: small lines are read faster. */
  streamGroups?: boolean
  /** Sends an event for each change when it has been written; the result lists the changes in any case. */
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
  const request = parseObject(text)
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

/** Returns true if the line is a complete request with `keepAlive`. */
export const isKeptAlive = (line: string): boolean => parseObject(line)?.keepAlive === true

function parseObject(text: string): Partial<EntryRequest> | undefined {
  try {
    const request: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof request === 'object' && request !== null ? request : undefined
  } catch {
    return undefined
  }
}

/** Omits the cause, which quotes the text and thus perhaps a secret. UTF-16 has a NUL next to every ASCII character. */
const notJson = (text: string): WritebackError =>
  usage(/\{\0|\0\{/.test(text) ? 'Standard input is UTF-16, not UTF-8.' : 'Standard input is not JSON.')

const usage = (message: string): WritebackError =>
  new WritebackError('usage', message, {
    hint: 'Write one JSON object: { "command": …, "config": …, "options": … }.',
  })
