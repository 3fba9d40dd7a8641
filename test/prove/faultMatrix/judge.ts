/**
 * The independent judge: it looks at the directory itself and at what is true in the cloud, whatever either of them answered
 * and whatever the run reported.
 */
import type { View } from '../../../src/emulators/directory/view.js'
import { idIn, inScope, markOf, type Scene } from './scene.js'

export type Looked = Pick<View, 'read' | 'find' | 'tree'>

/** Who the cloud wants in each group that is to be written, by name: people, and groups in it. */
export function wantedIn({ place: { entra, people }, ids }: Scene): Map<string, Set<string>> {
  const { tenant } = entra
  const names = new Map([...ids].map(([name, id]) => [id, name]))
  for (const { id, name } of people) names.set(id, name)
  const wanted = new Map<string, Set<string>>()
  for (const [name, id] of ids) {
    const group = tenant.group(id)
    if (!group || !inScope(group.displayName ?? '')) continue
    wanted.set(name, new Set(tenant.members(id).map((member) => names.get(member) ?? member)))
  }
  return wanted
}

interface Found {
  guid: string
  members: Set<string>
}

/** Members by the names that `wantedIn` uses; what nobody knows goes by its DN. */
function membersOf(scene: Scene, controller: Looked, dns: readonly string[]): Set<string> {
  const people = new Map(scene.place.people.map(({ dn, name }) => [dn, name]))
  const groups = new Map([...scene.ids].map(([name, id]) => [`Group_${id}`, name]))
  const nameOf = (dn: string): string => {
    const anchor = controller.read(dn)?.attributes['adminDescription']?.[0] ?? ''
    return groups.get(anchor) ?? dn
  }
  return new Set(dns.map((dn) => people.get(dn) ?? nameOf(dn)))
}

/** The objects that carry the anchor of this group. */
const objectsOf = (scene: Scene, controller: Looked, name: string): Found[] =>
  controller
    .find('adminDescription', `Group_${idIn(scene, name)}`)
    .map(({ guid, members }) => ({ guid, members: membersOf(scene, controller, members) }))

export interface Watch {
  /** After a write, and at any other time. */
  look(): void
  /** Each once. */
  broken: Set<string>
}

/**
 * From now on, at this controller: what the cloud wants and is there stays; nobody becomes a member whom the cloud does not
 * want; no group gets a second object.
 */
export function watch(scene: Scene, controller: Looked, where: string): Watch {
  const broken = new Set<string>()
  const wanted = wantedIn(scene)
  const before = new Map([...scene.ids.keys()].map((name) => [name, objectsOf(scene, controller, name)]))
  const say = (what: string) => void broken.add(`${what} (${where})`)

  function lookAt(name: string, wants: ReadonlySet<string>): void {
    for (const { guid, members } of before.get(name) ?? []) {
      const now = controller.read(`<GUID=${guid}>`)
      if (!now) say(`the object of ${name} was deleted`)
      const left = now ? membersOf(scene, controller, now.members) : new Set<string>()
      for (const member of members) if (wants.has(member) && !left.has(member)) say(`${member} lost ${name}`)
    }
  }
  function lookForMore(name: string): void {
    const objects = objectsOf(scene, controller, name)
    if (objects.length > 1) say(`${name} has ${objects.length} objects`)
    const had = new Set((before.get(name) ?? []).flatMap(({ members }) => [...members]))
    for (const member of objects.flatMap(({ members }) => [...members]))
      if (!had.has(member) && !wanted.get(name)?.has(member)) say(`${member} got ${name}`)
  }
  return {
    broken,
    look() {
      for (const [name, wants] of wanted) lookAt(name, wants)
      for (const name of scene.ids.keys()) lookForMore(name)
    },
  }
}

/** Groups whose members are not those whom the cloud wants, of people and of groups that have an object. */
export function unequal(scene: Scene, controller: Looked): string[] {
  const wanted = wantedIn(scene)
  const canBe = new Set([...scene.place.people.map(({ name }) => name), ...wanted.keys()])
  return [...wanted].flatMap(([name, wants]) => {
    const names = [...wants].filter((member) => canBe.has(member))
    const [object] = objectsOf(scene, controller, name)
    const isEqual = object?.members.size === names.length && names.every((one) => object.members.has(one))
    return isEqual ? [] : [`${name}: ${[...(object?.members ?? [])].join()} instead of ${names.join()}`]
  })
}

const tree = 'the tree'
const told = ['cn', 'groupType', 'displayName', 'description', 'sAMAccountName', 'adminDescription']

/** How the container looks, without what differs from case to case: a line for each group, and the tree. */
export function portrait(scene: Scene, controller: Looked): Map<string, string> {
  const neutral = (text: string) =>
    text.replaceAll(markOf(scene), '').replaceAll(`OU=Case ${scene.number}`, 'OU=Case')
  const lines = [...scene.ids].map(([name, id]): [string, string] => {
    const objects = controller.find('adminDescription', `Group_${id}`).map(({ dn, attributes, members }) => {
      const values = told.map((attribute) => `${attribute}=${attributes[attribute]?.join(';') ?? ''}`)
      const names = [...membersOf(scene, controller, members)].sort()
      return [dn, ...values, `member=${names.join(',')}`].join(' | ')
    })
    return [name, neutral(objects.sort().join(' && '))]
  })
  return new Map([...lines, [tree, neutral(controller.tree(scene.container))]])
}

/** What differs, by name. The tree is told only where the groups themselves are as they should be. */
export function differences(
  now: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): Map<string, string> {
  const different = [...wanted].filter(([name, line]) => now.get(name) !== line)
  const groups = different.filter(([name]) => name !== tree)
  const worthTelling = groups.length > 0 ? groups : different
  return new Map(
    worthTelling.map(([name, line]) => [name, `${name}: ${difference(now.get(name) ?? '', line)}`]),
  )
}

function difference(now: string, wanted: string): string {
  if (now === '') return 'is not there'
  if (wanted === '') return 'is still there'
  const parts = wanted.split(' | ')
  const own = now.split(' | ').filter((part) => !parts.includes(part))
  return `${own.join(' | ')} instead of ${parts.filter((part) => !now.split(' | ').includes(part)).join(' | ')}`
}
