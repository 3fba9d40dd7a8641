/**
 * Builds nTSecurityDescriptor of an object from the rules that rights.ts and reading.ts apply. Deny entries
 * come first and inherited entries last, the canonical order of Windows (MS-DTYP 2.4.5).
 */
import { schemaIdOf } from '../schema/schemaIds.js'
import { isGroup, type Entry } from '../store/entry.js'
import { findByGuid, type Store } from '../store/store.js'
import { flags, masks, writeDescriptor, type Ace } from './aces.js'
import type { Access } from './rights.js'

/** Bits of LDAP_SERVER_SD_FLAGS_OID (MS-ADTS 3.1.1.3.4.1.11). */
export const descriptorParts = { owner: 1, group: 2, dacl: 4, sacl: 8 } as const
export const allParts = 15

const wellKnown = { authenticatedUsers: 'S-1-5-11', system: 'S-1-5-18' }
const [domainAdmins, domainUsers] = [512, 513]

export function descriptorOf(store: Store, access: Access, entry: Entry, wanted: number): Buffer {
  const domainSid = (rid: number) => `${store.domainSid}-${rid}`
  return writeDescriptor({
    blocksInheritance: access.blockedInheritance.has(entry.guid),
    ...((wanted & descriptorParts.owner) !== 0 && { owner: entry.owner ?? domainSid(domainAdmins) }),
    ...((wanted & descriptorParts.group) !== 0 && {
      group: domainSid(entry.owner === undefined ? domainAdmins : domainUsers),
    }),
    ...((wanted & descriptorParts.dacl) !== 0 && { dacl: accessListOf(store, access, entry) }),
  })
}

function accessListOf(store: Store, access: Access, entry: Entry): Ace[] {
  return [
    ...denyAces(store, access, entry),
    { mask: masks.full, sid: `${store.domainSid}-${domainAdmins}` },
    { mask: masks.full, sid: wellKnown.system },
    {
      mask: masks.readProperty | masks.listContents | masks.listObject | masks.readControl,
      sid: wellKnown.authenticatedUsers,
    },
    ...delegationAces(store, access, entry),
  ]
}

function denyAces(store: Store, { deniedReads }: Access, entry: Entry): Ace[] {
  return [...(deniedReads.get(entry.guid) ?? [])].flatMap(([trustee, keys]) =>
    [...keys].flatMap((key): Ace[] => {
      const attribute = store.schema.attribute(key)
      const sid = findByGuid(store, trustee)?.sid
      if (!attribute || sid === undefined) return []
      return [{ deny: true, mask: masks.readProperty, sid, objectType: schemaIdOf(attribute) }]
    }),
  )
}

/**
 * Returns the three entries that delegate the groups of an OU, as they appear on the OU and on every object
 * that inherits them.
 */
function delegationAces(store: Store, { delegations, blockedInheritance }: Access, entry: Entry): Ace[] {
  const group = store.schema.class('group')
  if (!group) return []
  const id = schemaIdOf(group)
  const aces: Ace[] = []
  for (let at: Entry | undefined = entry; at; at = at.parent) {
    const inherited = at === entry ? 0 : flags.inherited
    const inheritedFlags = flags.containerInherit | inherited | (isGroup(entry) ? 0 : flags.inheritOnly)
    for (const account of delegations.get(at.guid) ?? []) {
      const sid = findByGuid(store, account)?.sid
      if (sid === undefined) continue
      const children = masks.createChild | masks.deleteChild
      aces.push({ flags: flags.containerInherit | inherited, mask: children, sid, objectType: id })
      aces.push(
        { flags: inheritedFlags, mask: writeMask, sid, inheritedObjectType: id },
        { flags: inheritedFlags, mask: masks.delete, sid, inheritedObjectType: id },
      )
    }
    if (blockedInheritance.has(at.guid)) break
  }
  return aces
}

const writeMask =
  masks.readProperty | masks.writeProperty | masks.listContents | masks.listObject | masks.readControl
