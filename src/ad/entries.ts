/** What a search gives back, as the model has it. */
import { WritebackError } from '../errors.js'
import { anchorAttributes, groupIdsOf } from '../model/anchor.js'
import type { ResolvedMember } from '../model/member.js'
import { guidText, ridOf, sidText } from './binary.js'
import type { Entry } from './connection.js'
import { parseExtendedDn } from './controls.js'

/** Read for every managed group besides its members, spelled as the schema does. */
export const groupAttributes = [
  'cn',
  ...anchorAttributes,
  'displayName',
  'description',
  'groupType',
  'sAMAccountName',
  'mail',
  'mailNickname',
  'proxyAddresses',
] as const

/** Read to find protected objects (MS-ADTS 3.1.1.6.1: adminCount; 2.338: isCriticalSystemObject). */
export const protectionAttributes = ['adminCount', 'isCriticalSystemObject'] as const

export const textsOf = (entry: Entry, name: string): string[] =>
  (entry.attributes.get(name.toLowerCase()) ?? []).map((value) => value.toString('utf8'))

const bytesOf = (entry: Entry, name: string): Buffer => {
  const [value] = entry.attributes.get(name.toLowerCase()) ?? []
  if (value) return value
  throw new WritebackError('directoryUnexpected', `The directory did not tell the ${name} of ${entry.dn}.`, {
    wayOut: 'Give the account the right to read it.',
  })
}

export interface Identity {
  guid: string
  sid: string
  dn: string
}

/** The entry's DN, plain or extended, and its GUID: what every object has. */
export const placeOf = (entry: Entry): Omit<Identity, 'sid'> => ({
  guid: guidText(bytesOf(entry, 'objectGUID')),
  dn: parseExtendedDn(entry.dn)?.dn ?? entry.dn,
})

export const identityOf = (entry: Entry): Identity => ({
  ...placeOf(entry),
  sid: sidText(bytesOf(entry, 'objectSid')),
})

export const anchoredIds = (entry: Entry): string[] =>
  groupIdsOf(anchorAttributes.flatMap((name) => textsOf(entry, name)))

export const attributesOf = (entry: Entry): Record<string, string[]> =>
  Object.fromEntries(groupAttributes.map((name) => [name, textsOf(entry, name)]))

export function isProtected(entry: Entry, sid: string): boolean {
  const [adminCount] = textsOf(entry, 'adminCount')
  const [critical] = textsOf(entry, 'isCriticalSystemObject')
  return adminCount === '1' || critical === 'TRUE' || ridOf(sid) < 1000
}

/** MS-ADTS 2.2.12: the bit of a domain-local group in groupType. */
const domainLocalBit = 4

export function resolvedOf(entry: Entry): ResolvedMember {
  const [groupType] = textsOf(entry, 'groupType')
  return { ...identityOf(entry), domainLocal: (Number(groupType ?? 0) & domainLocalBit) !== 0 }
}
