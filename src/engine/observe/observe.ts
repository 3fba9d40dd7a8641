/** Everything the planner needs to know, read from both sides. */
import type { Problem } from '../../errors.js'
import type { AdoptGroup } from '../../model/change.js'
import type { ProtectedPath } from '../../model/location.js'
import { finishDraft, settleDraft } from '../../planner/finish.js'
import { anchorCopied, knownObjects } from '../../planner/join.js'
import { sharedAliases } from '../../planner/aliases.js'
import { beginningOf } from '../../planner/losses.js'
import { learnedMemory } from '../../planner/nextMemory.js'
import type { Draft } from '../../planner/draft.js'
import type { PlannedGroup } from '../../planner/plannedGroup.js'
import type { Ports } from '../ports.js'
import { checkMembersReadable } from './checkMembersReadable.js'
import type { Observation, ObserveContext, ObserveRequest } from './context.js'
import { endGroups } from './endings.js'
import { lookUpMembers } from './lookUpMembers.js'
import { managedBase } from './managedBase.js'
import { nestingOf } from './nestedScope.js'
import { draftNewGroups } from './newGroups.js'
import { pairObjects, type Comparison } from './pairObjects.js'
import { describeLeavers, judgeListings } from './proveLeavers.js'
import { memberReader } from './readCloudMembers.js'
import { isPlaced, readScope, unwrittenGroups } from './readScope.js'
import { settleUnlisted } from './unlistedObjects.js'

export async function observe(
  { source, target }: Pick<Ports, 'source' | 'target'>,
  request: ObserveRequest,
): Promise<Observation> {
  const { readIds, memory, signal } = request
  const context: ObserveContext = { ...request, source, target }
  const placeContext = { ...request, facts: await target.facts(signal) }
  const scope = await readScope(context, placeContext)
  const { placed, sourceEmpty } = scope
  const nesting = nestingOf(source, placeContext, placed, readIds !== undefined, signal)
  const reader = memberReader(source, signal)
  const pairing = { ...context, placed, nesting, reader, known: knownObjects(memory) }
  const comparison = await pairObjects(pairing)
  const collided = await draftNewGroups(comparison, pairing)
  reader.refuseIfAllFailed()
  const endings = endGroups(comparison.orphans, scope, context)
  const unlisted = await settleUnlisted(comparison, scope, context)
  const found = [...withCopies(comparison), ...endings.drafts, ...unlisted.drafts]
  const drafts = await checkMembersReadable(found, context)
  const { groups, judgements } = await finishDrafts(drafts, comparison, context)
  return {
    groups: await describeAdoptions(await findProtected(groups, context), context),
    skippedGroups: [
      ...placed.skipped.values(),
      ...collided,
      ...endings.skipped,
      ...unlisted.skipped,
      ...unwrittenGroups(context, scope, (id) => comparison.objects.has(id) || comparison.drafts.has(id)),
    ],
    managed: await managedBase(comparison, context),
    sourceEmpty,
    recent: request.recent,
    memory: learnedMemory(memory, {
      drafts,
      judgements,
      absences: endings.learned,
      isFound: (id) => isPlaced(placed, id),
      recognized: comparison.recognized,
      gone: unlisted.gone,
      controller: (await target.controller(signal)).host,
    }),
    notices: sharedAliases([...placed.desired.values()].map(({ desired }) => desired)),
  }
}

async function finishDrafts(drafts: readonly Draft[], comparison: Comparison, context: ObserveContext) {
  const lookups = await lookUpMembers(comparison, drafts, context)
  const settled = drafts.map((draft) => settleDraft(draft, lookups))
  const judgements = await judgeListings(settled, context)
  const { annotateFor, disabledStaying } = await describeLeavers(settled, context)
  const groups = settled.map((one) => {
    const { id } = one.draft
    const judgement = judgements.get(id)
    const known = context.memory.groups[id]
    const withoutSidBefore = known && (known.withoutSid ?? 0)
    return finishDraft(one, {
      annotate: annotateFor(id),
      disabledStaying: disabledStaying(id),
      ...(judgement && { judgement }),
      ...(withoutSidBefore !== undefined && { withoutSidBefore }),
    })
  })
  return { groups, judgements }
}

/** A group whose object is known goes on; that somebody copied its anchor is told. */
function withCopies({ drafts, copies, objects }: Comparison): Draft[] {
  return [...drafts.values()].map((draft) => {
    const found = copies.get(draft.id)
    const [known] = objects.get(draft.id) ?? []
    if (!found || !known || draft.error) return draft
    const finding: Problem = anchorCopied(
      known.dn,
      found.map(({ dn }) => dn),
    )
    return { ...draft, finding: draft.finding ?? finding }
  })
}

/** Only groups through which somebody would get access are asked about. */
async function findProtected(
  groups: readonly PlannedGroup[],
  { target, signal }: ObserveContext,
): Promise<PlannedGroup[]> {
  const guidOf = ({ changes }: PlannedGroup) =>
    changes.flatMap((change) =>
      beginningOf(change) > 0 && 'guid' in change && change.guid !== undefined ? [change.guid] : [],
    )[0]
  const guids = groups.flatMap((group) => guidOf(group) ?? [])
  const paths =
    guids.length > 0 ? await target.findProtectedParents(guids, signal) : new Map<string, ProtectedPath[]>()
  return groups.map((group) => {
    const protectedPaths = paths.get(guidOf(group) ?? '')
    return protectedPaths ? { ...group, protectedPaths } : group
  })
}

/** Whoever approves has to know whose object it is. */
async function describeAdoptions(
  groups: readonly PlannedGroup[],
  { target, signal }: ObserveContext,
): Promise<PlannedGroup[]> {
  const adoptions = groups.flatMap(({ changes }) =>
    changes.flatMap((change): AdoptGroup[] => (change.type === 'adoptGroup' ? [change] : [])),
  )
  if (adoptions.length === 0) return [...groups]
  const origins = await target.readOrigins(
    adoptions.map(({ guid }) => guid),
    signal,
  )
  return groups.map((group) => ({
    ...group,
    changes: group.changes.map((change) =>
      change.type === 'adoptGroup' ? { ...change, ...origins.get(change.guid) } : change,
    ),
  }))
}
