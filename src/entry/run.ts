/** Runs the command of a request. */
import { loadConfig, supplyStdin } from '../index.js'
import { commands, type Options } from './commands.js'
import type { EntryRequest } from './request.js'

export async function run(
  { command, config, options, bind }: EntryRequest,
  control: Pick<Options, 'signal' | 'onEvent'>,
) {
  supplyStdin(bind?.password ?? '')
  const overrides = bind && {
    bind: { dn: bind.dn, password: { stdin: true as const } },
    offline: command === 'getStatus',
  }
  const loaded = command === 'initConfig' || !overrides ? config : await loadConfig(config, overrides)
  return commands[command](loaded, { ...options, ...control })
}
