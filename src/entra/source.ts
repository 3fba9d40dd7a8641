/** Implements the port `GroupSource` with Microsoft Graph. */
import type { EntraConfig } from '../config/types.js'
import type { GroupSource } from '../engine/ports.js'
import { checkEntra, grantedRoles, type Connection } from './checkEntra.js'
import { countMembers } from './memberCounts.js'
import { readDeletedUsers } from './deletedItems.js'
import { findGroups } from './findGroups.js'
import { readGroups } from './groups.js'
import { locateGroups } from './locateGroups.js'
import { readMembers } from './members.js'
import type { OnWait } from './graph/retryAfter.js'
import { openRequests } from './graph/requests.js'

/** The pauses before each further lookup of a group that was not found, or not in scope. */
const confirmPausesMs = [1000, 2000]

/** Pauses and time-outs in milliseconds; the defaults suit Microsoft's service. */
export interface Patience {
  /** The pauses before each further lookup of a group that was not found, or not in scope. */
  confirm?: readonly number[]
  /** The pauses before each retry of a request. */
  retry?: readonly number[]
  /** The pause before the first retry of a sign-in; later pauses are longer. */
  signIn?: number
  /** The time-out for a complete response. */
  answer?: number
  onWait?: OnWait
}

/** Opens a source. It loads its modules and signs in when it is first used. */
export function openSource(config: EntraConfig, timings: Patience = {}): GroupSource {
  let opening: Promise<Connection> | undefined
  let opened: Connection | undefined
  const connection = () =>
    (opening ??= connectToEntra(config, timings).then((result) => {
      opened = result
      return result
    }))
  const requests = async () => (await connection()).requests
  const canReadHidden = async () =>
    (await grantedRoles((await connection()).tokens))?.includes('Member.Read.Hidden') ?? false
  return {
    readGroups: async (scope, ids, signal) => readGroups(await requests(), scope, ids, signal),
    locateGroups: async (scope, ids, signal) =>
      locateGroups(await requests(), scope, ids, timings.confirm ?? confirmPausesMs, signal),
    findGroups: async (references, signal) => findGroups(await requests(), references, signal),
    readMembers: async (groups, signal) => readMembers(await requests(), groups, canReadHidden, signal),
    countMembers: async (ids, signal) => countMembers(await requests(), ids, signal),
    readDeletedUsers: async (signal) => readDeletedUsers(await requests(), signal),
    check: async (signal) => checkEntra(config, await connection(), signal),
    requests: () => opened?.requests.count() ?? 0,
  }
}

async function connectToEntra(
  config: EntraConfig,
  { retry, signIn, answer, onWait }: Patience,
): Promise<Connection> {
  const [{ openTransport }, { openTokens }, { openGraph }] = await Promise.all([
    import('./http/transport.js'),
    import('./signIn/credentials.js'),
    import('./graph/client.js'),
  ])
  const { graphUrl, tls } = config
  const transport = await openTransport(tls, answer)
  const tokens = await openTokens(config, transport, signIn)
  return {
    tokens,
    requests: openRequests(openGraph(graphUrl, tokens, transport), graphUrl, { pausesMs: retry, onWait }),
  }
}
