/** Reads both sides and compares them: everything that the planner needs to know. */
import type { SkippedGroup } from '../../model/reason.js'
import { sharedAliases } from '../../planner/aliases.js'
import type { Draft } from '../../planner/draft.js'
import { anchorCopied, knownObjects } from '../../planner/join.js'
import { learnedMemory, type Learned } from '../../planner/nextMemory.js'
import type { Ports } from '../ports.js'
import { checkMembersReadable } from './checkMembersReadable.js'
import type { Observation, ObserveContext, ObserveRequest } from './context.js'
import { endGroups, type Endings } from './endings.js'
import { describeAdoptions, finishDrafts, findProtectedPaths } from './finishDrafts.js'
import { managedBase } from './managedBase.js'
import { nestingOf } from './nestedScope.js'
import { draftNewGroups } from './newGroups.js'
import { pairObjects, type Comparison } from './pairObjects.js'
import { memberReader } from './readCloudMembers.js'
import { isPlaced, readScope, unwrittenGroups, type ScopeRead } from './readScope.js'
import { settleUnlisted, type UnlistedObjects } from './unlistedObjects.js'

export async function observe(
  { source, target }: Pick<Ports, 'source' | 'target'>,
  request: ObserveRequest,
): Promise<Observation> {
  const context: ObserveContext = { ...request, source, target }
  const compared = await compareScope(context)
  const ended = await endUnwritten(compared, context)
  const { scope, comparison } = compared
  const drafted = [...withCopyFindings(comparison), ...ended.orphans.drafts, ...ended.unlisted.drafts]
  const drafts = await checkMembersReadable(drafted, context)
  const { groups, judgements } = await finishDrafts(drafts, comparison, context)
  return {
    groups: await describeAdoptions(await findProtectedPaths(groups, context), context),
    skippedGroups: skippedGroups(compared, ended, context),
    managed: await managedBase(comparison, context),
    sourceEmpty: scope.sourceEmpty,
    recent: request.recent,
    memory: await memoryAfter(compared, ended, { drafts, judgements }, context),
    notices: sharedAliases([...scope.placed.desired.values()].map(({ desired }) => desired)),
  }
}

/** The groups in scope, compared with AD. */
interface ComparedScope {
  scope: ScopeRead
  comparison: Comparison
  /** New groups that are not written because of an existing object. */
  collided: SkippedGroup[]
}

/** Reads the groups in scope, pairs them with their objects, and drafts the changes of both paired and new groups. */
async function compareScope(context: ObserveContext): Promise<ComparedScope> {
  const { source, target, readIds, memory, signal } = context
  const placeContext = { ...context, facts: await target.facts(signal) }
  const scope = await readScope(context, placeContext)
  const { placed } = scope
  const nesting = nestingOf(source, placeContext, placed, readIds !== undefined, signal)
  const reader = memberReader(source, signal)
  const pairing = { ...context, placed, nesting, reader, known: knownObjects(memory) }
  const comparison = await pairObjects(pairing)
  const collided = await draftNewGroups(comparison, pairing)
  reader.refuseIfAllFailed()
  return { scope, comparison, collided }
}

/** Objects of groups that are not written any more. */
interface EndedObjects {
  orphans: Endings
  unlisted: UnlistedObjects
}

/** Deprovisions the objects of groups that are not written any more: listed ones, then those that AD does not list. */
async function endUnwritten(
  { scope, comparison }: ComparedScope,
  context: ObserveContext,
): Promise<EndedObjects> {
  const orphans = endGroups(comparison.orphans, scope, context)
  return { orphans, unlisted: await settleUnlisted(comparison, scope, context) }
}

function skippedGroups(
  { scope, comparison, collided }: ComparedScope,
  { orphans, unlisted }: EndedObjects,
  context: ObserveContext,
): SkippedGroup[] {
  const hasObject = (id: string) => comparison.objects.has(id) || comparison.drafts.has(id)
  return [
    ...scope.placed.skipped.values(),
    ...collided,
    ...orphans.skipped,
    ...unlisted.skipped,
    ...unwrittenGroups(context, scope, hasObject),
  ]
}

/** The memory with everything that was learned by reading. */
async function memoryAfter(
  { scope, comparison }: ComparedScope,
  { orphans, unlisted }: EndedObjects,
  finished: Pick<Learned, 'drafts' | 'judgements'>,
  { target, memory, signal }: ObserveContext,
) {
  return learnedMemory(memory, {
    ...finished,
    absences: orphans.learned,
    isFound: (id) => isPlaced(scope.placed, id),
    recognized: comparison.recognized,
    gone: unlisted.gone,
    controller: (await target.controller(signal)).host,
  })
}

/** Adds a finding to groups whose anchor is also on another object. The group's own object is known, so it is written. */
function withCopyFindings({ drafts, copies, objects }: Comparison): Draft[] {
  return [...drafts.values()].map((draft) => {
    const copiesOfGroup = copies.get(draft.id)
    const [known] = objects.get(draft.id) ?? []
    if (!copiesOfGroup || !known || draft.error) return draft
    const finding = anchorCopied(
      known.dn,
      copiesOfGroup.map(({ dn }) => dn),
    )
    return { ...draft, finding: draft.finding ?? finding }
  })
}
