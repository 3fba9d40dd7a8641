/**
 * Which groups have no members, rather than members that this account may not see: AD gives the second kind without the
 * attribute and without a word, as if it were the first.
 *
 * The obvious question does not help. `(!(member=*))` is true of a group whose members may not be read: MS-ADTS
 * 3.1.1.4.3 lets a filter "behave just as if [the attribute] did not exist", and so does Samba 4.17, where a denied group
 * with a member matched `(!(member=*))` and not `(member=*)`, alone, in a batch and with the group as base. So the
 * access list is read, which comes in the same request for a few hundred groups, and judged as AD judges it.
 */
import { sidText } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { sdFlags } from './ldap/controls.js'
import { placeOf } from './entries.js'
import { entriesOf, findByGuid } from './findAll.js'
import { retryRead } from './retryRead.js'
import { daclOf, mayRead, type Token } from './securityDescriptor.js'
import type { Session } from './session.js'

/** schemaIDGUIDs of `member` (MS-ADA2) and of its property set, Membership (MS-ADTS 3.1.1.2.3.3). */
const memberTypes = ['bf9679c0-0de6-11d0-a285-00aa003049e2', 'bc0ac240-79a9-11d0-9020-00c04fc2d4cf']

export async function readEmptyGroups(
  session: Session,
  domain: string,
  guids: readonly string[],
): Promise<Set<string>> {
  if (guids.length === 0) return new Set()
  // One value is enough to know that there are some.
  const attributes = ['objectGUID', 'member;range=0-0', 'nTSecurityDescriptor']
  const search = { base: domain, scope: 'sub', attributes, controls: [sdFlags({ dacl: true })] } as const
  const [entries, token] = await Promise.all([
    findByGuid(session, guids, search),
    retryRead(session, readToken),
  ])
  return new Set(entries.filter((entry) => isEmpty(entry, token)).map((entry) => placeOf(entry).guid))
}

/** A group whose access list may not be read either proves nothing. */
function isEmpty({ attributes }: Entry, token: Token): boolean {
  const hasMembers = [...attributes].some(([name, values]) => /^member(;|$)/.test(name) && values.length > 0)
  const [descriptor] = attributes.get('ntsecuritydescriptor') ?? []
  return !hasMembers && descriptor !== undefined && mayRead(daclOf(descriptor), token, memberTypes)
}

/** Everybody who signed in over the network: MS-DTYP 2.4.2.4. */
const everybody = ['S-1-1-0', 'S-1-5-2', 'S-1-5-11']

/** What this connection goes by, as the directory itself tells it: rootDSE's tokenGroups (MS-ADTS 3.1.1.3.2). */
async function readToken(connection: Connection): Promise<Token> {
  const [root] = await entriesOf(connection, { base: '', scope: 'base', attributes: ['tokenGroups'] })
  const told = (root?.attributes.get('tokengroups') ?? []).map(sidText)
  return { sids: new Set([...told, ...everybody]), isWhole: told.length > 0 }
}
