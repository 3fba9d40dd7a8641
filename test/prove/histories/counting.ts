/**
 * Counts the limits independently: memberships lost without approval, net over 24 hours (access at the start of the window
 * and not now), without those of disabled accounts. Where docs/guards.md is ambiguous, the lower count is used, so that a
 * failure is beyond a limit under any interpretation.
 */
import { itemOf, type Unapproved } from './shadow.js'
import { madeItem, renameItem } from './writing.js'
import { accessKey, accessOf } from './truth.js'
import { fail, labelOf, type Verdict } from './verdict.js'

export const dayMs = 24 * 3_600_000

export function checkLimits(verdict: Verdict): void {
  const fresh = unapprovedOf(verdict)
  const lost = fresh.filter(({ type }) => type === 'loss')
  if (lost.some((loss) => counts(verdict, loss))) {
    const losses = netLosses(verdict, lost)
    for (const guid of new Set(lost.map(({ object }) => object))) checkGroup(verdict, guid, losses)
    checkAll(verdict, losses)
  }
  checkKinds(verdict, fresh)
}

/** The changes of the run without approval, which later runs also count. */
export function unapprovedOf(verdict: Verdict): Unapproved[] {
  const { place, before, after, approved, ended, now, order } = verdict
  const losses = ended
    .filter(({ item, disabled }) => !disabled && !approved.has(item))
    .map(({ object, member }): Unapproved => {
      const since = place.since.get(accessKey(object.guid, member)) ?? now
      return { type: 'loss', at: now, object: object.guid, member, since }
    })
  const others: Unapproved[] = []
  const add = (type: Unapproved['type'], object: string) => others.push({ type, at: now, object })
  for (const object of before.values()) {
    const next = after.get(object.guid)
    if (!next && !approved.has(itemOf.delete(object.guid))) add('delete', object.guid)
    if (next && next.name !== object.name && !approved.has(renameItem(object, next)))
      add('rename', object.guid)
    if (
      next &&
      next.container !== object.container &&
      !approved.has(itemOf.move(object.guid, next.container))
    ) {
      add('move', object.guid)
    }
  }
  for (const object of after.values()) {
    if (before.has(object.guid) || order.command === 'enable') continue
    const item = madeItem(verdict, object)
    if (item !== itemOf.restore(object.guid) && !approved.has(item)) add('create', object.guid)
  }
  return [...losses, ...others]
}

/**
 * The members at the start of the 24 hours; for an object that was created or adopted since, at the time when its first
 * members were written.
 */
function counts({ place, now }: Verdict, { object, member = '', at, since = now }: Unapproved): boolean {
  const gained = place.gained.get(accessKey(place.origins.get(object) ?? object, member)) ?? 0
  if (gained > now - dayMs && gained < at) return false
  // A membership that lasted less than a day when it ended never counts.
  return since <= Math.max(at - dayMs, place.begun.get(object) ?? 0)
}

/** The members at the start of the last 24 hours who are no longer members. */
function netLosses(verdict: Verdict, fresh: readonly Unapproved[]): Unapproved[] {
  const { place, after, now } = verdict
  const left = accessOf(after)
  const known = new Set([...place.shadow.known.values()].map(({ guid }) => guid))
  const net = new Map<string, Unapproved>()
  for (const loss of [...place.shadow.unapproved, ...fresh]) {
    if (loss.type !== 'loss' || loss.member === undefined || loss.at <= now - dayMs) continue
    const key = accessKey(loss.object, loss.member)
    const isCounted = fresh.includes(loss) || known.has(loss.object)
    if (counts(verdict, loss) && !left.has(key) && isCounted) net.set(key, loss)
  }
  return [...net.values()]
}

/** The members before the run, or before a loss of the last 24 hours. */
function baseOf({ before }: Verdict, guid: string, losses: readonly Unapproved[]): Set<string> {
  const lost = losses.filter(({ object }) => object === guid).map(({ member = '' }) => member)
  return new Set([...(before.get(guid)?.members ?? []), ...lost])
}

function checkGroup(verdict: Verdict, guid: string, losses: readonly Unapproved[]): void {
  const { groupLosses, groupEmptied } = verdict.place.settings.limits
  const { before, after } = verdict
  const count = losses.filter(({ object }) => object === guid).length
  const base = baseOf(verdict, guid, losses)
  const detail = `${labelOf(before.get(guid))} lost ${count} of ${base.size}`
  if (count > groupLosses.count) fail('beyond groupLosses.count', detail)
  if (base.size >= groupLosses.from && (100 * count) / base.size > groupLosses.percent) {
    fail('beyond groupLosses.percent', detail)
  }
  const left = after.get(guid)?.members ?? new Set()
  const isEmptied = count > 0 && ![...base].some((member) => left.has(member))
  const able = [...base].filter((member) => {
    const since = verdict.place.since.get(accessKey(guid, member)) ?? 0
    const loss = { type: 'loss', at: verdict.now, object: guid, member, since } as const
    return !before.get(member)?.disabled && counts(verdict, loss)
  }).length
  const group = [...verdict.knownBefore].find(([, object]) => object === guid)?.[0] ?? ''
  if (isEmptied && able >= groupEmptied.from && !groupEmptied.except.includes(group)) {
    fail('beyond groupEmptied', detail)
  }
}

function checkAll(verdict: Verdict, losses: readonly Unapproved[]): void {
  const { count, percent, from } = verdict.place.settings.limits.losses
  const objects = new Set([...verdict.knownBefore.values(), ...losses.map(({ object }) => object)])
  const base = [...objects].reduce((sum, guid) => sum + baseOf(verdict, guid, losses).size, 0)
  const detail = `${losses.length} of ${base} in 24 hours`
  if (losses.length > count) fail('beyond losses.count', detail)
  if (losses.length >= from && (100 * losses.length) / base > percent) fail('beyond losses.percent', detail)
}

/** Checks the separate limits of creations, deletions, renames and moves. */
function checkKinds(verdict: Verdict, fresh: readonly Unapproved[]): void {
  const { place, knownBefore, now } = verdict
  const { limits } = place.settings
  const recent = place.shadow.unapproved.filter(({ at }) => at > now - dayMs)
  for (const type of ['create', 'delete', 'rename', 'move'] as const) {
    if (!fresh.some((one) => one.type === type)) continue
    const number = [...recent, ...fresh].filter((one) => one.type === type).length
    const percent = (100 * number) / Math.max(1, knownBefore.size + number)
    const limit = {
      create: limits.creations,
      delete: limits.deletions,
      rename: { ...limits.renames, percent: 0 },
      move: { ...limits.moves, percent: 0 },
    }[type]
    if (number > limit.count && percent > limit.percent) {
      fail(`beyond the limit of ${type}`, `${number} in 24 hours of ${knownBefore.size} managed`)
    }
  }
}
