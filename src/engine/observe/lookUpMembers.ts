/** Looks up the objects of all new members, many per request. */
import type { GroupDraft } from '../../planner/groupDraft.js'
import type { MemberLookups, WrittenObjectIds } from '../../planner/memberLookups.js'
import type { ObserveContext } from './observation.js'
import type { Comparison } from './pairObjects.js'

/**
 * A run over everything has already read the objects of nested groups; a run over some groups looks them up. An object
 * that the state does not know, or that is not adopted yet, is not nested in any group.
 */
export async function lookUpMembers(
  { drafts: known, objects }: Comparison,
  drafts: readonly GroupDraft[],
  { target, readIds, memory, signal }: ObserveContext,
): Promise<MemberLookups> {
  const byAnchor = drafts.flatMap(({ delta }) => delta?.byAnchor ?? [])
  const bySid = drafts.flatMap(({ delta }) => delta?.bySid ?? [])
  const sids = new Set([...bySid, ...byAnchor.map(({ member }) => member)].flatMap(({ sid }) => sid ?? []))
  const nested = new Set(byAnchor.map(({ member }) => member.id))
  const objectsByGroup = new Map<string, WrittenObjectIds[]>(objects)
  const ambiguousGroups = new Set<string>()
  const unread = readIds ? [...nested].filter((id) => !objects.has(id)) : []
  for (const { groupId, guid, sid, dn } of await target.findWrittenObjects(unread, signal)) {
    const remembered = memory.groups[groupId]
    if (remembered && remembered.guid !== guid) continue
    if (!remembered) ambiguousGroups.add(groupId)
    objectsByGroup.set(groupId, [...(objectsByGroup.get(groupId) ?? []), { guid, sid, dn }])
  }
  const createdGroups = new Set<string>()
  for (const { id, writtenObject, error, adopting } of known.values()) {
    if (error || adopting) ambiguousGroups.add(id)
    else if (!writtenObject) createdGroups.add(id)
  }
  const rememberedGuids = new Map([...nested].flatMap((id) => mapEntry(id, memory.groups[id]?.guid)))
  return {
    bySid: await target.resolveMembers([...sids], signal),
    objectsByGroup,
    createdGroups,
    ambiguousGroups,
    rememberedGuids,
  }
}

const mapEntry = (id: string, guid: string | undefined): Array<[string, string]> =>
  guid === undefined ? [] : [[id, guid]]
