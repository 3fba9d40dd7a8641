/** Defines every default of the configuration. */
import type { Limits } from '../model/settings.js'
import type { Cloud, Config, Duration } from './types.js'

/** Hosts by cloud (learn.microsoft.com, Graph national cloud deployments). */
export const cloudHosts: Record<Cloud, { authorityHost: string; graphUrl: string }> = {
  global: { authorityHost: 'https://login.microsoftonline.com', graphUrl: 'https://graph.microsoft.com' },
  usGov: { authorityHost: 'https://login.microsoftonline.us', graphUrl: 'https://graph.microsoft.us' },
  usGovDoD: { authorityHost: 'https://login.microsoftonline.us', graphUrl: 'https://dod-graph.microsoft.us' },
  china: {
    authorityHost: 'https://login.chinacloudapi.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
  },
}

export const configDefaults: {
  cloud: Cloud
  timeout: Duration
  groups: Config['scope']['groups']
  mapping: Config['mapping']
  deprovision: Config['policy']['deprovision']
  stateDirectory: string
} = {
  cloud: 'global',
  timeout: '15s',
  groups: 'selected',
  mapping: { name: 'displayName', microsoft365Groups: 'universalDistributionGroup' },
  deprovision: 'keep',
  stateDirectory: './.group-writeback',
}

/** Default limits; docs/guards.md explains each. */
export const defaultLimits: Omit<
  Limits,
  'privileged' | 'accessSubtrees' | 'missingForMs' | 'approvalForMs'
> & {
  missingFor: Duration
  approvalFor: Duration
} = {
  groupLosses: { percent: 30, count: 100, from: 10 },
  groupEmptied: { from: 3, except: [] },
  losses: { percent: 20, count: 500, from: 10 },
  groupAdditions: { count: 50_000 },
  creations: { count: 20, percent: 10 },
  deletions: { count: 5, percent: 5 },
  renames: { count: 10 },
  moves: { count: 10 },
  adoptions: { count: 0 },
  identifiersVanished: { count: 5 },
  missingFor: '30m',
  approvalFor: '24h',
}
