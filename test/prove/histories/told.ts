/** Converts the withheld changes of a report to items of the model, and records which of them were approved. */
import type { Change } from '../../../src/model/change.js'
import { parentDn } from '../../../src/model/dn.js'
import type { MemberReference } from '../../../src/model/member.js'
import type { Report } from '../../../src/model/report.js'
import type { Place } from './place.js'
import { itemOf, type Approved, type Item } from './shadow.js'

/** The parts of a change that can be approved separately; the items of one part belong together. */
export function partsOf(place: Place, group: string, change: Change): Item[][] {
  const losses = (guid: string, members: readonly MemberReference[] = []) =>
    members.map((member) => itemOf.loss(guid, member.guid ?? ''))
  switch (change.type) {
    case 'createGroup': {
      const known = place.shadow.known.get(group)
      const make = known ? itemOf.recreate : itemOf.create
      return [[make(group, change.dn, change.attributes['groupType']?.[0], known?.guid)]]
    }
    case 'restoreGroup':
      return [[itemOf.restore(change.guid)]]
    case 'adoptGroup':
      return [[itemOf.adopt(change.guid)]]
    case 'renameGroup':
      return [[itemOf.rename(change.guid, change.to)]]
    case 'moveGroup':
      return [[itemOf.move(change.guid, parentDn(change.to)), ...losses(change.guid, change.ends)]]
    case 'updateGroup':
      return [
        [
          ...change.attributes.map(({ name, to }) => itemOf.update(change.guid, name, to)),
          ...losses(change.guid, change.ends),
        ],
      ]
    case 'addMembers':
      return change.members.map(({ guid, group: nested }) => [
        itemOf.add(group, nested ?? whoIs(place, guid ?? '')),
      ])
    case 'removeMembers':
      return losses(change.guid, change.members).map((item) => [item])
    case 'deleteGroup':
      return [[itemOf.delete(change.guid), ...losses(change.guid, change.members)]]
  }
}

export function toldBy(place: Place, report: Pick<Report, 'groups'>): Item[][] {
  return report.groups.flatMap(({ id, withheld }) => withheld.flatMap((change) => partsOf(place, id, change)))
}

/** Identifies a nested group equally before and after its object is created. */
export const whoIs = ({ shadow }: Place, guid: string): string =>
  [...shadow.known].find(([, known]) => known.guid === guid)?.[0] ?? guid

/** The items that approvals of the last 24 hours cover. */
export function approvedNow(place: Place, which: (one: Approved) => boolean = () => true): Set<Item> {
  const { approvalForMs } = place.settings.limits
  const now = place.clock.ms
  const valid = place.shadow.approvals
    .filter(({ at }) => now - at >= 0 && now - at <= approvalForMs)
    .filter(which)
  return new Set(valid.flatMap(({ items }) => [...items]))
}
