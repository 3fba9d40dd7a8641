/** Turns drafts into planned groups, after new members were looked up and removals were proven. */
import type { Problem } from '../errors.js'
import { removeMembers, type Annotate, type Change, type Surplus } from '../model/change.js'
import type { DirectoryMember, MemberReference, SkippedMember } from '../model/member.js'
import type { GroupMemory } from '../model/memory.js'
import type { WaitingChange } from '../model/plan.js'
import type { GroupDraft } from './groupDraft.js'
import { protectedObjectProblem } from './joinProblems.js'
import { endedMemberships } from './accessLosses.js'
import type { ListingJudgement } from './judgeListing.js'
import type { MemberLookups } from './memberLookups.js'
import { decideMembers } from './members.js'
import type { PlannedGroup } from './plannedGroup.js'
import { deprovisionChanges } from './deprovision.js'

/** A draft with its decided members. */
export interface DecidedDraft {
  draft: GroupDraft
  adding: MemberReference[]
  /** Undefined if there is no object or no member leaves. */
  leaving?: Surplus
  skipped: SkippedMember[]
}

/** Decides the members of a draft by the look-ups. */
export function decideDraft(draft: GroupDraft, lookups: MemberLookups): DecidedDraft {
  if (!draft.delta || draft.error) return { draft, adding: [], skipped: [] }
  const { adding, skipped, leaving } = decideMembers(draft.delta, lookups)
  return { draft, adding, skipped, ...(leaving && leaving.members.length > 0 && { leaving }) }
}

/**
 * Returns true if the listing must be proven: members would leave, the rule changed, or no member was listed although
 * the group had members or is about to be created.
 */
export function needsProof({ draft, leaving }: DecidedDraft, remembered: GroupMemory | undefined): boolean {
  const { listing, error, changes, membersBefore, ruleChanged } = draft
  if (error || !listing) return false
  const hadMembers = membersBefore > 0 || (remembered?.members ?? 0) > 0
  return (
    leaving !== undefined ||
    ruleChanged === true ||
    (listing.size === 0 && (hadMembers || changes.some(isObjectCreation)))
  )
}

const isObjectCreation = (
  change: Change,
): change is Extract<Change, { type: 'createGroup' | 'restoreGroup' }> =>
  change.type === 'createGroup' || change.type === 'restoreGroup'

export interface FinishContext {
  /** Undefined if the listing needed no proof. */
  judgement?: ListingJudgement
  annotate: Annotate
  /** The number of remaining members with a disabled account. */
  disabledStaying?: number
  /** The number of users without a SID at the last proven read; undefined if it is unknown for a written object. */
  withoutSidBefore?: number
}

/** Completes a draft to a planned group, with its changes and all facts for the guard. */
export function finishDraft(decided: DecidedDraft, context: FinishContext): PlannedGroup {
  const { draft, skipped } = decided
  const { id, displayName, dn, membersBefore, lostRecently, membersWithRecentlyLost, protection } = draft
  const { ordered = false, recreated = false } = draft
  const { changes, waiting } = draft.error ? unchangedMembers() : plannedChanges(decided, context)
  const error = draft.error ?? draftProblem(draft, context.judgement)
  return {
    id,
    displayName,
    dn,
    status: error ? 'failed' : 'inSync',
    changes,
    withheld: [],
    waiting,
    skippedMembers: skipped,
    skippedValues: [...draft.skippedValues],
    membersBefore,
    disabledStaying: context.disabledStaying ?? 0,
    isCompared: draft.error === undefined,
    lostRecently,
    membersWithRecentlyLost,
    identifiersVanished: countVanishedSids(decided, context),
    primaryLeavers: primaryLeaversOf(draft),
    protectedPaths: [],
    ordered,
    recreated,
    ...(draft.fingerprint !== undefined && { fingerprint: draft.fingerprint }),
    ...(draft.withoutSid !== undefined && { withoutSid: draft.withoutSid }),
    ...(draft.ruleDigest !== undefined && { ruleDigest: draft.ruleDigest }),
    ...(error && { error }),
    ...(protection && { protection }),
  }
}

const primaryLeaversOf = ({ delta, deprovisioning }: GroupDraft): readonly DirectoryMember[] =>
  deprovisioning && deprovisioning.policy !== 'keep'
    ? deprovisioning.group.primaryMembers
    : (delta?.primaryLeavers ?? [])

interface PlannedChanges {
  changes: Change[]
  waiting: WaitingChange[]
}

const unchangedMembers = (): PlannedChanges => ({ changes: [], waiting: [] })

function plannedChanges(
  { draft, adding, leaving }: DecidedDraft,
  { judgement, annotate }: FinishContext,
): PlannedChanges {
  if (draft.deprovisioning) {
    const ending = deprovisionChanges(draft.deprovisioning, annotate)
    const leaving = ending.flatMap(endedMemberships).length
    return {
      changes: [...draft.changes.map((change) => withLeavingCount(change, leaving)), ...ending],
      waiting: [],
    }
  }
  const proof = judgement && 'proof' in judgement ? judgement.proof : undefined
  const doubt = judgement && !('proof' in judgement) ? judgement : undefined
  const wait = (change?: WaitingChange['change']): WaitingChange[] =>
    doubt ? [{ ...(change && { change }), reason: doubt.reason, since: doubt.doubt.since }] : []
  const beginning = draft.changes.find(isObjectCreation)
  // A group that may be empty only because of an incomplete read is not created.
  if (doubt && beginning) return { changes: [], waiting: wait(beginning) }
  const removal: Change[] = leaving && proof ? [removeMembers(leaving, draft.dn, proof, annotate)] : []
  const unproven = leaving && {
    type: 'removeMembers' as const,
    guid: leaving.guid,
    dn: draft.dn,
    members: leaving.members.map(annotate),
  }
  if (draft.protection) return { changes: removal, waiting: unproven ? wait(unproven) : [] }
  const guid = draft.writtenObject?.guid
  const addition: Change[] =
    adding.length > 0
      ? [{ type: 'addMembers', ...(guid !== undefined && { guid }), dn: draft.dn, members: adding }]
      : []
  const first = draft.changes.map((change) =>
    annotateEnds(withLeavingCount(change, leaving?.members.length ?? 0), annotate),
  )
  // Removals precede additions, so that access ends first.
  return {
    changes: [...first, ...removal, ...addition],
    // After a change of the rule the group waits only if members would leave.
    waiting: unproven || draft.listing?.size === 0 ? wait(unproven) : [],
  }
}

/** Adds to an adoption the number of members that would leave, which its approver has to know. */
const withLeavingCount = (change: Change, leaving: number): Change =>
  change.type === 'adoptGroup' ? { ...change, leaving } : change

/** Annotates the members whose access ends with the group's kind or container. */
function annotateEnds(change: Change, annotate: Annotate): Change {
  if (change.type !== 'updateGroup' && change.type !== 'moveGroup') return change
  return change.ends
    ? { ...change, ends: change.ends.map((member) => annotate(toDirectoryMember(member))) }
    : change
}

const toDirectoryMember = ({ guid = '', sid, dn = '' }: MemberReference) => ({
  guid,
  dn,
  ...(sid !== undefined && { sid }),
})

function draftProblem(draft: GroupDraft, judgement: ListingJudgement | undefined): Problem | undefined {
  if (draft.protection) return protectedObjectProblem(draft.dn, draft.protection)
  if (draft.nonBlockingProblem) return draft.nonBlockingProblem
  if (!judgement || 'proof' in judgement || !judgement.overdue) return undefined
  const { listed, counted, doubt } = judgement
  return {
    code: 'countDiffers',
    message: `The members of this group could not be proven since ${doubt.since}: Graph lists ${listed} members and ${counted === undefined ? 'returns no count' : `counts ${counted}`}, and no two listings were equal.`,
    hint: 'Compare the members in the Entra admin center; no member is removed before the numbers agree.',
    details: { listed, ...(counted !== undefined && { counted }) },
  }
}

/** Counts the leaving members who may be those users of the cloud group that lost their SID since the last run. */
function countVanishedSids({ draft, leaving }: DecidedDraft, { withoutSidBefore }: FinishContext): number {
  if (withoutSidBefore === undefined || draft.withoutSid === undefined || !leaving) return 0
  return Math.min(leaving.members.length, Math.max(0, draft.withoutSid - withoutSidBefore))
}
