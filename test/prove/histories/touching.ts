/** Checks which objects a run may change, which members it may add, and which objects it may create. */
import { isDeepStrictEqual } from 'node:util'
import { isPowerfulGroupSid } from '../../../src/ad/protection.js'
import { anchorsOf, type MemoryObject } from '../../memory/directory.js'
import { controllersOf } from './place.js'
import { itemOf } from './shadow.js'
import { isRepeated } from './proof.js'
import { whoIs } from './told.js'
import { dayMs } from './counting.js'
import { accessKey, standingOf, membersOf, wantedOf } from './truth.js'
import { madeItem, unapprovedWrites } from './writing.js'
import { fail, groupOf, labelOf, type Objects, type Verdict } from './verdict.js'

export function checkTouches(verdict: Verdict): void {
  const { before, after } = verdict
  for (const object of before.values()) {
    const next = after.get(object.guid)
    if (next && isSame(verdict, object, next)) continue
    checkTouched(verdict, object, next)
  }
  for (const object of after.values()) if (!before.has(object.guid)) checkCreated(verdict, object)
  checkAdditions(verdict)
  checkNothingAtAll(verdict)
}

/** Compares two states of an object, without memberships of deleted groups, which end with the deletion. */
function isSame({ after }: Verdict, one: MemoryObject, other: MemoryObject): boolean {
  const members = new Set([...one.members].filter((guid) => after.has(guid)))
  return isDeepStrictEqual({ ...one, members }, other)
}

/** "Only what carries the anchor and is known is ever changed"; frozen objects stay as they are. */
function checkTouched(verdict: Verdict, object: MemoryObject, next: MemoryObject | undefined): void {
  const { place, order, approved, knownBefore } = verdict
  const group = groupOf(place, object)
  const isKnown = knownBefore.get(group) === object.guid
  if (!isKnown && !approved.has(itemOf.adopt(object.guid))) fail('touched an unknown object', labelOf(object))
  if (order.command === 'disable') return
  const standing = standingOf(place, group)
  const { policy, scope } = place.settings
  const isChosen = scope !== 'selected' || Object.hasOwn(place.state.intent.selected, group)
  const isFrozen = standing === 'disabled' || (standing !== 'in' && (policy === 'keep' || !isChosen))
  if (isFrozen) fail('touched a frozen object', `${labelOf(object)} is ${standing}`)
  if (object.protection) checkProtected(verdict, object, next)
}

function checkProtected(verdict: Verdict, object: MemoryObject, next: MemoryObject | undefined): void {
  const { place, approved, knownBefore } = verdict
  if (object.protection !== 'adminCount') fail("touched Windows' own object", labelOf(object))
  const isAllowed = place.settings.limits.privileged.some(
    ({ group }) => knownBefore.get(group) === object.guid,
  )
  if (isAllowed) return
  const members = next?.members ?? new Set()
  const left = [...object.members].filter((member) => !members.has(member))
  const isOnlyLeaving =
    next !== undefined &&
    isDeepStrictEqual({ ...next, members: new Set() }, { ...object, members: new Set() }) &&
    [...members].every((member) => object.members.has(member)) &&
    left.every(
      (member) => approved.has(itemOf.loss(object.guid, member)) || isNoLoss(verdict, object, member),
    )
  if (!isOnlyLeaving) fail('touched a protected object', labelOf(object))
}

/** A removal of a disabled account is never withheld, and a membership of some hours does not count. */
function isNoLoss({ place, before, now }: Verdict, { guid }: MemoryObject, member: string): boolean {
  const since = place.since.get(accessKey(guid, member)) ?? now
  return before.get(member)?.disabled === true || since > now - dayMs
}

/** "No second object of a group while the first exists anywhere"; what was written before comes back on approval. */
function checkCreated(verdict: Verdict, object: MemoryObject): void {
  const { place, before, approved, knownBefore, seen, order } = verdict
  const group = groupOf(place, object)
  const known = knownBefore.get(group)
  if (known === object.guid) return
  if (standingOf(place, group) !== 'in') fail('created a group that is not written', group)
  for (const controller of controllersOf(place)) {
    for (const other of controller.objects.values()) {
      if (other.guid === object.guid || !other.isGroup || isDeletedHere(verdict, other)) continue
      const here = before.get(other.guid)
      const isSeen = known === undefined && here !== undefined && anchorsOf(here).includes(group)
      if (other.guid === known || isSeen)
        fail('created a second time', `${labelOf(other)}, on ${controller.host}`)
    }
  }
  const isUncertain = verdict.uncertain.has(group)
  const isApproved = approved.has(madeItem(verdict, object)) || order.command === 'enable'
  if (known !== undefined && !isUncertain && !isApproved) fail('created again unasked', group)
  const listed = seen.members.get(group) ?? []
  const count = seen.counts.get(group) ?? 0
  if (listed.length === 0 && count > 0 && !isRepeated(verdict, group, listed)) {
    fail('created out of an empty read', `${group}: ${count} counted`)
  }
}

/** Its deletion on the controller of the run is not replicated yet. */
const isDeletedHere = ({ place, before }: Verdict, { guid }: MemoryObject): boolean =>
  !before.has(guid) && (place.pair?.common.has(guid) ?? true)

function checkAdditions(verdict: Verdict): void {
  const { place, before, after, seen, approved } = verdict
  for (const object of after.values()) {
    const old = before.get(object.guid)
    const added = [...object.members].filter((member) => !old?.members.has(member))
    if (added.length === 0) continue
    const group = groupOf(place, object)
    const members = [...membersOf(place, group), ...(seen.members.get(group) ?? [])]
    const wanted = wantedOf(place, { ...place.used, objects: new Map(after) }, members)
    const unapproved = added.filter((member) => !approved.has(itemOf.add(group, whoIs(place, member))))
    for (const member of added) {
      if (!wanted.has(member))
        fail('added who is no member', `${labelOf(after.get(member))} to ${labelOf(object)}`)
    }
    const { limits } = place.settings
    const isAllowed = limits.privileged.some((pair) => pair.group === group)
    const path = isAllowed || unapproved.length === 0 ? undefined : pathToProtected(before, object.guid)
    if (path) fail('added below a protected group', `${labelOf(object)}: ${path.join(' < ')}`)
    if (unapproved.length > limits.groupAdditions.count) fail('beyond groupAdditions', labelOf(object))
  }
}

/** The groups that contain it, up to a protected one. */
export function pathToProtected(objects: Objects, guid: string): string[] | undefined {
  const queue = [{ guid, path: [] as string[] }]
  const met = new Set([guid])
  for (const { guid: child, path } of queue) {
    for (const parent of objects.values()) {
      if (!parent.members.has(child) || met.has(parent.guid)) continue
      met.add(parent.guid)
      const way = [...path, labelOf(parent)]
      if (parent.protection === 'adminCount' || isPowerfulGroupSid(parent.sid)) return way
      queue.push({ guid: parent.guid, path: way })
    }
  }
  return undefined
}

/** "Nothing at all is written where Entra returns no groups, or identifiers vanish." */
function checkNothingAtAll(verdict: Verdict): void {
  const { place, seen, order } = verdict
  if (order.command !== 'sync' && order.command !== 'apply') return
  const unapproved = unapprovedWrites(verdict)
  const isEmpty = seen.listed === 0 && seen.found.size === 0 && verdict.knownBefore.size > 0
  if (isEmpty && unapproved.length > 0) fail('written although the cloud has no groups', unapproved)
  const vanished = vanishedIn(verdict)
  const limit = place.settings.limits.identifiersVanished.count
  if (vanished > limit && unapproved.length > 0)
    fail('written although SIDs vanished', `${vanished} > ${limit}`)
}

/** Memberships in AD of people who are members in the cloud but have lost their SID there, without approved ones. */
export function vanishedIn({ place, seen, before, knownBefore, approved }: Verdict): number {
  const accounts = new Map(place.people.map((person) => [person.id, person]))
  let vanished = 0
  for (const [group, members] of seen.members) {
    if (standingOf(place, group) !== 'in') continue
    const object = before.get(knownBefore.get(group) ?? '')
    if (object?.unreadable) continue
    const listed = new Set(members.map(({ id }) => id))
    // A user without a SID cannot be identified, so numbers are compared: a leaver can hide one who lost the SID.
    const hiding = place.people.filter(({ id, shownSid }) => shownSid === undefined && !listed.has(id)).length
    let here = 0
    for (const { id, sid } of members) {
      const guid = accounts.get(id)?.guid ?? ''
      const isApproved = object && approved.has(itemOf.loss(object.guid, guid))
      if (sid === undefined && object?.members.has(guid) && !isApproved) here++
    }
    vanished += Math.max(0, here - hiding)
  }
  return vanished
}
