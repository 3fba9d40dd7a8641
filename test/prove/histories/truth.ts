/** The desired members by the real content of the cloud, whatever a run reads. Written only from docs/configuration.md. */
import type { CloudGroup, OnPremisesGroupType } from '../../../src/model/group.js'
import type { CloudMember } from '../../../src/model/member.js'
import type { MemoryDirectory, MemoryObject } from '../../memory/directory.js'
import { filters, type Place } from './place.js'

/**
 * `in`: written. `out`: not in scope. `gone`: not in the cloud. `unsupported`: never written, in any scope. `disabled`:
 * disabled by name.
 */
export type Standing = 'in' | 'out' | 'gone' | 'unsupported' | 'disabled'

export function standingOf(place: Place, id: string): Standing {
  const isOrdered = place.ordered?.groups?.includes(id) ?? false
  if (!isOrdered && place.state.intent.disabled.includes(id)) return 'disabled'
  const group = place.cloud.groups.get(id)
  if (!group) return 'gone'
  if (group.syncedFromAd || (group.kind !== 'security' && group.kind !== 'microsoft365')) return 'unsupported'
  return isNamed(place, group, isOrdered) ? 'in' : 'out'
}

function isNamed(place: Place, group: CloudGroup, isOrdered: boolean): boolean {
  const { scope } = place.settings
  if (scope === 'all') return true
  if (scope === 'selected') return isOrdered || Object.hasOwn(place.state.intent.selected, group.id)
  if (scope === 'entra') return group.writeback?.isEnabled ?? group.kind === 'microsoft365'
  const filter = filters.find((name) => name === scope.filter)
  return filter !== undefined && (place.cloud.filters.get(filter)?.(group) ?? false)
}

export function typeOf(place: Place, group: CloudGroup): OnPremisesGroupType {
  if (group.kind === 'security') return 'universalSecurityGroup'
  const entra = place.settings.scope === 'entra' ? group.writeback?.onPremisesGroupType : undefined
  const ordered = place.ordered?.groups?.includes(group.id) ? place.ordered.as : undefined
  return (
    ordered ?? place.state.intent.selected[group.id]?.as ?? entra ?? place.settings.mapping.microsoft365Groups
  )
}

/** Returns the GUIDs of the desired members of the object of a group, from the cloud or from a listing. */
export function wantedOf(
  place: Place,
  directory: MemoryDirectory,
  members: Iterable<CloudMember>,
): Map<string, MemoryObject> {
  const bySid = new Map([...directory.objects.values()].map((object) => [object.sid, object]))
  const wanted = new Map<string, MemoryObject>()
  for (const member of members) {
    const object = objectOf(member)
    if (object && !object.system) wanted.set(object.guid, object)
  }
  return wanted

  function objectOf({ id, kind, sid }: CloudMember): MemoryObject | undefined {
    const object = sid === undefined ? undefined : bySid.get(sid)
    if (kind === 'user' || sid !== undefined) return object?.kind === kind ? object : undefined
    if (standingOf(place, id) !== 'in') return undefined
    return directory.objects.get(place.shadow.known.get(id)?.guid ?? '')
  }
}

/** The real members of a cloud group. */
export const membersOf = (place: Place, id: string): CloudMember[] => place.cloud.members.get(id) ?? []

export const isSecurity = (object: MemoryObject): boolean =>
  (Number(object.attributes['groupType']?.[0] ?? 0) & 0x80000000) !== 0

export const accessKey = (group: string, member: string): string => `${group}>${member}`

/** Every membership in a directory, also by primary group. */
export function accessOf(objects: ReadonlyMap<string, MemoryObject>): Set<string> {
  const access = new Set<string>()
  for (const { guid, members, primaryGroup } of objects.values()) {
    for (const member of members) access.add(accessKey(guid, member))
    if (primaryGroup !== undefined) access.add(accessKey(primaryGroup, guid))
  }
  return access
}
