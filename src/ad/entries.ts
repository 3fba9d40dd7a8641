/** Converts entries of a search to the types of the model. */
import { WritebackError } from '../errors.js'
import { anchorAttributes, groupIdsOf } from '../model/anchor.js'
import type { DirectoryMember, ObjectKind } from '../model/member.js'
import { guidText, sidText } from './identifiers.js'
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
export const identity = ['objectGUID', 'objectSid'] as const

export const textsOf = (entry: Entry, name: string): string[] =>
  (entry.attributes.get(name.toLowerCase()) ?? []).map((value) => value.toString('utf8'))

const requiredBytes = (entry: Entry, name: string): Buffer => {
  const [value] = entry.attributes.get(name.toLowerCase()) ?? []
  if (value) return value
  throw new WritebackError('directoryUnexpected', `The directory did not return ${name} for ${entry.dn}.`, {
    hint: 'Grant the account the right to read this attribute.',
  })
}

export interface Identity {
  guid: string
  sid: string
  dn: string
}

/** The GUID and the DN, which every object has. The entry's DN may be an extended one. */
export const placeOf = (entry: Entry): Omit<Identity, 'sid'> => ({
  guid: guidText(requiredBytes(entry, 'objectGUID')),
  dn: parseExtendedDn(entry.dn)?.dn ?? entry.dn,
})

export const identityOf = (entry: Entry): Identity => ({
  ...placeOf(entry),
  sid: sidText(requiredBytes(entry, 'objectSid')),
})

export const anchoredIds = (entry: Entry): string[] =>
  groupIdsOf(anchorAttributes.flatMap((name) => textsOf(entry, name)))

export const attributesOf = (entry: Entry): Record<string, string[]> =>
  Object.fromEntries(groupAttributes.map((name) => [name, textsOf(entry, name)]))

/** The entry as a member of a group; without a SID if it is not a security principal. */
export function memberOf(entry: Entry): DirectoryMember {
  const [sid] = entry.attributes.get('objectsid') ?? []
  return { ...placeOf(entry), ...(sid && { sid: sidText(sid) }) }
}

/** The kind by the most derived class: a computer is also a user, a managed service account is also a computer. */
export function kindOf(entry: Entry): ObjectKind {
  const classes = new Set(textsOf(entry, 'objectClass').map((name) => name.toLowerCase()))
  return (['computer', 'user', 'group'] as const).find((kind) => classes.has(kind)) ?? 'other'
}
