import type { CloudGroup } from './group.js'

/**
 * The scope: the cloud groups that are written. `selected`: those that were enabled one by one (kept in the state);
 * `all`; `entra`: those whose writebackConfiguration enables it; `filter`: those that match an OData filter on group
 * properties.
 */
export type ScopeSetting = 'selected' | 'all' | 'entra' | { filter: string }

/**
 * Returns writebackConfiguration.isEnabled. As documented by Graph, "not set" means true for Microsoft 365 groups and
 * false for security groups (resource groupWritebackConfiguration, beta).
 */
export const isWritebackEnabled = ({ writeback, kind }: CloudGroup): boolean =>
  writeback?.isEnabled ?? kind === 'microsoft365'
