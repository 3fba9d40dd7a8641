/** Checks that a run does not withhold additions, removals of disabled accounts, and approved changes. */
import { isInContainer } from '../../../src/model/dn.js'
import { anchorAttributes } from '../../../src/model/anchor.js'
import { anchorsOf, dnOf, type MemoryObject } from '../../memory/directory.js'
import { itemOf } from './shadow.js'
import { approvedNow, toldBy } from './told.js'
import { pathToProtected, vanishedIn } from './touching.js'
import { membersOf, standingOf, wantedOf } from './truth.js'
import { fail, labelOf, type Verdict } from './verdict.js'

export function checkProgress(verdict: Verdict): void {
  const { order, seen, report, place } = verdict
  const recorded = approvedNow(place, ({ recorded }) => recorded)
  for (const group of report.groups) {
    const parts = toldBy(place, { groups: [group] })
    // No change of an object is written before its creation or adoption is allowed.
    const isShut = parts.some(
      ([item = '']) => /^(create|recreate|restore|adopt) /.test(item) && !recorded.has(item),
    )
    const covered = parts.filter((part) => part.every((item) => recorded.has(item)))
    if (!isShut && covered.length > 0) fail('held back although approved', covered)
  }
  const isWhole = order.command === 'sync' && !order.dryRun && !order.groups
  if (!isWhole || seen.cut || report.exitCode === 1 || report.exitCode === 5) return
  if (place.state.intent.enabled === false || isStopped(verdict)) return
  for (const [group, guid] of verdict.knownBefore) {
    const object = verdict.before.get(guid)
    if (object && isSound(verdict, group, object)) checkGroup(verdict, group, object)
  }
}

/** "Nothing at all is written" then. */
function isStopped(verdict: Verdict): boolean {
  const { limits } = verdict.place.settings
  const { tripped } = verdict.report.guard
  // By numbers, a leaver and a new member without a SID look like one who lost it.
  if (tripped.some(({ rule }) => rule === 'identifiersVanished')) return true
  return verdict.seen.found.size === 0 || vanishedIn(verdict) > limits.identifiersVanished.count
}

/** Returns true for a group that did not fail in this run or recently. */
function isSound(verdict: Verdict, group: string, object: MemoryObject): boolean {
  const { place, seen, before } = verdict
  const { settings, state, clock } = place
  const isTroubled = state.failedGroups.some(({ id }) => id === group) || verdict.troubled.has(group)
  const anchors = anchorAttributes.map((name) => object.attributes[name]?.[0])
  const hasTwin = [...before.values()].some((one) => one !== object && anchorsOf(one).includes(group))
  return (
    standingOf(place, group) === 'in' &&
    clock.ms === verdict.now &&
    seen.found.has(group) &&
    seen.members.has(group) &&
    !isTroubled &&
    !hasTwin &&
    anchors.every((anchor) => anchor === `Group_${group}`) &&
    isInContainer(dnOf(object), settings.container) &&
    object.protection === undefined &&
    object.unreadable !== true
  )
}

function checkGroup(verdict: Verdict, group: string, object: MemoryObject): void {
  const { place, seen, before, after, knownBefore, uncertain } = verdict
  const next = after.get(object.guid)
  if (!next) return fail('lost a group that is in scope', labelOf(object))
  const listed = seen.members.get(group) ?? []
  const directory = { ...place.used, objects: new Map(after) }
  // Strange to the state until a person said so; that run takes it over, and the next one nests it.
  const isStray = (id: string) => {
    const { stray, adopted } = place.shadow.known.get(id) ?? {}
    return stray === true || (adopted === true && uncertain.has(id))
  }
  // A nested group that cannot be read has its own error, and is written when that is resolved.
  const isMet = (id: string) =>
    id === place.legacy.id ||
    (seen.found.has(id) && seen.members.has(id) && before.has(knownBefore.get(id) ?? '') && !isStray(id))
  const met = listed.filter(({ id, kind }) => kind !== 'group' || isMet(id))
  const wanted = wantedOf(place, directory, met)
  const missing = [...wanted.values()].filter(
    ({ guid, primaryGroup }) => !next.members.has(guid) && primaryGroup !== object.guid,
  )
  const isNew = ({ guid }: MemoryObject) => !before.has(guid)
  const added = [...wanted.keys()].filter((guid) => !object.members.has(guid)).length
  const isLimited = added > place.settings.limits.groupAdditions.count
  if (
    missing.some((one) => !isNew(one)) &&
    !isLimited &&
    !isStray(group) &&
    !pathToProtected(before, object.guid)
  ) {
    fail('additions held back', `${missing.map(labelOf).join(', ')} to ${labelOf(object)}`)
  }
  checkDisabled(verdict, group, object, next)
}

/** "Members whose account is disabled do not count as a loss and are never held." */
function checkDisabled(verdict: Verdict, group: string, object: MemoryObject, next: MemoryObject): void {
  const { place, seen, before } = verdict
  const listed = seen.members.get(group) ?? []
  const really = membersOf(place, group)
  const isProven =
    seen.counts.get(group) === listed.length && place.shadow.rules.get(group)?.settled !== false
  if (!isProven) return
  const wanted = wantedOf(place, { ...place.used, objects: new Map(before) }, [...listed, ...really])
  const stayed = [...object.members].filter((guid) => {
    const member = before.get(guid)
    return (
      member?.disabled && !wanted.has(guid) && next.members.has(guid) && member.primaryGroup !== object.guid
    )
  })
  const open = stayed.filter((guid) => !verdict.approved.has(itemOf.loss(object.guid, guid)))
  if (open.length > 0) fail('a disabled leaver held back', `${open.length} in ${labelOf(object)}`)
}
