/** Converts entries of a search to the types of the model. */
import { WritebackError } from '../errors.js'
import { anchorAttributes, parseAnchors } from '../model/anchor.js'
import type { DirectoryMember, DirectoryObjectKind } from '../model/member.js'
import { formatGuid, formatSid } from './identifiers.js'
import type { Entry } from './ldap/connection.js'
import { parseExtendedDn } from './ldap/controls.js'

/** The attributes of a managed group other than its members, in the spelling of the schema. */
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

/** The attributes that identify an object. */
export const identityAttributes = ['objectGUID', 'objectSid'] as const

export const textValues = (entry: Entry, name: string): string[] =>
  (entry.attributes.get(name.toLowerCase()) ?? []).map((value) => value.toString('utf8'))

const requiredBytes = (entry: Entry, name: string): Buffer => {
  const [value] = entry.attributes.get(name.toLowerCase()) ?? []
  if (value) return value
  throw new WritebackError('directoryUnexpected', `The directory did not return ${name} for ${entry.dn}.`, {
    hint: 'Grant the account the right to read this attribute.',
  })
}

export interface ObjectIdentity {
  guid: string
  sid: string
  dn: string
}

/** The GUID and the DN, which every object has. The entry's DN may be an extended one. */
export const guidAndDn = (entry: Entry): Omit<ObjectIdentity, 'sid'> => ({
  guid: formatGuid(requiredBytes(entry, 'objectGUID')),
  dn: parseExtendedDn(entry.dn)?.dn ?? entry.dn,
})

export const identityOf = (entry: Entry): ObjectIdentity => ({
  ...guidAndDn(entry),
  sid: formatSid(requiredBytes(entry, 'objectSid')),
})

export const anchoredGroupIds = (entry: Entry): string[] =>
  parseAnchors(anchorAttributes.flatMap((name) => textValues(entry, name)))

export const groupAttributeValues = (entry: Entry): Record<string, string[]> =>
  Object.fromEntries(groupAttributes.map((name) => [name, textValues(entry, name)]))

/** The entry as a member of a group; without a SID if it is not a security principal. */
export function directoryMember(entry: Entry): DirectoryMember {
  const [sid] = entry.attributes.get('objectsid') ?? []
  return { ...guidAndDn(entry), ...(sid && { sid: formatSid(sid) }) }
}

/** The kind by the most derived class: a computer is also a user, a managed service account is also a computer. */
export function objectKind(entry: Entry): DirectoryObjectKind {
  const classes = new Set(textValues(entry, 'objectClass').map((name) => name.toLowerCase()))
  return (['computer', 'user', 'group'] as const).find((kind) => classes.has(kind)) ?? 'other'
}
