/** Entra as the engine sees it. */
import type { EntraConfig } from '../config/types.js'
import type { GroupSource, SideCheck } from '../engine/ports.js'
import { asWritebackError, type Problem } from '../errors.js'
import type { Check } from '../model/report.js'
import type { Tokens } from './credentials.js'
import { countMembers } from './counts.js'
import { readDeletedUsers } from './deletedItems.js'
import { findGroups } from './findGroups.js'
import { readGroups } from './groups.js'
import { locateGroups } from './locate.js'
import { ensureVisible, type GraphMember } from './mapping.js'
import { readMembers } from './members.js'
import type { OnWait } from './pauses.js'
import { openRequests, type Requests } from './requests.js'

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

interface Connected {
  requests: Requests
  tokens: Tokens
}

/** Signs in, and loads what that needs, when it is first used. */
export function openSource(config: EntraConfig, patience: Patience = {}): GroupSource {
  let connected: Promise<Connected> | undefined
  let current: Requests | undefined
  const connection = () =>
    (connected ??= connect(config, patience).then((made) => {
      current = made.requests
      return made
    }))
  const requests = async () => (await connection()).requests
  const seesHidden = async () => (await rolesOf(await connection()))?.includes('Member.Read.Hidden') ?? false
  return {
    readGroups: async (scope, ids, signal) => readGroups(await requests(), scope, ids, signal),
    locateGroups: async (scope, ids, signal) =>
      locateGroups(await requests(), scope, ids, patience.confirm ?? confirmPausesMs, signal),
    findGroups: async (references, signal) => findGroups(await requests(), references, signal),
    readMembers: async (groups, signal) => readMembers(await requests(), groups, seesHidden, signal),
    countMembers: async (ids, signal) => countMembers(await requests(), ids, signal),
    readDeletedUsers: async (signal) => readDeletedUsers(await requests(), signal),
    check: async (signal) => check(config, await connection(), signal),
    requests: () => current?.count() ?? 0,
  }
}

async function connect(config: EntraConfig, { retry, signIn, answer, onWait }: Patience): Promise<Connected> {
  const [{ openTransport }, { openTokens }, { openGraph }] = await Promise.all([
    import('./transport.js'),
    import('./credentials.js'),
    import('./graphClient.js'),
  ])
  const { graphUrl, tls } = config
  const transport = await openTransport(tls, answer)
  const tokens = await openTokens(config, transport, signIn)
  return {
    tokens,
    requests: openRequests(openGraph(graphUrl, tokens, transport), graphUrl, { pausesMs: retry, onWait }),
  }
}

/** The granted permissions, where the token can be read: Graph's own can, and nobody promises it. */
async function rolesOf({ tokens }: Connected): Promise<string[] | undefined> {
  const [, payload = ''] = (await tokens.get()).split('.')
  try {
    const { roles } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { roles?: string[] }
    return roles
  } catch {
    return undefined
  }
}

/** With what tells whether the SIDs are shown. */
const usersUrl = '/users?$top=1&$select=id,userType,accountEnabled,onPremisesSecurityIdentifier'

async function check(config: EntraConfig, connected: Connected, signal?: AbortSignal): Promise<SideCheck> {
  await connected.tokens.get(signal)
  const { credential, tenantId } = config
  const signedIn: Check = {
    name: 'Sign-in',
    status: 'ok',
    message: `Signed in to tenant ${tenantId} as ${credential.type}.`,
  }
  const probes = await Promise.all([
    probe(connected, 'Groups', '/groups?$top=1&$select=id', 'Groups can be read.', signal),
    probe(connected, 'Users', usersUrl, 'Users and their SIDs can be read.', signal),
  ])
  const roles = await rolesOf(connected)
  const hidden: Check[] =
    roles && !roles.includes('Member.Read.Hidden')
      ? [
          {
            name: 'Hidden membership',
            status: 'warning',
            message: 'Groups that hide their members cannot be written: Member.Read.Hidden is missing.',
          },
        ]
      : []
  return {
    checks: [signedIn, ...probes.map(({ check }) => check), ...hidden],
    problems: probes.flatMap(({ problem }) => problem ?? []),
  }
}

async function probe(
  { requests }: Connected,
  name: string,
  url: string,
  message: string,
  signal?: AbortSignal,
): Promise<{ check: Check; problem?: Problem }> {
  try {
    const { value = [] } = (await requests.get(url, { signal })) as { value?: GraphMember[] }
    if (url === usersUrl) value.forEach(ensureVisible)
    return { check: { name, status: 'ok', message } }
  } catch (error) {
    const [first] = asWritebackError(error).problems
    const problem = first.code === 'graphDenied' ? { ...first, code: 'permissionMissing' as const } : first
    return { check: { name, status: 'failed', message: problem.message }, problem }
  }
}
