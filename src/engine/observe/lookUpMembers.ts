/** Looks up the objects of all new members, many per request. */
import type { Draft } from '../../planner/draft.js'
import type { Lookups, WrittenObject } from '../../planner/memberLookups.js'
import type { ObserveContext } from './context.js'
import type { Comparison } from './pairObjects.js'

/**
 * A run over everything has already read the objects of nested groups; a run over some groups looks them up. An object
 * that the state does not know, or that is not adopted yet, is not nested in any group.
 */
export async function lookUpMembers(
  { drafts: known, objects }: Comparison,
  drafts: readonly Draft[],
  { target, readIds, memory, signal }: ObserveContext,
): Promise<Lookups> {
  const byAnchor = drafts.flatMap(({ delta }) => delta?.byAnchor ?? [])
  const bySid = drafts.flatMap(({ delta }) => delta?.bySid ?? [])
  const sids = new Set([...bySid, ...byAnchor.map(({ member }) => member)].flatMap(({ sid }) => sid ?? []))
  const nested = new Set(byAnchor.map(({ member }) => member.id))
  const written = new Map<string, WrittenObject[]>(objects)
  const undecided = new Set<string>()
  const unread = readIds ? [...nested].filter((id) => !objects.has(id)) : []
  for (const { groupId, guid, sid, dn } of await target.findWritten(unread, signal)) {
    const remembered = memory.groups[groupId]
    if (remembered && remembered.guid !== guid) continue
    if (!remembered) undecided.add(groupId)
    written.set(groupId, [...(written.get(groupId) ?? []), { guid, sid, dn }])
  }
  const created = new Set<string>()
  for (const { id, object, error, adopting } of known.values()) {
    if (error || adopting) undecided.add(id)
    else if (!object) created.add(id)
  }
  const remembered = new Map([...nested].flatMap((id) => mapEntry(id, memory.groups[id]?.guid)))
  return { bySid: await target.resolveMembers([...sids], signal), written, created, undecided, remembered }
}

const mapEntry = (id: string, guid: string | undefined): Array<[string, string]> =>
  guid === undefined ? [] : [[id, guid]]
