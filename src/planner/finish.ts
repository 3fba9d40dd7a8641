/** Turns drafts into what is planned, once new members were looked up and leavers were proved. */
import type { Problem } from '../errors.js'
import { removeMembers, type Annotate, type Change, type Surplus } from '../model/change.js'
import type { DirectoryMember, MemberReference, SkippedMember } from '../model/member.js'
import type { GroupMemory } from '../model/memory.js'
import type { WaitingChange } from '../model/plan.js'
import type { Draft } from './draft.js'
import { protectedObject } from './join.js'
import { endsOf } from './losses.js'
import type { Judgement } from './judgeListing.js'
import type { Lookups } from './memberLookups.js'
import { settleMembers } from './members.js'
import type { PlannedGroup } from './plannedGroup.js'
import { deprovision } from './policy.js'

/** A draft whose members are decided. */
export interface SettledDraft {
  draft: Draft
  adding: MemberReference[]
  /** Missing where there is no object, or nobody leaves. */
  leaving?: Surplus
  skipped: SkippedMember[]
}

export function settleDraft(draft: Draft, lookups: Lookups): SettledDraft {
  if (!draft.delta || draft.error) return { draft, adding: [], skipped: [] }
  const { adding, skipped, leaving } = settleMembers(draft.delta, lookups)
  return { draft, adding, skipped, ...(leaving && leaving.members.length > 0 && { leaving }) }
}

/**
 * Whether a listing has to be proved: somebody would leave, or a group was read as empty although it had members or is
 * about to be made, or its rule is another one.
 */
export function proofNeeded({ draft, leaving }: SettledDraft, known: GroupMemory | undefined): boolean {
  const { listing, error, changes, membersBefore, ruleChanged } = draft
  if (error || !listing) return false
  const hadMembers = membersBefore > 0 || (known?.members ?? 0) > 0
  return (
    leaving !== undefined ||
    ruleChanged === true ||
    (listing.size === 0 && (hadMembers || changes.some(isBeginning)))
  )
}

const isBeginning = (change: Change): change is Extract<Change, { type: 'createGroup' | 'restoreGroup' }> =>
  change.type === 'createGroup' || change.type === 'restoreGroup'

export interface FinishContext {
  /** Missing where nothing had to be proved. */
  judgement?: Judgement
  annotate: Annotate
  /** How many of those who stay have a disabled account. */
  disabledStaying?: number
  /** Users without a SID at the last proven read; none where that is not known of an object that was written. */
  withoutSidBefore?: number
}

export function finishDraft(settled: SettledDraft, context: FinishContext): PlannedGroup {
  const { draft, skipped } = settled
  const { id, displayName, dn, membersBefore, lostRecently, membersEarlier, protection } = draft
  const { ordered = false, recreated = false } = draft
  const { changes, waiting } = draft.error ? nothing() : decided(settled, context)
  const error = draft.error ?? problemOf(draft, context.judgement)
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
    membersEarlier,
    identifiersVanished: vanished(settled, context),
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

const primaryLeaversOf = ({ delta, ending }: Draft): readonly DirectoryMember[] =>
  ending && ending.policy !== 'keep' ? ending.group.primaryMembers : (delta?.primaryLeavers ?? [])

interface Decided {
  changes: Change[]
  waiting: WaitingChange[]
}

const nothing = (): Decided => ({ changes: [], waiting: [] })

function decided({ draft, adding, leaving }: SettledDraft, { judgement, annotate }: FinishContext): Decided {
  if (draft.ending) {
    const ending = deprovision(draft.ending, annotate)
    const leaving = ending.flatMap(endsOf).length
    return { changes: [...draft.changes.map((change) => described(change, leaving)), ...ending], waiting: [] }
  }
  const proof = judgement && 'proof' in judgement ? judgement.proof : undefined
  const doubt = judgement && !('proof' in judgement) ? judgement : undefined
  const wait = (change?: WaitingChange['change']): Decided['waiting'] =>
    doubt ? [{ ...(change && { change }), reason: doubt.reason, since: doubt.doubt.since }] : []
  const beginning = draft.changes.find(isBeginning)
  // A group that may have been read as empty by mistake is not written empty.
  if (doubt && beginning) return { changes: [], waiting: wait(beginning) }
  const removal: Change[] = leaving && proof ? [removeMembers(leaving, draft.dn, proof, annotate)] : []
  const told = leaving && {
    type: 'removeMembers' as const,
    guid: leaving.guid,
    dn: draft.dn,
    members: leaving.members.map(annotate),
  }
  if (draft.protection) return { changes: removal, waiting: told ? wait(told) : [] }
  const guid = draft.object?.guid
  const addition: Change[] =
    adding.length > 0
      ? [{ type: 'addMembers', ...(guid !== undefined && { guid }), dn: draft.dn, members: adding }]
      : []
  const first = draft.changes.map((change) =>
    completed(described(change, leaving?.members.length ?? 0), annotate),
  )
  // Leavers go before joiners: access ends first.
  return {
    changes: [...first, ...removal, ...addition],
    // A rule that changed is waited for only where somebody would leave.
    waiting: told || draft.listing?.size === 0 ? wait(told) : [],
  }
}

/** Whoever approves that an object is taken over has to know who would leave it. */
const described = (change: Change, leaving: number): Change =>
  change.type === 'adoptGroup' ? { ...change, leaving } : change

/** With what only the look-up of members could tell. */
function completed(change: Change, annotate: Annotate): Change {
  if (change.type !== 'updateGroup' && change.type !== 'moveGroup') return change
  return change.ends ? { ...change, ends: change.ends.map((member) => annotate(withGuid(member))) } : change
}

const withGuid = ({ guid = '', sid, dn = '' }: MemberReference) => ({
  guid,
  dn,
  ...(sid !== undefined && { sid }),
})

function problemOf(draft: Draft, judgement: Judgement | undefined): Problem | undefined {
  if (draft.protection) return protectedObject(draft.dn, draft.protection)
  if (draft.finding) return draft.finding
  if (!judgement || 'proof' in judgement || !judgement.overdue) return undefined
  const { listed, counted, doubt } = judgement
  return {
    code: 'countDiffers',
    message: `Since ${doubt.since} Graph lists ${listed} members of this group${counted === undefined ? ' and gives no count of them' : ` and counts ${counted}`}, and no two listings were the same.`,
    hint: 'Compare the members in the Entra admin centre; nobody is removed until the numbers agree.',
    details: { listed, ...(counted !== undefined && { counted }) },
  }
}

/** Members who leave while as many users of the group lost their SID: they may be the same people. */
function vanished({ draft, leaving }: SettledDraft, { withoutSidBefore }: FinishContext): number {
  if (withoutSidBefore === undefined || draft.withoutSid === undefined || !leaving) return 0
  return Math.min(leaving.members.length, Math.max(0, draft.withoutSid - withoutSidBefore))
}
