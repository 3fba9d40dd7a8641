/** Manual changes in AD in a history. */
import { addObject, anchorsOf, dnOf, removeObject, type MemoryObject } from '../../memory/directory.js'
import { idOf } from '../../memory/world.js'
import { pick, type Draw, type Operation } from './cloudOps.js'
import type { Place } from './place.js'
import { labelOf } from './verdict.js'

const anchored = ({ used }: Place) => [...used.objects.values()].filter((one) => anchorsOf(one).length > 0)
const accounts = ({ used }: Place) => [...used.objects.values()].filter(({ kind }) => kind === 'user')

/** Makes an operation on an object with an anchor. */
const toGroup =
  (change: (place: Place, group: MemoryObject, draw: Draw) => string | undefined): Operation =>
  (place, draw) => {
    const group = pick(anchored(place), draw.a)
    if (!group) return undefined
    const [before, dn] = [labelOf(group), dnOf(group)]
    const told = change(place, group, draw)
    if (dnOf(group) !== dn) noteStray(place, group.guid)
    place.used.writes++
    return told && `in AD, ${before} ${told}`
  }

/** Marks an object of a killed run as renamed. The state may have only its name, so adopting it needs approval. */
function noteStray({ shadow }: Place, guid: string): void {
  for (const known of shadow.known.values()) if (known.uncertain && known.guid === guid) known.stray = true
}

const anchorOf = (number: number) => ({
  adminDescription: [`Group_${idOf(number)}`],
  'msDS-ExternalDirectoryObjectId': [`Group_${idOf(number)}`],
})

export const handOps: Record<string, Operation> = {
  handAdd: toGroup((place, group, { b }) => {
    const member = pick([...place.used.objects.values()], b)
    if (!member || member === group || member.primaryGroup === group.guid) return undefined
    group.members.add(member.guid)
    return `gets ${labelOf(member)}`
  }),
  handRemove: toGroup((place, group, { b }) => {
    const member = pick([...group.members], b)
    if (member !== undefined) group.members.delete(member)
    return member && `loses ${labelOf(place.used.objects.get(member))}`
  }),
  handRename: toGroup((place, group, { b }) => {
    group.name = `by hand ${b}-${place.used.writes}`
    return `is called ${group.name}`
  }),
  handMove: toGroup((_, group, { b }) => {
    group.container = pick(['OU=Sub,OU=Groups,DC=test', 'OU=Groups,DC=test', 'OU=Elsewhere,DC=test'], b) ?? ''
    return `moves to ${group.container}`
  }),
  handDrift: toGroup((_, group, { b }) => {
    if (b % 3 === 0) group.attributes['groupType'] = [b % 2 === 0 ? '8' : '-2147483640']
    else group.attributes['description'] = [`by hand ${b}`]
    return `drifts in ${b % 3 === 0 ? `type ${group.attributes['groupType']?.[0]}` : 'description'}`
  }),
  clearAnchor: toGroup((_, group, { b }) => {
    if (b % 3 !== 1) delete group.attributes['adminDescription']
    if (b % 3 !== 2) delete group.attributes['msDS-ExternalDirectoryObjectId']
    return 'loses its anchor'
  }),
  copyAnchor: toGroup((place, group, { b, c }) => {
    const others = [...place.used.objects.values()].filter(
      (one) => one.isGroup && !one.system && one !== group,
    )
    const other = c % 2 === 0 ? plantedIn(place, b) : pick(others, b)
    if (!other) return undefined
    for (const name of Object.keys(anchorOf(0))) {
      const values = group.attributes[name]
      if (values) other.attributes[name] = [...values]
    }
    return `has its anchor copied to ${labelOf(other)}`
  }),
  plant(place, { a, b, c }) {
    const planted = plantedIn(place, a)
    planted.attributes = { ...anchorOf(1 + (b % (place.next + 1))), groupType: ['-2147483640'] }
    for (const { guid } of accounts(place).slice(0, c % 6)) planted.members.add(guid)
    return `planted ${labelOf(planted)} with ${anchorsOf(planted).join()}`
  },
  handDelete: toGroup((place, group) => {
    removeObject(place.used, group.guid)
    return 'is deleted'
  }),
  switchAccount(place, { a, b, c }) {
    const some = Array.from({ length: 1 + (c % 6) }, (_, n) => pick(accounts(place), a + n))
    for (const one of some) if (one) one.disabled = b % 3 !== 0
    return `accounts ${some.map((one) => one?.name).join()} are ${b % 3 === 0 ? 'enabled' : 'disabled'}`
  },
  deleteAccount(place, { a }) {
    const account = pick(accounts(place), a)
    if (!account) return undefined
    removeObject(place.used, account.guid)
    place.used.deleted.delete(account.guid)
    return `account ${account.name} is deleted`
  },
  setPrimary: toGroup((place, group, { b }) => {
    const account = pick(accounts(place), b)
    if (!account) return undefined
    account.primaryGroup = group.guid
    group.members.delete(account.guid)
    return `is the primary group of ${account.name}`
  }),
  protect: toGroup((place, group, { b }) => {
    const tier0 = [...place.used.objects.values()].find(({ name }) => name === 'Tier 0')
    const stranger = [...place.used.objects.values()].find(({ name }) => name === 'a stranger')
    if (b % 3 === 0) group.protection = 'adminCount'
    else if (b % 3 === 1) tier0?.members.add(group.guid)
    else if (stranger) {
      stranger.members.add(group.guid)
      tier0?.members.add(stranger.guid)
    }
    return b % 3 === 0 ? 'is stamped with adminCount' : 'stands in Tier 0'
  }),
  hideMembers: toGroup((_, group, { b }) => {
    group.unreadable = b % 3 !== 0
    return group.unreadable ? 'shows no members' : 'shows its members again'
  }),
}

function plantedIn({ used }: Place, number: number): MemoryObject {
  const container = number % 4 === 0 ? 'OU=Elsewhere,DC=test' : used.container
  return addObject(used, { name: `planted ${number}-${used.writes}`, container, isGroup: true })
}
