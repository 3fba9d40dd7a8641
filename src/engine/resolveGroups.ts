/** Resolves the groups that people name by object id, mail address or display name. */
import { errorFromProblems, type Problem } from '../errors.js'
import { isObjectId } from '../model/anchor.js'
import type { CloudGroup } from '../model/group.js'
import { groupNotFoundProblem } from '../model/groupNotFound.js'
import type { SkippedGroup } from '../model/reason.js'
import type { GroupSource } from './ports.js'

export interface ResolvedGroups<T> {
  groups: T[]
  /** Names that are unknown or ambiguous; the other groups are not affected. */
  unresolved: Problem[]
}

/** Resolves references to cloud groups; `groups` may be empty. */
export async function resolveGroups(
  source: GroupSource,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<ResolvedGroups<CloudGroup>> {
  const found = [...(await source.findGroups(references, signal)).values()]
  const groups = found.filter(isCloudGroup)
  return { groups, unresolved: found.filter(isProblem) }
}

/**
 * Resolves references to object ids. An object id is not looked up, since its group may exist in AD alone.
 * @throws WritebackError `groupNotFound`, `groupAmbiguous` if no reference could be resolved
 */
export async function resolveGroupIds(
  source: GroupSource,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<ResolvedGroups<string>> {
  const names = references.filter((reference) => !isObjectId(reference))
  const found = names.length > 0 ? await source.findGroups(names, signal) : new Map<string, never>()
  const unresolved: Problem[] = []
  const ids = references.flatMap((reference) => {
    const group = found.get(reference)
    if (!group) return [reference.toLowerCase()]
    if (!isProblem(group)) return [group.id]
    unresolved.push(group)
    return []
  })
  const [first, ...others] = unresolved
  if (first && ids.length === 0) throw errorFromProblems([first, ...others])
  return { groups: [...new Set(ids)], unresolved }
}

const isCloudGroup = (found: CloudGroup | Problem): found is CloudGroup => !isProblem(found)
const isProblem = (found: CloudGroup | Problem): found is Problem => 'code' in found

/** Reports the groups that a person named and that are not written: one problem per reason. */
export function unwrittenGroupProblems(
  skipped: readonly SkippedGroup[],
  named: readonly string[],
): Problem[] {
  const names = new Set(named)
  const concerned = skipped.filter(({ id }) => names.has(id))
  return [...new Set(concerned.map(({ reason }) => reason))].flatMap((reason) => {
    const groups = concerned.filter((group) => group.reason === reason)
    if (reason === 'notFound') return groups.map(({ id }) => groupNotFoundProblem(id))
    return [skippedProblem(reason, groups)]
  })
}

/** Maximum number of groups that a message names; the details have all of them. */
const maxGroupsInMessage = 10

function skippedProblem(reason: SkippedGroup['reason'], groups: readonly SkippedGroup[]): Problem {
  const names = groups.slice(0, maxGroupsInMessage).map(({ displayName, id }) => displayName || id)
  const more = groups.length - names.length
  return {
    code: 'groupSkipped',
    message: `Not written (${reason}): ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    hint: 'Look up the reason in the documentation; skippedGroups lists all groups.',
    details: { reason, groups: groups.map(({ id }) => id) },
  }
}
