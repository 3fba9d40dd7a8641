/** What a request can ask for, as calls of the library. */
import {
  applyPlan,
  checkWriteback,
  disableWriteback,
  enableWriteback,
  getStatus,
  initConfig,
  planWriteback,
  syncGroup,
  syncGroups,
  type DisableOptions,
  type EnableOptions,
  type Plan,
} from '../index.js'

/** With `group`, or `groups`, `syncGroup` is told which. */
export type Options = EnableOptions & DisableOptions & { plan?: Plan; group?: string }
type Config = Parameters<typeof syncGroups>[0]

/** What a command comes to: a report, a status, or the path of a new file. */
export const commands = {
  enableWriteback: (config: Config, options: Options) => enableWriteback(config, options),
  disableWriteback: (config: Config, options: Options) => disableWriteback(config, options),
  syncGroup: (config: Config, { group, ...options }: Options) => {
    const named = options.groups ?? (group === undefined ? undefined : [group])
    // Where nothing is named the library refuses, as it does with its other callers.
    return syncGroup(config, named as readonly string[], options)
  },
  syncGroups: (config: Config, options: Options) => syncGroups(config, options),
  planWriteback: (config: Config, options: Options) => planWriteback(config, options),
  applyPlan: (config: Config, { plan, ...options }: Options) => applyPlan(config, plan as Plan, options),
  checkWriteback: (config: Config, options: Options) => checkWriteback(config, options),
  getStatus: (config: Config) => getStatus(config),
  initConfig: (path: Config) => initConfig(path as string),
}
