/** LDAP controls of Active Directory: what each asks of the server, and its value as the server wants it. */
import { integer, octets, sequence } from './ber.js'

export interface Control {
  type: string
  /** The server has to refuse the request where it does not know the control. */
  critical: boolean
  value?: Buffer
}

export const controlTypes = {
  pagedResults: '1.2.840.113556.1.4.319',
  showDeleted: '1.2.840.113556.1.4.417',
  extendedDn: '1.2.840.113556.1.4.529',
  sdFlags: '1.2.840.113556.1.4.801',
  treeDelete: '1.2.840.113556.1.4.805',
  domainScope: '1.2.840.113556.1.4.1339',
  permissiveModify: '1.2.840.113556.1.4.1413',
  showRecycled: '1.2.840.113556.1.4.2064',
} as const

const critical = (type: string, value?: Buffer): Control => ({
  type,
  critical: true,
  ...(value && { value }),
})

/** At most `size` entries at a time; an empty cookie asks for the first ones. */
export const pagedResults = (size: number, cookie: Buffer): Control =>
  critical(controlTypes.pagedResults, sequence(integer(size), octets(cookie)))

/**
 * Every DN, of entries and of values, comes as `<GUID=…>;<SID=…>;CN=…`, in string form (1; 0 would be hex).
 * Read them with `parseExtendedDn`.
 */
export const extendedDn: Control = critical(controlTypes.extendedDn, sequence(integer(1)))

/**
 * Adding a value that is there and deleting one that is not are successes. AD honours it for members too; Samba 4.17
 * does not.
 */
export const permissiveModify: Control = critical(controlTypes.permissiveModify)

export const showDeleted: Control = critical(controlTypes.showDeleted)

/** Objects that are beyond restoring as well. */
export const showRecycled: Control = critical(controlTypes.showRecycled)

/** Deletes an object with everything below it. */
export const treeDelete: Control = critical(controlTypes.treeDelete)

/** No references to other domains, which nobody here follows. */
export const domainScope: Control = critical(controlTypes.domainScope)

/** The parts of nTSecurityDescriptor to read; without it AD sends the SACL too, which takes a right of its own. */
export const sdFlags = (parts: { owner?: boolean; group?: boolean; dacl?: boolean }): Control =>
  critical(
    controlTypes.sdFlags,
    sequence(integer((parts.owner ? 1 : 0) | (parts.group ? 2 : 0) | (parts.dacl ? 4 : 0))),
  )

export interface ExtendedDn {
  guid: string
  /** Contacts and other objects that are no security principals have none. */
  sid?: string
  dn: string
}

const extended = /^<GUID=([\da-f-]{36})>;(?:<SID=(S-[\d-]+)>;)?(.*)$/is

/** What the control `extendedDn` makes of a DN; undefined for anything else. */
export function parseExtendedDn(text: string): ExtendedDn | undefined {
  const [, guid, sid, dn] = extended.exec(text) ?? []
  if (guid === undefined || dn === undefined) return undefined
  return { guid: guid.toLowerCase(), ...(sid && { sid }), dn }
}
