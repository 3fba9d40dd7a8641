/** Compares both sides, each read without code of the product. */
import { expect } from 'chai'
import type { Entra } from '../../src/emulators/entra/entra.js'
import type { Place } from './company.js'

export interface Seen {
  dn: string
  cn: string
  displayName: string
  description: string | undefined
  groupType: string
  anchors: Array<string | undefined>
  /** SIDs of users, anchors of groups. */
  members: string[]
}

/** Reads the container with ldapsearch, by anchor. */
export async function seenInDirectory(
  place: Place,
  people: ReadonlyMap<string, string>,
): Promise<Map<string, Seen>> {
  const attributes = [
    'cn',
    'displayName',
    'description',
    'groupType',
    'member',
    'adminDescription',
    'msDS-ExternalDirectoryObjectId',
  ]
  const entries = await place.search('-b', place.container, '(objectClass=group)', ...attributes)
  const text = (entry: (typeof entries)[number], name: string) =>
    entry.attributes.get(name.toLowerCase())?.[0]?.toString()
  const anchorByDn = new Map(entries.map((entry) => [entry.dn, text(entry, 'adminDescription') ?? '?']))
  return new Map(
    entries.map((entry) => {
      const members = (entry.attributes.get('member') ?? []).map(String)
      const anchor = text(entry, 'adminDescription')
      const seen: Seen = {
        dn: entry.dn,
        cn: text(entry, 'cn') ?? '',
        displayName: text(entry, 'displayName') ?? '',
        description: text(entry, 'description'),
        groupType: text(entry, 'groupType') ?? '',
        anchors: [anchor, text(entry, 'msDS-ExternalDirectoryObjectId')],
        members: members.map((dn) => people.get(dn) ?? anchorByDn.get(dn) ?? dn).sort(),
      }
      return [anchor ?? entry.dn, seen]
    }),
  )
}

/** Returns the desired content by anchor, from the tenant. */
export function wantedByTenant(
  { tenant }: Entra,
  ids: readonly string[],
  sids: ReadonlySet<string>,
): Map<string, Omit<Seen, 'dn'>> {
  const live = ids.flatMap((id) => tenant.group(id) ?? []).filter((group) => !group.onPremisesSyncEnabled)
  const written = live.filter(
    (group) => group.groupTypes?.includes('Unified') || (group.securityEnabled && !group.mailEnabled),
  )
  const anchors = new Set(written.map(({ id }) => id))
  return new Map(
    written.map((group) => {
      const anchor = `Group_${group.id}`
      const members = tenant.members(group.id).flatMap((id) => {
        if (anchors.has(id)) return [`Group_${id}`]
        const sid = tenant.user(id)?.onPremisesSecurityIdentifier
        return sid && sids.has(sid) ? [sid] : []
      })
      const displayName = group.displayName ?? ''
      const wanted = {
        cn: `${displayName.trim()}_${group.id.slice(-12)}`,
        displayName,
        description: group.description ?? undefined,
        groupType: group.groupTypes?.includes('Unified') ? '8' : '-2147483640',
        anchors: [anchor, anchor],
        members: members.sort(),
      }
      return [anchor, wanted]
    }),
  )
}

export function expectEqual(seen: Map<string, Seen>, wanted: Map<string, Omit<Seen, 'dn'>>): void {
  expect([...seen.keys()].sort()).to.deep.equal([...wanted.keys()].sort())
  for (const [anchor, group] of wanted) expect(seen.get(anchor), group.displayName).to.deep.include(group)
}
