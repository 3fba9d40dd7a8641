/** The request as it comes in, and what it asks for. */
import {
  applyPlan,
  checkWriteback,
  disableWriteback,
  enableWriteback,
  getStatus,
  initConfig,
  loadConfig,
  planWriteback,
  supplyStdin,
  syncGroup,
  syncGroups,
  WritebackError,
  type DisableOptions,
  type EnableOptions,
  type Plan,
  type WrittenConfig,
} from '../index.js'

export interface EntryRequest {
  command: keyof typeof commands
  /** The path of a configuration file, or a configuration. */
  config: string | WrittenConfig
  options?: EntryOptions
  /** Another account for the directory, for this run alone. It comes with the request, and goes nowhere else. */
  bind?: { dn: string; password: string }
}

type EntryOptions = Omit<EnableOptions & DisableOptions, 'signal' | 'onEvent'> & { plan?: Plan }

type Options = EnableOptions & DisableOptions & { plan?: Plan }
type Config = Parameters<typeof syncGroups>[0]

/** What a command comes to: a report, a status, or the path of a new file. */
const commands = {
  enableWriteback: (config: Config, options: Options) => enableWriteback(config, options),
  disableWriteback: (config: Config, options: Options) => disableWriteback(config, options),
  syncGroup: (config: Config, { groups = [], ...options }: Options) => syncGroup(config, groups, options),
  syncGroups: (config: Config, options: Options) => syncGroups(config, options),
  planWriteback: (config: Config, options: Options) => planWriteback(config, options),
  applyPlan: (config: Config, { plan, ...options }: Options) => applyPlan(config, plan as Plan, options),
  checkWriteback: (config: Config, options: Options) => checkWriteback(config, options),
  getStatus: (config: Config) => getStatus(config),
  initConfig: (config: Config) => initConfig(String(config)),
}

/** @throws WritebackError `usage` */
export function parseRequest(text: string): EntryRequest {
  let request: Partial<EntryRequest>
  try {
    request = JSON.parse(text.replace(/^\uFEFF/, '')) as Partial<EntryRequest>
  } catch {
    throw usage('Standard input holds no JSON.') // without the cause: it quotes the text, which may hold a secret
  }
  const { command, config } = request ?? {}
  if (command === undefined || !Object.hasOwn(commands, command)) {
    throw usage(`"command" is none of ${Object.keys(commands).join(', ')}.`)
  }
  if (config === undefined || config === null) throw usage('"config" is missing: a path, or a configuration.')
  return { ...request, command, config }
}

const usage = (what: string): WritebackError =>
  new WritebackError('usage', what, {
    wayOut: 'Write one JSON object: { "command": …, "config": …, "options": … }.',
  })

export async function run(
  { command, config, options, bind }: EntryRequest,
  control: Pick<Options, 'signal' | 'onEvent'>,
) {
  supplyStdin(bind?.password ?? '')
  const overrides = bind && { bind: { dn: bind.dn, password: { stdin: true as const } } }
  const loaded = command === 'initConfig' || !overrides ? config : await loadConfig(config, overrides)
  return commands[command](loaded, { ...options, ...control })
}
