/** Runs the command of a request. */
import { loadConfig, supplyStdin } from '../index.js'
import { entryCommands, type CommandOptions } from './commands.js'
import type { EntryRequest } from './request.js'

export async function runRequest(
  { command, config, options, bind }: EntryRequest,
  control: Pick<CommandOptions, 'signal' | 'onEvent'>,
) {
  supplyStdin(bind?.password ?? '')
  const overrides = bind && {
    bind: { dn: bind.dn, password: { stdin: true as const } },
    offline: command === 'getStatus',
  }
  const loaded = command === 'initConfig' || !overrides ? config : await loadConfig(config, overrides)
  return entryCommands[command](loaded, { ...options, ...control })
}
