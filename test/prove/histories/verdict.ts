/** One run as the model sees it: the directory before and after, and what the run read. */
import { isInContainer } from '../../../src/model/dn.js'
import type { Report } from '../../../src/model/report.js'
import { anchorsOf, dnOf, type MemoryObject } from '../../memory/directory.js'
import type { Place } from './place.js'
import type { Seen } from './seen.js'
import { itemOf, type Item } from './shadow.js'
import { accessKey, accessOf, isSecurity } from './truth.js'

export interface Order {
  command: 'sync' | 'plan' | 'apply' | 'enable' | 'disable'
  dryRun: boolean
  /** Object ids of the groups; undefined means all. */
  groups?: readonly string[]
  objects?: 'keep' | 'empty' | 'delete'
  as?: 'universalSecurityGroup' | 'universalDistributionGroup'
  full?: boolean
}

export type Objects = ReadonlyMap<string, MemoryObject>

export interface Ended {
  how: 'removed' | 'deleted' | 'kind' | 'moved'
  object: MemoryObject
  group: string
  member: string
  item: Item
  disabled: boolean
}

export interface Verdict {
  place: Place
  order: Order
  report: Report
  seen: Seen
  before: Objects
  after: Objects
  now: number
  /** Group id → its object in the state before the run. */
  knownBefore: ReadonlyMap<string, string>
  /** Groups whose object was created by a run that did not record it. */
  uncertain: ReadonlySet<string>
  approved: ReadonlySet<Item>
  ended: readonly Ended[]
  /** Groups that failed in recent runs. */
  troubled: ReadonlySet<string>
}

export class Broken extends Error {}

export function fail(rule: string, detail: unknown): never {
  throw new Broken(`${rule}: ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`)
}

/** Returns the cloud group of an object by the memory, otherwise by its anchor. */
export function groupOf(place: Place, object: MemoryObject): string {
  for (const [group, { guid }] of place.shadow.known) if (guid === object.guid) return group
  return anchorsOf(object)[0] ?? ''
}

export const labelOf = (object: MemoryObject | undefined): string =>
  object ? `${dnOf(object)} (${object.guid.slice(0, 4)})` : 'nothing'

/** Returns every membership that ended in the run. */
export function endedIn(place: Place, before: Objects, after: Objects): Ended[] {
  const left = accessOf(after)
  const ended: Ended[] = []
  const subtrees = place.settings.limits.accessSubtrees
  for (const object of before.values()) {
    const now = after.get(object.guid)
    const leftSubtree =
      now !== undefined &&
      subtrees.some((tree) => isInContainer(dnOf(object), tree) && !isInContainer(dnOf(now), tree))
    const lostKind = now !== undefined && isSecurity(object) && !isSecurity(now)
    for (const member of object.members) {
      if (!after.has(member) && before.has(member)) continue
      const gone = !left.has(accessKey(object.guid, member))
      const how = !now ? 'deleted' : gone ? 'removed' : lostKind ? 'kind' : leftSubtree ? 'moved' : undefined
      if (!how) continue
      const group = groupOf(place, object)
      const item = itemOf.loss(object.guid, member)
      const disabled = before.get(member)?.disabled ?? false
      ended.push({ how, object, group, member, item, disabled })
    }
  }
  return ended
}
