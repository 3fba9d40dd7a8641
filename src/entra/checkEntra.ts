/** Checks what a run needs of Entra: a sign-in, and the permissions to read groups, users and their SIDs. */
import type { EntraConfig } from '../config/types.js'
import type { SideCheck } from '../engine/ports.js'
import { asWritebackError, type Problem } from '../errors.js'
import type { Check } from '../model/report.js'
import type { Requests } from './graph/requests.js'
import { ensureVisible, type GraphMember } from './mapping.js'
import type { Tokens } from './signIn/credentials.js'

export interface Connection {
  requests: Requests
  tokens: Tokens
}

/** The granted permissions, where the token can be read: Graph's own can, and nobody promises it. */
export async function grantedRoles(tokens: Tokens): Promise<string[] | undefined> {
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

export async function checkEntra(
  config: EntraConfig,
  connected: Connection,
  signal?: AbortSignal,
): Promise<SideCheck> {
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
  const roles = await grantedRoles(connected.tokens)
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
  { requests }: Connection,
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
