/** What a search gives back, as the model has it. */
import { WritebackError } from '../errors.js'
import { anchorAttributes, groupIdsOf } from '../model/anchor.js'
import type { DirectoryMember, ObjectKind } from '../model/member.js'
import { guidText, sidText } from './identifiers.js'
import type { Entry } from './ldap/connection.js'
import { parseExtendedDn } from './ldap/controls.js'

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

/** Read for every object. */
export const identity = ['objectGUID', 'objectSid'] as const

export const textsOf = (entry: Entry, name: string): string[] =>
  (entry.attributes.get(name.toLowerCase()) ?? []).map((value) => value.toString('utf8'))

const bytesOf = (entry: Entry, name: string): Buffer => {
  const [value] = entry.attributes.get(name.toLowerCase()) ?? []
  if (value) return value
  throw new WritebackError('directoryUnexpected', `The directory did not tell the ${name} of ${entry.dn}.`, {
    hint: 'Give the account the right to read it.',
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

/** The entry as a member of a group; what is no security principal has no SID. */
export function memberOf(entry: Entry): DirectoryMember {
  const [sid] = entry.attributes.get('objectsid') ?? []
  return { ...placeOf(entry), ...(sid && { sid: sidText(sid) }) }
}

/** The most derived class counts: a computer is a user too, a managed service account is a computer. */
export function kindOf(entry: Entry): ObjectKind {
  const classes = new Set(textsOf(entry, 'objectClass').map((name) => name.toLowerCase()))
  return (['computer', 'user', 'group'] as const).find((kind) => classes.has(kind)) ?? 'other'
}
