/** Entra as the engine sees it. */
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
import { openRequests, type Requests } from './graph/requests.js'

/** How long to wait before looking again for a group that seems gone, or out of scope. */
const confirmPausesMs = [1000, 2000]

/** How patient a source is, in milliseconds; what is left out is right for the service. */
export interface Patience {
  /** Before looking again for a group that seems gone, or out of scope. */
  confirm?: readonly number[]
  /** Between two tries of a request. */
  retry?: readonly number[]
  /** Between two tries of a sign-in; later ones take longer. */
  signIn?: number
  /** For a complete answer. */
  answer?: number
  /** Hears of waits that are long. */
  onWait?: OnWait
}

/** Signs in, and loads what that needs, when it is first used. */
export function openSource(config: EntraConfig, patience: Patience = {}): GroupSource {
  let connected: Promise<Connection> | undefined
  let current: Requests | undefined
  const connection = () =>
    (connected ??= connect(config, patience).then((made) => {
      current = made.requests
      return made
    }))
  const requests = async () => (await connection()).requests
  const seesHidden = async () =>
    (await grantedRoles((await connection()).tokens))?.includes('Member.Read.Hidden') ?? false
  return {
    readGroups: async (scope, ids, signal) => readGroups(await requests(), scope, ids, signal),
    locateGroups: async (scope, ids, signal) =>
      locateGroups(await requests(), scope, ids, patience.confirm ?? confirmPausesMs, signal),
    findGroups: async (references, signal) => findGroups(await requests(), references, signal),
    readMembers: async (groups, signal) => readMembers(await requests(), groups, seesHidden, signal),
    countMembers: async (ids, signal) => countMembers(await requests(), ids, signal),
    readDeletedUsers: async (signal) => readDeletedUsers(await requests(), signal),
    check: async (signal) => checkEntra(config, await connection(), signal),
    requests: () => current?.count() ?? 0,
  }
}

async function connect(
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
