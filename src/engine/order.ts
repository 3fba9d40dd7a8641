/** What `disableWriteback` asks for: no look at the cloud, a person's order instead. */
import type { DirectoryGroup, UnreadGroup } from '../model/group.js'
import type { SkippedGroup } from '../model/reason.js'
import type { Deprovision } from '../model/settings.js'
import { failedDraft, finish, type Draft } from '../planner/draft.js'
import { joinProblem } from '../planner/join.js'
import { deprovision } from '../planner/policy.js'
import type { Observation } from './observe.js'
import { nameOf, orphanDraft } from './orphans.js'
import type { GroupTarget } from './ports.js'

export async function observeOrder(
  target: GroupTarget,
  which: 'all' | readonly string[],
  objects: Deprovision,
  signal?: AbortSignal,
): Promise<Observation> {
  const drafts = new Map<string, Draft>()
  const skippedGroups: SkippedGroup[] = []
  const managed = { groups: 0, members: 0 }
  const seen = new Set<string>()
  const perPage = async (page: ReadonlyArray<DirectoryGroup | UnreadGroup>) => {
    for (const group of page) {
      managed.groups++
      managed.members += 'members' in group ? group.members.items.length : 0
      for (const each of group.groupIds) seen.add(each)
      const [id] = group.groupIds
      const draft = ordered(group, drafts.get(id)?.dn, objects)
      if (draft.changes.length > 0 || draft.error) drafts.set(id, draft)
      else skippedGroups.push({ id, displayName: nameOf(group), reason: 'disabled' })
    }
    return []
  }
  await target.readManagedGroups(which, perPage, signal)
  // A group without an object is switched off all the same.
  const others = which === 'all' ? [] : which.filter((id) => !seen.has(id))
  skippedGroups.push(...others.map((id) => ({ id, displayName: id, reason: 'disabled' as const })))
  const nothing = {
    bySid: new Map(),
    written: new Map(),
    created: new Set<string>(),
    undecided: new Set<string>(),
  }
  const groups = [...drafts.values()].map((draft) => finish(draft, nothing))
  return { groups, skippedGroups, managed, sourceEmpty: false }
}

function ordered(group: DirectoryGroup | UnreadGroup, twin: string | undefined, objects: Deprovision): Draft {
  const [id] = group.groupIds
  const problem = joinProblem(group, twin)
  if ('error' in group) return failedDraft(id, nameOf(group), group.dn, problem ?? group.error.problems[0])
  if (problem) return failedDraft(id, nameOf(group), group.dn, problem)
  return orphanDraft(id, group, deprovision(group, objects, { order: 'disableWriteback' }))
}
