/** Operations on Entra in a history. */
import type { CloudGroupKind } from '../../../src/model/group.js'
import { newGroup, refresh, type Person, type Place } from './place.js'

/** Three random numbers that determine the choices of an operation. */
export interface Draw {
  a: number
  b: number
  c: number
}

/** Performs an operation and returns its log text, or undefined if it has no object. */
export type Operation = (place: Place, draw: Draw) => string | undefined

export const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % list.length]

const short = (id: string) => id.slice(-4).replace(/^0+/, '')

const groupOf = (place: Place, number: number) => pick([...place.cloud.groups.values()], number)
const personOf = (place: Place, number: number) => pick(place.people, number)

/** Changes the members of a group and keeps the previous ones for a stale listing. */
function changing(place: Place, id: string, change: (members: Set<string>) => void): void {
  place.earlier.set(id, place.cloud.members.get(id) ?? [])
  change(place.memberships.get(id) ?? new Set())
}

const kinds: readonly CloudGroupKind[] = ['security', 'microsoft365', 'mailEnabledSecurity', 'distribution']

export const cloudOps: Record<string, Operation> = {
  join(place, { a, b, c }) {
    const group = groupOf(place, a)
    if (!group) return undefined
    const joining = Array.from({ length: 1 + (c % 4) }, (_, n) => personOf(place, b + n)?.id ?? '')
    changing(place, group.id, (members) => joining.forEach((id) => members.add(id)))
    return `${joining.map(short).join()} join ${short(group.id)}`
  },
  leave(place, { a, b, c }) {
    const group = groupOf(place, a)
    if (!group) return undefined
    const all = [...(place.memberships.get(group.id) ?? [])]
    const leaving = all.filter((_, n) => (n + b) % all.length <= c % 3)
    changing(place, group.id, (members) => leaving.forEach((id) => members.delete(id)))
    return `${leaving.map(short).join()} leave ${short(group.id)}`
  },
  leaveMany(place, { a, b, c }) {
    const group = groupOf(place, a)
    if (!group) return undefined
    const all = [...(place.memberships.get(group.id) ?? [])]
    const leaving = all.slice(0, Math.ceil((all.length * (1 + (c % 8))) / 8)).slice(b % 2)
    changing(place, group.id, (members) => leaving.forEach((id) => members.delete(id)))
    return `${leaving.length} of ${all.length} leave ${short(group.id)}`
  },
  leaveEverywhere(place, { a, c }) {
    const leaving = Array.from({ length: 1 + (c % 5) }, (_, n) => personOf(place, a + n)?.id ?? '')
    for (const id of place.cloud.groups.keys()) {
      changing(place, id, (members) => leaving.forEach((one) => members.delete(one)))
    }
    return `${leaving.map(short).join()} leave every group`
  },
  nest(place, { a, b, c }) {
    const [group, child] = [groupOf(place, a), groupOf(place, b)]
    if (!group || !child || group === child) return undefined
    const member = c % 5 === 0 ? place.legacy.id : child.id
    changing(place, group.id, (members) => (c % 2 === 1 ? members.delete(member) : members.add(member)))
    return `${short(member)} ${c % 2 === 1 ? 'leaves' : 'is nested in'} ${short(group.id)}`
  },
  makeGroup(place, { a, b, c }) {
    const group = newGroup(place, {
      kind: a % 4 === 0 ? 'microsoft365' : 'security',
      ...(b % 2 === 0 && { writeback: { isEnabled: true } }),
    })
    const members = place.people.slice(0, c % 13).map(({ id }) => id)
    place.memberships.set(group.id, new Set(members))
    return `group ${short(group.id)} is made with ${members.length}`
  },
  deleteGroup(place, { a, c }) {
    const group = groupOf(place, a)
    if (!group) return undefined
    place.cloud.groups.delete(group.id)
    place.graves.set(group.id, group)
    if (c % 3 !== 0) place.cloud.deleted.add(group.id)
    return `group ${short(group.id)} is deleted${c % 3 === 0 ? ' for good' : ''}`
  },
  restoreGroup(place, { a }) {
    const group = pick([...place.graves.values()], a)
    if (!group) return undefined
    place.graves.delete(group.id)
    place.cloud.deleted.delete(group.id)
    place.cloud.groups.set(group.id, group)
    return `group ${short(group.id)} is restored`
  },
  renameGroup(place, { a, b, c }) {
    const some = [...place.cloud.groups.values()].filter((_, n) => (n + a) % (1 + (b % 4)) === 0)
    for (const group of some) group.displayName = `${'AB'[c % 2]} named ${c} ${group.displayName.slice(-8)}`
    return `${some.map(({ id }) => short(id)).join()} are renamed`
  },
  changeKind(place, { a, b, c }) {
    const group = groupOf(place, a)
    if (!group) return undefined
    if (c % 6 === 0) group.syncedFromAd = group.syncedFromAd ? undefined : true
    else group.kind = pick(kinds, b) ?? 'security'
    return `${short(group.id)} is ${group.kind}${group.syncedFromAd ? ', synced from AD' : ''}`
  },
  changeWriteback(place, { a, b }) {
    const group = groupOf(place, a)
    if (!group) return undefined
    const type = b % 3 === 0 ? 'universalDistributionGroup' : 'universalSecurityGroup'
    group.writeback = { isEnabled: b % 2 === 0, ...(b % 5 !== 0 && { onPremisesGroupType: type }) }
    return `${short(group.id)} writeback ${JSON.stringify(group.writeback)}`
  },
  changeRule(place, { a, b }) {
    const group = groupOf(place, a)
    if (!group) return undefined
    group.membershipRule = `user.department -eq "${b % 5}"`
    return `${short(group.id)} has the rule ${group.membershipRule}`
  },
  deleteUsers(place, { a, b, c }) {
    const to = b % 3 === 0 ? 'gone' : 'softDeleted'
    return standing(place, a, c, (one) => (one.cloud = to))
  },
  restoreUsers(place, { a, c }) {
    return standing(place, a, c, (one) => (one.cloud = 'active'))
  },
  loseSids(place, { a, c }) {
    return standing(place, a, c, (one) => delete one.shownSid)
  },
  returnSids(place, { a, c }) {
    return standing(place, a, c + 4, (one) => (one.shownSid = one.sid))
  },
  wrongSid(place, { a, b }) {
    const others = [...place.used.objects.values()].filter(({ kind }) => kind !== 'user')
    const sid = pick(others, b)?.sid
    return sid === undefined ? undefined : standing(place, a, 0, (one) => (one.shownSid = sid))
  },
}

function standing(place: Place, from: number, count: number, change: (person: Person) => unknown): string {
  const some = Array.from({ length: 1 + (count % 8) }, (_, n) => personOf(place, from + n)).filter(
    (one) => one !== undefined,
  )
  some.forEach(change)
  const { cloud, shownSid } = some[0] ?? {}
  return `${some.map(({ id }) => short(id)).join()} are ${cloud} and show ${shownSid}`
}

/** Wraps an operation on Entra; afterwards the emulated cloud is updated from the model. */
export function inCloud(operation: Operation): Operation {
  return (place, draw) => {
    const told = operation(place, draw)
    refresh(place)
    return told
  }
}
