/**
 * Checks the evidence of every membership that ended, according to the specification:
 *
 * | the membership ended by          | evidence                                                                          |
 * |----------------------------------|-----------------------------------------------------------------------------------|
 * | removal, the group was compared  | the listing does not have the member, and Graph's count equals the listing, or the |
 * |                                  | same members were listed at least 5 minutes before; after a changed rule only that |
 * | removal, policy `empty`          | the group's absence                                                               |
 * | deletion, policy `delete`        | the group's absence                                                               |
 * | either, `disable`                | a person's order that names the group, or all                                     |
 * | loss of the security bit, a move | the settings or an order; never of an adopted object unless approved              |
 *
 * Absence: found by its id and refused by the scope's filter; in `deletedItems`; or missing, and missing for at least
 * 30 minutes before. Not being selected is none.
 */
import type { CloudMember } from '../../../src/model/member.js'
import type { Deprovision } from '../../../src/model/settings.js'
import type { Place } from './place.js'
import { membersOf, standingOf, typeOf, wantedOf } from './truth.js'
import { fail, labelOf, type Ended, type Verdict } from './verdict.js'

export const apartMs = 5 * 60_000

export const digestOf = (members: readonly CloudMember[]): string =>
  members
    .map(({ id }) => id)
    .sort()
    .join()

export function checkProofs(verdict: Verdict): void {
  for (const end of verdict.ended) {
    const problem = objectionTo(verdict, end)
    if (problem === undefined) continue
    const member = labelOf(verdict.before.get(end.member))
    fail('ended without proof', `${member} in ${labelOf(end.object)} by ${end.how}: ${problem}`)
  }
}

function objectionTo(verdict: Verdict, end: Ended): string | undefined {
  const { place, order } = verdict
  if (order.command === 'disable') return objectionToOrder(verdict, end)
  if (end.how === 'deleted') return objectionToPolicy(verdict, end, 'delete')
  if (end.how === 'removed') {
    return verdict.seen.members.has(end.group)
      ? objectionToRemoval(verdict, end)
      : objectionToPolicy(verdict, end, 'empty')
  }
  const standing = standingOf(place, end.group)
  if (standing !== 'in') return `the group is ${standing}`
  if (
    place.shadow.known.get(end.group)?.adopted &&
    !verdict.approved.has(end.item) &&
    order.as === undefined
  ) {
    return 'an adopted object keeps its kind and place'
  }
  const group = place.cloud.groups.get(end.group)
  if (end.how === 'kind' && group && typeOf(place, group) !== 'universalDistributionGroup') {
    return 'it has to be a security group'
  }
  return undefined
}

function objectionToOrder({ order }: Verdict, { how, group }: Ended): string | undefined {
  if (order.groups && !order.groups.includes(group)) return 'the order was for others'
  const allowed = { keep: undefined, empty: 'removed', delete: 'deleted' } as const
  return how === allowed[order.objects ?? 'keep'] ? undefined : `the order was ${order.objects ?? 'keep'}`
}

function objectionToPolicy(
  { place, seen, now }: Verdict,
  { group }: Ended,
  needed: Deprovision,
): string | undefined {
  const { policy } = place.settings
  if (policy !== needed) return `the policy is ${policy}`
  return absenceObjection(place, seen.places.get(group), group, now)
}

/** Returns why the absence of a group is not proven, or undefined. */
export function absenceObjection(
  place: Place,
  shown: string | undefined,
  group: string,
  now: number,
): string | undefined {
  const standing = standingOf(place, group)
  if (standing === 'disabled') return 'it is disabled by name: kept'
  if (standing === 'unsupported') return undefined
  if (shown === 'deleted') return undefined
  if (shown === 'missing') {
    const since = place.shadow.missingSince.get(group)
    const { missingForMs } = place.settings.limits
    return since !== undefined && now - since >= missingForMs ? undefined : 'missing for the first time'
  }
  if (shown === 'outOfScope' && standing === 'out' && place.settings.scope !== 'selected') return undefined
  return `it was shown as ${shown ?? 'nothing'} and is ${standing}`
}

function objectionToRemoval(verdict: Verdict, { group, member }: Ended): string | undefined {
  const { place, seen, before, now } = verdict
  const listed = seen.members.get(group) ?? []
  const directory = { ...place.used, objects: new Map(before) }
  if (wantedOf(place, directory, listed).has(member)) {
    const nested = [...place.shadow.known].find(([, { guid }]) => guid === member)?.[0]
    const absence = nested && absenceObjection(place, seen.places.get(nested), nested, now)
    if (!nested || absence !== undefined) return `it was listed (${absence ?? 'as a person'})`
  }
  if (isRepeated(verdict, group, listed)) return undefined
  if (place.shadow.rules.get(group)?.settled === false)
    return 'the rule changed, and nothing was listed twice since'
  const count = seen.counts.get(group)
  if (count === listed.length) return undefined
  const really = wantedOf(place, directory, membersOf(place, group)).has(member)
  return `${listed.length} listed, ${count ?? 'none'} counted, never listed before; ${really ? 'and the member is one' : ''}`
}

/** Returns true if a run at least 5 minutes earlier (and after a change of the rule) listed the same members. */
export function isRepeated({ place, now }: Verdict, group: string, listed: readonly CloudMember[]): boolean {
  const rule = place.shadow.rules.get(group)
  const from = rule?.settled === false ? rule.since : 0
  const digest = digestOf(listed)
  return (place.shadow.sightings.get(group) ?? []).some(
    ({ at, members }) => at >= from && now - at >= apartMs && members === digest,
  )
}
