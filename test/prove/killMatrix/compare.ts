/** Compares the journals with the directory before and after: every change is recorded, and only real changes as done. */
import type { Looked } from '../faultMatrix/judge.js'
import type { Scene } from '../faultMatrix/scene.js'
import type { Told, ToldChange } from './journal.js'

interface Seen {
  dn: string
  attributes: Readonly<Record<string, readonly string[]>>
  /** GUIDs of the members. */
  members: ReadonlySet<string>
}

/** Objects by GUID. */
export type Snapshot = ReadonlyMap<string, Seen>

const kept = ['groupType', 'displayName', 'description', 'adminDescription', 'msDS-ExternalDirectoryObjectId']

/** Reads the objects of a case. @param known objects that may have lost their anchor */
export function snapshot(scene: Scene, directory: Looked, known: Iterable<string> = []): Snapshot {
  const anchored = [...scene.ids.values()].flatMap((id) => directory.find('adminDescription', `Group_${id}`))
  const guids = new Set([...anchored.map(({ guid }) => guid), ...known])
  const found = [...guids].flatMap((guid): Array<[string, Seen]> => {
    const seen = directory.read(`<GUID=${guid}>`)
    if (!seen) return []
    const attributes = Object.fromEntries(kept.map((name) => [name, seen.attributes[name] ?? []]))
    const members = new Set(seen.members.map((dn) => directory.read(dn)?.guid ?? dn))
    return [[guid, { dn: seen.dn, attributes, members }]]
  })
  return new Map(found)
}

/** The entries of the journals about one object. */
interface About {
  has(...types: string[]): boolean
  members(type: 'addMembers' | 'removeMembers'): ReadonlySet<string>
}

function about(scene: Scene, told: readonly Told[], guid: string, now: Seen | undefined): About {
  // A group that the run created is identified by its DN, and as a member by its cloud group.
  const isIts = (change: ToldChange) =>
    change.guid === undefined ? change.dn === now?.dn : change.guid === guid
  const changes = told.map(({ change }) => change).filter(isIts)
  const guidOf = (id = '') => scene.place.directory.find('adminDescription', `Group_${id}`)[0]?.guid
  return {
    has: (...types) => changes.some(({ type }) => types.includes(type)),
    members: (type) =>
      new Set(
        changes.flatMap((change) =>
          change.type === type
            ? (change.members ?? []).flatMap(({ guid: own, group }) => own ?? guidOf(group) ?? [])
            : [],
        ),
      ),
  }
}

/** Returns the changes of the directory that are in no journal. */
export function untold(scene: Scene, before: Snapshot, after: Snapshot, told: readonly Told[]): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((guid) => {
    const [old, now] = [before.get(guid), after.get(guid)]
    const journal = about(scene, told, guid, now)
    const changes = !now ? ['deleteGroup'] : !old ? ['createGroup', 'restoreGroup'] : differing(old, now)
    const isMade = now !== undefined && !old
    const missing = isMade
      ? journal.has(...changes)
        ? []
        : ['that it was made']
      : changes.filter((type) => !journal.has(type))
    const who = now ? memberships(old, now, journal) : []
    return [...missing, ...who].map((what) => `no journal tells of ${old?.dn ?? now?.dn}: ${what}`)
  })
}

function memberships(old: Seen | undefined, now: Seen, journal: About): string[] {
  const [added, removed] = [journal.members('addMembers'), journal.members('removeMembers')]
  const joined = [...now.members].filter((member) => !old?.members.has(member) && !added.has(member))
  const left = [...(old?.members ?? [])].filter((member) => !now.members.has(member) && !removed.has(member))
  return [...joined.map((one) => `that ${one} joined`), ...left.map((one) => `that ${one} left`)]
}

/** Returns the kinds of changes between two states of an object. */
function differing(old: Seen, now: Seen): string[] {
  const [oldName, ...oldPlace] = old.dn.split(',')
  const [name, ...place] = now.dn.split(',')
  return [
    ...(oldName === name ? [] : ['renameGroup']),
    ...(oldPlace.join() === place.join() ? [] : ['moveGroup']),
    ...(JSON.stringify(old.attributes) === JSON.stringify(now.attributes) ? [] : ['updateGroup']),
  ]
}

/** Returns the changes that a journal records as done and that did not happen. */
export const unfounded = (after: Snapshot, told: readonly Told[]): string[] =>
  told.flatMap(({ change, outcome }) => {
    const guid = change.guid ?? outcome?.guid
    if (outcome?.outcome !== 'done' || guid === undefined) return []
    return isSo(change, after.get(guid))
      ? []
      : [`a journal tells as done: ${change.type} of ${change.dn ?? guid}`]
  })

function isSo({ type, members = [] }: ToldChange, now: Seen | undefined): boolean {
  const guids = members.flatMap(({ guid }) => guid ?? [])
  if (type === 'deleteGroup') return now === undefined
  if (now === undefined) return false
  if (type === 'removeMembers') return !guids.some((guid) => now.members.has(guid))
  return type !== 'addMembers' || guids.every((guid) => now.members.has(guid))
}
