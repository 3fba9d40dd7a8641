/** The groups that people name, by object id, mail address or display name. */
import { errorOfProblems, type Problem } from '../errors.js'
import { isObjectId } from '../model/anchor.js'
import type { CloudGroup } from '../model/group.js'
import { groupNotFound } from '../model/groupNotFound.js'
import type { SkippedGroup } from '../model/reason.js'
import type { GroupSource } from './ports.js'

/** Names that are not known, or not clear, stop only themselves. */
export interface ResolvedGroups<T> {
  groups: T[]
  refused: Problem[]
}

/** The groups in the cloud; it may be that none is left. */
export async function resolveGroups(
  source: GroupSource,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<ResolvedGroups<CloudGroup>> {
  const found = [...(await source.findGroups(references, signal)).values()]
  const groups = found.filter(isGroup)
  return { groups, refused: found.filter(isProblem) }
}

/**
 * Object ids are taken as they are: their groups may be in AD alone.
 * @throws WritebackError `groupNotFound`, `groupAmbiguous` where no name is left
 */
export async function resolveIds(
  source: GroupSource,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<ResolvedGroups<string>> {
  const names = references.filter((reference) => !isObjectId(reference))
  const found = names.length > 0 ? await source.findGroups(names, signal) : new Map<string, never>()
  const refused: Problem[] = []
  const ids = references.flatMap((reference) => {
    const group = found.get(reference)
    if (!group) return [reference.toLowerCase()]
    if (!isProblem(group)) return [group.id]
    refused.push(group)
    return []
  })
  const [first, ...others] = refused
  if (first && ids.length === 0) throw errorOfProblems([first, ...others])
  return { groups: [...new Set(ids)], refused }
}

const isGroup = (found: CloudGroup | Problem): found is CloudGroup => !isProblem(found)
const isProblem = (found: CloudGroup | Problem): found is Problem => 'code' in found

/** Groups that a person named and that are not written, one problem for each reason. */
export function notWritten(skipped: readonly SkippedGroup[], named: readonly string[]): Problem[] {
  const names = new Set(named)
  const concerned = skipped.filter(({ id }) => names.has(id))
  return [...new Set(concerned.map(({ reason }) => reason))].flatMap((reason) => {
    const groups = concerned.filter((group) => group.reason === reason)
    if (reason === 'notFound') return groups.map(({ id }) => groupNotFound(id))
    return [skippedProblem(reason, groups)]
  })
}

/** How many groups a message names; the details have all of them. */
const namedInMessage = 10

function skippedProblem(reason: SkippedGroup['reason'], groups: readonly SkippedGroup[]): Problem {
  const names = groups.slice(0, namedInMessage).map(({ displayName, id }) => displayName || id)
  const more = groups.length - names.length
  return {
    code: 'groupSkipped',
    message: `Not written (${reason}): ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    hint: 'The reasons are explained in the documentation; skippedGroups lists them all.',
    details: { reason, groups: groups.map(({ id }) => id) },
  }
}
