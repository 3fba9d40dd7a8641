/** Checks a run against the model, and records the expected content of the state. */
import { isDeepStrictEqual } from 'node:util'
import type { GroupPlan } from '../../../src/model/plan.js'
import type { Report } from '../../../src/model/report.js'
import { anchorsOf } from '../../memory/directory.js'
import { checkLimits, dayMs, unapprovedOf } from './counting.js'
import type { Place } from './place.js'
import { checkProgress } from './progress.js'
import { checkProofs, digestOf, isRepeated } from './proof.js'
import type { Seen } from './seen.js'
import { itemOf, type Item } from './shadow.js'
import { toldBy } from './told.js'
import { accessKey } from './truth.js'
import { checkTouches } from './touching.js'
import { endedIn, fail, type Objects, type Order, type Verdict } from './verdict.js'

export interface RunFacts {
  order: Order
  report: Report
  seen: Seen
  before: Objects
  after: Objects
  /** True if the state, except for its lease, changed. */
  stateChanged: boolean
  approved: ReadonlySet<Item>
  troubled: ReadonlySet<string>
}

export function judge(place: Place, facts: RunFacts): void {
  const { order, report, seen, before, after, approved } = facts
  const now = place.clock.ms
  if (order.dryRun) {
    if (!isDeepStrictEqual(before, after)) fail('a dry run wrote', report.command)
    if (facts.stateChanged) fail('a dry run changed the state', report.command)
    return
  }
  const knownBefore = new Map([...place.shadow.known].map(([group, { guid }]) => [group, guid]))
  const uncertain = new Set([...place.shadow.known].filter(([, known]) => known.uncertain).map(([id]) => id))
  noteObjects(place, facts, knownBefore)
  const rules = new Map(place.shadow.rules)
  noteRules(place, seen, now, knownBefore)
  const ended = endedIn(place, before, after)
  const verdict: Verdict = { ...facts, place, now, knownBefore, uncertain, approved, ended }
  checkProofs(verdict)
  checkLimits(verdict)
  checkTouches(verdict)
  checkProgress(verdict)
  remember(verdict)
  if (seen.remembered) rememberSeen(verdict)
  else place.shadow.rules = rules
}

/** Records created, restored, adopted and deleted objects. */
function noteObjects(
  { shadow, origins, begun, clock }: Place,
  { before, after, approved, report }: RunFacts,
  knownBefore: ReadonlyMap<string, string>,
): void {
  for (const object of after.values()) {
    if (before.has(object.guid)) continue
    const restored = [...knownBefore].find(([, guid]) => guid === object.guid)?.[0]
    const [group = ''] = restored === undefined ? anchorsOf(object) : [restored]
    const adopted = restored !== undefined && (shadow.known.get(restored)?.adopted ?? false)
    shadow.known.set(group, { guid: object.guid, adopted })
    if (restored === undefined) shadow.rules.delete(group)
    origins.set(object.guid, group)
    begun.set(object.guid, clock.ms)
  }
  for (const object of after.values()) {
    const isYoung = (begun.get(object.guid) ?? 0) > clock.ms - dayMs
    if (isYoung && before.get(object.guid)?.members.size === 0) begun.set(object.guid, clock.ms)
  }
  for (const object of before.values()) {
    if (!approved.has(itemOf.adopt(object.guid))) continue
    const [group] = anchorsOf(object)
    const isAdopted = report.groups.some(
      ({ id, changes }) => id === group && changes.some(({ type }) => type === 'adoptGroup'),
    )
    if (group === undefined || !isAdopted) continue
    shadow.known.set(group, { guid: object.guid, adopted: true })
    shadow.rules.delete(group)
    begun.set(object.guid, clock.ms)
  }
}

function noteRules(
  { shadow }: Place,
  seen: Seen,
  now: number,
  knownBefore: ReadonlyMap<string, string>,
): void {
  for (const [group, { membershipRule: rule }] of seen.found) {
    if (!seen.members.has(group) || !shadow.known.has(group)) continue
    const old = shadow.rules.get(group)
    // If the run that created the object did not save its memory, its rule is unknown.
    const isOld = shadow.known.get(group)?.guid === knownBefore.get(group)
    const settled = rule === undefined || !isOld
    if (!old) shadow.rules.set(group, { rule, since: now, settled, proven: settled ? rule : undefined })
    else if (old.rule !== rule) {
      const settled = rule === undefined
      shadow.rules.set(group, { rule, since: now, settled, proven: settled ? rule : old.proven })
    }
  }
}

function remember(verdict: Verdict): void {
  const { place, now, before, after, knownBefore, seen } = verdict
  const { shadow } = place
  shadow.unapproved = [...shadow.unapproved.filter(({ at }) => at > now - dayMs), ...unapprovedOf(verdict)]
  for (const { guid, members } of after.values()) {
    const old = before.get(guid)?.members
    const added = [...members].filter((member) => old && !old.has(member))
    for (const member of added) place.gained.set(accessKey(place.origins.get(guid) ?? guid, member), now)
  }
  for (const [group, { guid }] of shadow.known) {
    if (before.has(guid) && !after.has(guid)) shadow.known.delete(group)
    if (knownBefore.get(group) !== guid || seen.cut) shadow.unread.add(group)
  }
  const told = toldBy(place, verdict.report)
  if (told.length > 0) shadow.told.set(verdict.report.planHash, new Set(told.flat()))
}

const isOpen = ({ withheld, waiting, error }: GroupPlan): boolean =>
  withheld.length > 0 || waiting.length > 0 || error !== undefined

/** Records the memory of a run that completed. */
function rememberSeen(verdict: Verdict): void {
  const { place, seen, now, report, knownBefore } = verdict
  const { shadow } = place
  const open = new Set(report.groups.filter(isOpen).map(({ id }) => id))
  for (const group of seen.members.keys()) {
    const isOld = knownBefore.get(group) === shadow.known.get(group)?.guid
    if (isOld && !open.has(group) && !seen.cut) shadow.unread.delete(group)
  }
  for (const [group, members] of seen.members) {
    const rule = shadow.rules.get(group)
    if (rule && !rule.settled && isRepeated(verdict, group, members)) {
      shadow.rules.set(group, { ...rule, settled: true, proven: rule.rule })
    }
    const sightings = shadow.sightings.get(group) ?? []
    shadow.sightings.set(group, [...sightings, { at: now, members: digestOf(members) }])
  }
  for (const group of seen.found.keys()) shadow.missingSince.delete(group)
  for (const [group, shown] of seen.places) {
    const isAway = shown === 'missing' || shown === 'deleted'
    if (isAway && !shadow.missingSince.has(group)) shadow.missingSince.set(group, now)
  }
}
