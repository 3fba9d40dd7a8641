/** Implements the port `GroupSource` with Microsoft Graph. */
import type { EntraConfig } from '../config/types.js'
import type { GroupSource } from '../engine/ports.js'
import { checkEntra, readGrantedRoles, type EntraConnection } from './checkEntra.js'
import { countMembers } from './memberCounts.js'
import { readDeletedUsers } from './deletedItems.js'
import { findGroups } from './findGroups.js'
import { readGroups } from './groups.js'
import { locateGroups } from './locateGroups.js'
import { readMembersOfGroups } from './members.js'
import type { OnWait } from './graph/retryAfter.js'
import { openGraphRequests } from './graph/requests.js'

/** The pauses before each further lookup of a group that was not found, or not in scope. */
const confirmPausesMs = [1000, 2000]

/** Pauses and time-outs in milliseconds; the defaults suit Microsoft's service. */
export interface SourceTimings {
  /** The pauses before each further lookup of a group that was not found, or not in scope. */
  lookupPausesMs?: readonly number[]
  /** The pauses before each retry of a request. */
  retryPausesMs?: readonly number[]
  /** The pause before the first retry of a sign-in; later pauses are longer. */
  signInRetryMs?: number
  /** The time-out for a complete response. */
  responseTimeoutMs?: number
  onWait?: OnWait
}

/** Opens a source. It loads its modules and signs in when it is first used. */
export function openSource(config: EntraConfig, timings: SourceTimings = {}): GroupSource {
  let opening: Promise<EntraConnection> | undefined
  let opened: EntraConnection | undefined
  const connection = () =>
    (opening ??= connectToEntra(config, timings).then((result) => {
      opened = result
      return result
    }))
  const requests = async () => (await connection()).requests
  const canReadHidden = async () =>
    (await readGrantedRoles((await connection()).tokens))?.includes('Member.Read.Hidden') ?? false
  return {
    readGroups: async (scope, ids, signal) => readGroups(await requests(), scope, ids, signal),
    locateGroups: async (scope, ids, signal) =>
      locateGroups(await requests(), scope, ids, timings.lookupPausesMs ?? confirmPausesMs, signal),
    findGroups: async (references, signal) => findGroups(await requests(), references, signal),
    readMembers: async (groups, signal) =>
      readMembersOfGroups(await requests(), groups, canReadHidden, signal),
    countMembers: async (ids, signal) => countMembers(await requests(), ids, signal),
    readDeletedUsers: async (signal) => readDeletedUsers(await requests(), signal),
    check: async (signal) => checkEntra(config, await connection(), signal),
    requestCount: () => opened?.requests.requestCount() ?? 0,
  }
}

async function connectToEntra(
  config: EntraConfig,
  { retryPausesMs, signInRetryMs, responseTimeoutMs, onWait }: SourceTimings,
): Promise<EntraConnection> {
  const [{ openTransport }, { openAccessTokens }, { openGraphClient }] = await Promise.all([
    import('./http/transport.js'),
    import('./signIn/credentials.js'),
    import('./graph/client.js'),
  ])
  const { graphUrl, tls } = config
  const transport = await openTransport(tls, responseTimeoutMs)
  const tokens = await openAccessTokens(config, transport, signInRetryMs)
  return {
    tokens,
    requests: openGraphRequests(openGraphClient(graphUrl, tokens, transport), graphUrl, {
      pausesMs: retryPausesMs,
      onWait,
    }),
  }
}
