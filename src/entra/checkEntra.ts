/** Checks the sign-in to Entra and the permissions to read groups, users and their SIDs. */
import type { EntraConfig } from '../config/types.js'
import type { PreflightResult } from '../engine/ports.js'
import { toWritebackError, type Problem } from '../errors.js'
import type { Check } from '../model/report.js'
import type { GraphRequests } from './graph/requests.js'
import { ensureUserVisible, type GraphMember } from './mapping.js'
import type { AccessTokens } from './signIn/credentials.js'

export interface EntraConnection {
  requests: GraphRequests
  tokens: AccessTokens
}

/**
 * Returns the granted permissions from the token. Returns undefined if it is not a readable JWT: the tokens of Graph are,
 * but this is not documented.
 */
export async function readGrantedRoles(tokens: AccessTokens): Promise<string[] | undefined> {
  const [, payload = ''] = (await tokens.get()).split('.')
  try {
    const { roles } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { roles?: string[] }
    return roles
  } catch {
    return undefined
  }
}

/** Selects all properties that show whether SIDs are visible. */
const userProbeUrl = '/users?$top=1&$select=id,userType,accountEnabled,onPremisesSecurityIdentifier'

export async function checkEntra(
  config: EntraConfig,
  connection: EntraConnection,
  signal?: AbortSignal,
): Promise<PreflightResult> {
  await connection.tokens.get(signal)
  const { credential, tenantId } = config
  const signInCheck: Check = {
    name: 'Sign-in',
    status: 'ok',
    message: `Signed in to tenant ${tenantId} as ${credential.type}.`,
  }
  const probes = await Promise.all([
    probeRead(connection, 'Groups', '/groups?$top=1&$select=id', 'Groups can be read.', signal),
    probeRead(connection, 'Users', userProbeUrl, 'Users and their SIDs can be read.', signal),
  ])
  const roles = await readGrantedRoles(connection.tokens)
  const hiddenMembershipChecks: Check[] =
    roles && !roles.includes('Member.Read.Hidden')
      ? [
          {
            name: 'Hidden membership',
            status: 'warning',
            message:
              'Groups with hidden membership cannot be written: the permission Member.Read.Hidden is missing.',
          },
        ]
      : []
  return {
    checks: [signInCheck, ...probes.map(({ check }) => check), ...hiddenMembershipChecks],
    problems: probes.flatMap(({ problem }) => problem ?? []),
  }
}

async function probeRead(
  { requests }: EntraConnection,
  name: string,
  url: string,
  message: string,
  signal?: AbortSignal,
): Promise<{ check: Check; problem?: Problem }> {
  try {
    const { value = [] } = (await requests.get(url, { signal })) as { value?: GraphMember[] }
    if (url === userProbeUrl) value.forEach(ensureUserVisible)
    return { check: { name, status: 'ok', message } }
  } catch (error) {
    const [first] = toWritebackError(error).problems
    const problem = first.code === 'graphDenied' ? { ...first, code: 'permissionMissing' as const } : first
    return { check: { name, status: 'failed', message: problem.message }, problem }
  }
}
