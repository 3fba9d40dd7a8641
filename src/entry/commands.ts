/** Maps the commands of a request to functions of the library. */
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
  type ConfigInput,
  type DisableOptions,
  type EnableOptions,
  type Plan,
} from '../index.js'

/** `syncGroup` takes the group from `group`, or several from `groups`. */
export type CommandOptions = EnableOptions & DisableOptions & { plan?: Plan; group?: string }

/** The commands. They return a report, a status (`getStatus`) or the path of the new file (`initConfig`). */
export const entryCommands = {
  enableWriteback: (config: ConfigInput, options: CommandOptions) => enableWriteback(config, options),
  disableWriteback: (config: ConfigInput, options: CommandOptions) => disableWriteback(config, options),
  syncGroup: (config: ConfigInput, { group, ...options }: CommandOptions) => {
    const groups = options.groups ?? (group === undefined ? undefined : [group])
    // The library rejects a missing group, for every caller alike.
    return syncGroup(config, groups as readonly string[], options)
  },
  syncGroups: (config: ConfigInput, options: CommandOptions) => syncGroups(config, options),
  planWriteback: (config: ConfigInput, options: CommandOptions) => planWriteback(config, options),
  applyPlan: (config: ConfigInput, { plan, ...options }: CommandOptions) =>
    applyPlan(config, plan as Plan, options),
  checkWriteback: (config: ConfigInput, options: CommandOptions) => checkWriteback(config, options),
  getStatus: (config: ConfigInput) => getStatus(config),
  initConfig: (path: ConfigInput) => initConfig(path as string),
}
