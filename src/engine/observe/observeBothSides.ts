/** Reads both sides and compares them: everything that the planner needs to know. */
import type { SkippedGroup } from '../../model/reason.js'
import { sharedAliasProblems } from '../../planner/sharedAliases.js'
import type { GroupDraft } from '../../planner/groupDraft.js'
import { copiedAnchorProblem } from '../../planner/joinProblems.js'
import { rememberedObjects } from '../../planner/join.js'
import { memoryAfterReading, type ReadResults } from '../../planner/nextMemory.js'
import type { Ports } from '../ports.js'
import { checkMembersReadable } from './checkMembersReadable.js'
import type { Observation, ObserveContext, ObserveRequest } from './observation.js'
import { deprovisionOrphans, type DeprovisionedOrphans } from './deprovisionOrphans.js'
import { describeAdoptions, finishDrafts, findProtectedPaths } from './finishDrafts.js'
import { readManagedBase } from './managedBase.js'
import { nestedScopeReader } from './nestedScope.js'
import { draftNewGroups } from './draftNewGroups.js'
import { pairObjects, type Comparison } from './pairObjects.js'
import { memberReader } from './readCloudMembers.js'
import { hasScopeDecision, readScope, unwrittenNamedGroups, type ScopeRead } from './readScope.js'
import { deprovisionUnlisted, type DeprovisionedUnlisted } from './deprovisionUnlisted.js'

export async function observeBothSides(
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
    managed: await readManagedBase(comparison, context),
    sourceEmpty: scope.sourceEmpty,
    recent: request.recent,
    memory: await memoryAfter(compared, ended, { drafts, judgements }, context),
    notices: sharedAliasProblems([...scope.selection.desired.values()].map(({ desired }) => desired)),
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
  const selectionContext = { ...context, facts: await target.readFacts(signal) }
  const scope = await readScope(context, selectionContext)
  const { selection } = scope
  const nesting = nestedScopeReader(source, selectionContext, selection, readIds !== undefined, signal)
  const reader = memberReader(source, signal)
  const pairing = { ...context, selection, nesting, reader, known: rememberedObjects(memory) }
  const comparison = await pairObjects(pairing)
  const collided = await draftNewGroups(comparison, pairing)
  reader.throwIfAllDenied()
  return { scope, comparison, collided }
}

/** Objects of groups that are not written any more. */
interface EndedObjects {
  orphans: DeprovisionedOrphans
  unlisted: DeprovisionedUnlisted
}

/** Deprovisions the objects of groups that are not written any more: listed ones, then those that AD does not list. */
async function endUnwritten(
  { scope, comparison }: ComparedScope,
  context: ObserveContext,
): Promise<EndedObjects> {
  const orphans = deprovisionOrphans(comparison.orphans, scope, context)
  return { orphans, unlisted: await deprovisionUnlisted(comparison, scope, context) }
}

function skippedGroups(
  { scope, comparison, collided }: ComparedScope,
  { orphans, unlisted }: EndedObjects,
  context: ObserveContext,
): SkippedGroup[] {
  const hasObject = (id: string) => comparison.objects.has(id) || comparison.drafts.has(id)
  return [
    ...scope.selection.skipped.values(),
    ...collided,
    ...orphans.skipped,
    ...unlisted.skipped,
    ...unwrittenNamedGroups(context, scope, hasObject),
  ]
}

/** The memory with everything that was learned by reading. */
async function memoryAfter(
  { scope, comparison }: ComparedScope,
  { orphans, unlisted }: EndedObjects,
  finished: Pick<ReadResults, 'drafts' | 'judgements'>,
  { target, memory, signal }: ObserveContext,
) {
  return memoryAfterReading(memory, {
    ...finished,
    absences: orphans.absences,
    isFound: (id) => hasScopeDecision(scope.selection, id),
    confirmedCreations: comparison.recognized,
    groupsWithoutObject: unlisted.gone,
    controller: (await target.currentController(signal)).host,
  })
}

/** Adds a finding to groups whose anchor is also on another object. The group's own object is known, so it is written. */
function withCopyFindings({ drafts, copies, objects }: Comparison): GroupDraft[] {
  return [...drafts.values()].map((draft) => {
    const copiesOfGroup = copies.get(draft.id)
    const [known] = objects.get(draft.id) ?? []
    if (!copiesOfGroup || !known || draft.error) return draft
    const finding = copiedAnchorProblem(
      known.dn,
      copiesOfGroup.map(({ dn }) => dn),
    )
    return { ...draft, nonBlockingProblem: draft.nonBlockingProblem ?? finding }
  })
}
