import type { CloudGroup } from './group.js'

/**
 * Which cloud groups are written: those a person selected one by one (the list is kept in the state), all of them,
 * those whose writebackConfiguration says so, or those that match an OData filter on group properties.
 */
export type ScopeSetting = 'selected' | 'all' | 'entra' | { filter: string }

/**
 * writebackConfiguration.isEnabled, with Graph's meaning of "not set": Microsoft 365 groups are written, security
 * groups are not (resource groupWritebackConfiguration, beta).
 */
export const isWritebackEnabled = ({ writeback, kind }: CloudGroup): boolean =>
  writeback?.isEnabled ?? kind === 'microsoft365'
