/** Builds the LDAP controls of Active Directory, and parses the DNs that `extendedDn` yields. */
import { encodeInteger, encodeOctets, encodeSequence } from './ber.js'

export interface Control {
  type: string
  /** If true, a server that does not support the control must reject the request. */
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

/** Requests a page of at most `size` entries; an empty cookie requests the first page. */
export const pagedResults = (size: number, cookie: Buffer): Control =>
  critical(controlTypes.pagedResults, encodeSequence(encodeInteger(size), encodeOctets(cookie)))

/**
 * Returns every DN, of entries and of values, as `<GUID=…>;<SID=…>;CN=…`, in string form (1; 0 would be hex).
 * `parseExtendedDn` parses them.
 */
export const extendedDn: Control = critical(controlTypes.extendedDn, encodeSequence(encodeInteger(1)))

/**
 * Makes adding an existing value and deleting a missing one succeed. AD applies it to members too; Samba 4.17 does
 * not.
 */
export const permissiveModify: Control = critical(controlTypes.permissiveModify)

export const showDeleted: Control = critical(controlTypes.showDeleted)

/** Returns deleted objects that cannot be restored as well. */
export const showRecycled: Control = critical(controlTypes.showRecycled)

/** Deletes an object with its whole subtree. */
export const treeDelete: Control = critical(controlTypes.treeDelete)

/** Suppresses referrals to other domains, which are not followed here. */
export const domainScope: Control = critical(controlTypes.domainScope)

/**
 * Selects the parts of nTSecurityDescriptor to read; without it AD includes the SACL, which needs a separate right.
 */
export const sdFlags = (parts: { owner?: boolean; group?: boolean; dacl?: boolean }): Control =>
  critical(
    controlTypes.sdFlags,
    encodeSequence(encodeInteger((parts.owner ? 1 : 0) | (parts.group ? 2 : 0) | (parts.dacl ? 4 : 0))),
  )

export interface ExtendedDn {
  guid: string
  /** Missing for contacts and other objects that are not security principals. */
  sid?: string
  dn: string
}

const extended = /^<GUID=([\da-f-]{36})>;(?:<SID=(S-[\d-]+)>;)?(.*)$/is

/** Parses a DN in the form of the control `extendedDn`; returns undefined for any other text. */
export function parseExtendedDn(text: string): ExtendedDn | undefined {
  const [, guid, sid, dn] = extended.exec(text) ?? []
  if (guid === undefined || dn === undefined) return undefined
  return { guid: guid.toLowerCase(), ...(sid && { sid }), dn }
}
