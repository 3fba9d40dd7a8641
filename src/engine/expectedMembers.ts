/**
 * Computes which members AD should have after a run. The next run compares them with AD before it counts any membership
 * as new in the cloud.
 */
import type { MemberReference } from '../model/member.js'
import type { GroupPlan } from '../model/plan.js'
import { membersFingerprint, toggleMembers } from '../planner/membersFingerprint.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import { memberKey } from '../planner/steps.js'
import type { GroupOutcome, ApplyOutcome } from './applyChanges.js'

/**
 * The fingerprint of the expected members. It includes all planned additions, also withheld and failed ones, so that a
 * later run that adds them does not count them as new in the cloud. It excludes members that were removed and members
 * that AD refused. Undefined if a nested group has no object yet.
 */
export function expectedMembers(
  { id, fingerprint }: PlannedGroup,
  plan: GroupPlan | undefined,
  { groups }: Pick<ApplyOutcome, 'groups'>,
): string | undefined {
  const outcome = groups.get(id)
  const planned = [...(plan?.changes ?? []), ...(plan?.withheld ?? [])]
  if (planned.some(({ type }) => type === 'deleteGroup')) return undefined
  const guidOf = ({ guid, group }: MemberReference) => guid ?? groups.get(group ?? '')?.guid
  const added = planned
    .flatMap((change) => (change.type === 'addMembers' ? change.members : []))
    .filter((member) => !isRefused(member, outcome))
    .map(guidOf)
  const removed = (outcome?.appliedChanges ?? []).flatMap((change) =>
    change.type === 'removeMembers' ? change.members.map(({ guid }) => guid) : [],
  )
  const guids = [...added, ...removed]
  const known = guids.filter((guid) => guid !== undefined)
  return known.length < guids.length ? undefined : toggleMembers(fingerprint ?? membersFingerprint([]), known)
}

const isRefused = (member: MemberReference, outcome: GroupOutcome | undefined): boolean =>
  outcome?.refused.some(({ id }) => id === (member.id ?? memberKey(member))) ?? false
