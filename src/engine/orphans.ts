/** Objects whose cloud group is not written any more: found out why, and treated by the policy. */
import type { Change } from '../model/change.js'
import type { DirectoryGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { GroupReason, SkippedGroup } from '../model/reason.js'
import type { Deprovision } from '../model/settings.js'
import type { Draft } from '../planner/draft.js'
import type { Placed } from '../planner/place.js'
import { deprovision } from '../planner/policy.js'
import type { GroupSource } from './ports.js'

export interface OrphanContext {
  source: GroupSource
  placed: Placed
  intent: Intent
  policy: Deprovision
  signal?: AbortSignal
}

export interface Orphans {
  drafts: Draft[]
  skipped: SkippedGroup[]
}

/**
 * | the group                                   | its object       |
 * |---------------------------------------------|------------------|
 * | is disabled by name                         | kept             |
 * | is in scope, but of a kind we do not write  | kept             |
 * | is in the cloud, not in scope               | by policy        |
 * | is not in the cloud, looked for repeatedly  | by policy        |
 */
export async function placeOrphans(
  orphans: ReadonlyMap<string, DirectoryGroup>,
  context: OrphanContext,
): Promise<Orphans> {
  const { source, placed, intent, policy, signal } = context
  const unknown = [...orphans.keys()].filter((id) => !placed.skipped.has(id) && !intent.disabled.includes(id))
  // Only what takes something away has to be certain; to name a reason, one look is enough.
  const found = await (policy === 'keep'
    ? source.readGroups('all', unknown, signal)
    : source.confirm(unknown, signal))
  const inCloud = new Set(found.items.map(({ id }) => id))
  const result: Orphans = { drafts: [], skipped: [] }
  for (const [id, group] of orphans) {
    if (placed.skipped.has(id)) continue // has its reason already
    const reason: GroupReason = intent.disabled.includes(id)
      ? 'disabled'
      : inCloud.has(id)
        ? 'leftScope'
        : 'deletedInCloud'
    const changes = reason === 'disabled' ? [] : deprovision(group, policy, found)
    if (changes.length > 0) result.drafts.push(orphanDraft(id, group, changes))
    else result.skipped.push({ id, displayName: nameOf(group), reason })
  }
  return result
}

export function orphanDraft(id: string, group: DirectoryGroup, changes: Change[]): Draft {
  const { guid, sid, dn, members } = group
  const membersBefore = members.items.length
  return { id, displayName: nameOf(group), dn, object: { guid, sid, dn }, membersBefore, changes }
}

export const nameOf = (group: Pick<DirectoryGroup, 'attributes' | 'dn'>): string =>
  group.attributes['displayName']?.[0] ?? group.attributes['cn']?.[0] ?? group.dn
