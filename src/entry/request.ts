/** Defines and parses the request. */
import { WritebackError, type WrittenConfig } from '../index.js'
import { entryCommands, type CommandOptions } from './commands.js'

export interface EntryRequest {
  command: keyof typeof entryCommands
  /** The path of a configuration file, or the configuration itself. */
  config: string | WrittenConfig
  options?: Omit<CommandOptions, 'signal' | 'onEvent'>
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

const requestKeys = [
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
  if (!request) throw notJsonError(text)
  const unknown = Object.keys(request).find((key) => !requestKeys.includes(key))
  if (unknown !== undefined)
    throw usageError(`Unknown key "${unknown}"; known keys: ${requestKeys.join(', ')}.`)
  const { command, config } = request
  if (command === undefined || !Object.hasOwn(entryCommands, command)) {
    throw usageError(`"command" must be one of ${Object.keys(entryCommands).join(', ')}.`)
  }
  if (config === undefined || config === null)
    throw usageError('"config" is missing: a path or a configuration.')
  if (command === 'initConfig' && typeof config !== 'string') throw usageError('"config" must be a path.')
  return { ...request, command, config }
}

/** Returns true if the line is a complete request with `keepAlive`. */
export const isKeepAliveRequest = (line: string): boolean => parseObject(line)?.keepAlive === true

function parseObject(text: string): Partial<EntryRequest> | undefined {
  try {
    const request: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof request === 'object' && request !== null ? request : undefined
  } catch {
    return undefined
  }
}

/** Omits the cause, which quotes the text and thus perhaps a secret. UTF-16 has a NUL next to every ASCII character. */
const notJsonError = (text: string): WritebackError =>
  usageError(/\{\0|\0\{/.test(text) ? 'Standard input is UTF-16, not UTF-8.' : 'Standard input is not JSON.')

const usageError = (message: string): WritebackError =>
  new WritebackError('usage', message, {
    hint: 'Write one JSON object: { "command": …, "config": …, "options": … }.',
  })
