/**
 * Distinguishes groups without members from groups whose members the account is not permitted to read. AD returns
 * both without the attribute and without an error.
 *
 * A filter cannot distinguish them: `(!(member=*))` is true for a group whose members are unreadable. By MS-ADTS
 * 3.1.1.4.3 a filter behaves "just as if [the attribute] did not exist", and so does Samba 4.17, where such a group
 * with a member matched `(!(member=*))` and not `(member=*)`, alone, in a batch and as search base. Therefore the
 * access list is read, in one request for a few hundred groups, and evaluated like AD evaluates it.
 */
import { formatSid } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { sdFlags } from './ldap/controls.js'
import { guidAndDn } from './entries.js'
import { readAllEntries, findByGuid } from './searchEntries.js'
import { retryRead } from './retryRead.js'
import { daclOf, canRead, type AccountSids } from './securityDescriptor.js'
import type { Session } from './session.js'

/** schemaIDGUIDs of `member` (MS-ADA2) and of its property set, Membership (MS-ADTS 3.1.1.2.3.3). */
const memberTypes = ['bf9679c0-0de6-11d0-a285-00aa003049e2', 'bc0ac240-79a9-11d0-9020-00c04fc2d4cf']

/** Returns the GUIDs of the groups that are proven to be empty. */
export async function readEmptyGroups(
  session: Session,
  domain: string,
  guids: readonly string[],
): Promise<Set<string>> {
  if (guids.length === 0) return new Set()
  // One value proves that the group is not empty.
  const attributes = ['objectGUID', 'member;range=0-0', 'nTSecurityDescriptor']
  const search = { base: domain, scope: 'sub', attributes, controls: [sdFlags({ dacl: true })] } as const
  const [entries, token] = await Promise.all([
    findByGuid(session, guids, search),
    retryRead(session, readToken),
  ])
  return new Set(entries.filter((entry) => isEmpty(entry, token)).map((entry) => guidAndDn(entry).guid))
}

/** False, too, for a group whose access list is unreadable. */
function isEmpty({ attributes }: Entry, token: AccountSids): boolean {
  const hasMembers = [...attributes].some(([name, values]) => /^member(;|$)/.test(name) && values.length > 0)
  const [descriptor] = attributes.get('ntsecuritydescriptor') ?? []
  return !hasMembers && descriptor !== undefined && canRead(daclOf(descriptor), token, memberTypes)
}

/** The SIDs of every account that signed in over the network (MS-DTYP 2.4.2.4). */
const networkSids = ['S-1-1-0', 'S-1-5-2', 'S-1-5-11']

/** Reads the SIDs of the connection's account from rootDSE's tokenGroups (MS-ADTS 3.1.1.3.2). */
async function readToken(connection: Connection): Promise<AccountSids> {
  const [root] = await readAllEntries(connection, { base: '', scope: 'base', attributes: ['tokenGroups'] })
  const groups = (root?.attributes.get('tokengroups') ?? []).map(formatSid)
  return { sids: new Set([...groups, ...networkSids]), isComplete: groups.length > 0 }
}
