/** Which members AD should have after a run: what the next one compares before it takes anybody for a newcomer. */
import type { MemberReference } from '../model/member.js'
import type { GroupPlan } from '../model/plan.js'
import { fingerprintOf, toggled } from '../planner/fingerprint.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import { memberKey } from '../planner/steps.js'
import type { GroupOutcome, Outcome } from './applyChanges.js'

/**
 * As if everything planned had been added, withheld or failed or not, so that whoever is still to be added later is no
 * newcomer then; without the members who really left, and those whom AD refused one by one. Undefined where a nested
 * group has no object yet.
 */
export function expectedMembers(
  { id, fingerprint }: PlannedGroup,
  plan: GroupPlan | undefined,
  { groups }: Pick<Outcome, 'groups'>,
): string | undefined {
  const outcome = groups.get(id)
  const planned = [...(plan?.changes ?? []), ...(plan?.withheld ?? [])]
  if (planned.some(({ type }) => type === 'deleteGroup')) return undefined
  const guidOf = ({ guid, group }: MemberReference) => guid ?? groups.get(group ?? '')?.guid
  const added = planned
    .flatMap((change) => (change.type === 'addMembers' ? change.members : []))
    .filter((member) => !isRefused(member, outcome))
    .map(guidOf)
  const removed = (outcome?.done ?? []).flatMap((change) =>
    change.type === 'removeMembers' ? change.members.map(({ guid }) => guid) : [],
  )
  const guids = [...added, ...removed]
  const known = guids.filter((guid) => guid !== undefined)
  return known.length < guids.length ? undefined : toggled(fingerprint ?? fingerprintOf([]), known)
}

const isRefused = (member: MemberReference, outcome: GroupOutcome | undefined): boolean =>
  outcome?.refused.some(({ id }) => id === (member.id ?? memberKey(member))) ?? false
