/** Faults of the cloud for some runs: well-formed but wrong responses. */
import { WritebackError } from '../../../src/errors.js'
import type { CloudMember } from '../../../src/model/member.js'
import type { Fault, Place } from './place.js'

export const faultKinds: ReadonlyArray<Fault['what']> = [
  'hidden',
  'missing',
  'short',
  'short',
  'empty',
  'stale',
  'count',
  'broken',
  'listing',
  'emptyListing',
]

export function putFaults(place: Place): void {
  const { cloud, faults } = place
  for (const fault of faults) {
    const { what, group, size } = fault
    const members = cloud.members.get(group) ?? []
    if (what === 'hidden') cloud.hiddenFromListing.add(group)
    if (what === 'missing') cloud.missing.add(group)
    if (what === 'short') cloud.shortMembers.set(group, without(members, size))
    if (what === 'empty') cloud.shortMembers.set(group, [])
    if (what === 'stale') cloud.shortMembers.set(group, place.earlier.get(group) ?? members)
    if (what === 'count') cloud.counts.set(group, Math.max(0, members.length + (size % 5) - 2))
    if (what === 'broken')
      cloud.broken.set(group, new WritebackError('graphIncomplete', 'The test broke it.'))
    if (what === 'emptyListing') for (const id of cloud.groups.keys()) cloud.hiddenFromListing.add(id)
  }
}

/** Selects every third member, or only the first ones. */
const without = (members: CloudMember[], size: number): CloudMember[] =>
  size % 2 === 0
    ? members.filter((_, index) => (index + size) % 3 !== 0)
    : members.slice(0, Math.ceil((members.length * (size % 7)) / 8))

export function clearFaults(place: Place): void {
  const { cloud } = place
  cloud.hiddenFromListing.clear()
  cloud.missing.clear()
  cloud.shortMembers.clear()
  cloud.counts.clear()
  cloud.broken.clear()
  place.faults = place.faults
    .map((fault) => ({ ...fault, runs: fault.runs - 1 }))
    .filter(({ runs }) => runs > 0)
}
