/**
 * Checks a case independently: reads the directory and the cloud themselves, whatever they responded and whatever the run
 * reported.
 */
import type { View } from '../../../src/emulators/directory/view.js'
import { idIn, inScope, markOf, type Scene } from './scene.js'

export type Looked = Pick<View, 'read' | 'find' | 'tree'>

/** Returns the desired members of each group in scope, by name: people and nested groups. */
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

/** Returns members by the names of `wantedIn`, and unknown ones by their DN. */
function membersOf(scene: Scene, controller: Looked, dns: readonly string[]): Set<string> {
  const people = new Map(scene.place.people.map(({ dn, name }) => [dn, name]))
  const groups = new Map([...scene.ids].map(([name, id]) => [`Group_${id}`, name]))
  const nameOf = (dn: string): string => {
    const anchor = controller.read(dn)?.attributes['adminDescription']?.[0] ?? ''
    return groups.get(anchor) ?? dn
  }
  return new Set(dns.map((dn) => people.get(dn) ?? nameOf(dn)))
}

/** Returns the objects with the anchor of a group. */
const objectsOf = (scene: Scene, controller: Looked, name: string): Found[] =>
  controller
    .find('adminDescription', `Group_${idIn(scene, name)}`)
    .map(({ guid, members }) => ({ guid, members: membersOf(scene, controller, members) }))

export interface Watch {
  /** Checks the directory; called after each write. */
  look(): void
  /** The faults, each once. */
  broken: Set<string>
}

/**
 * Watches a controller: desired members and objects stay, no undesired member is added, and no group gets a second
 * object.
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

/** Returns the groups whose members differ from the desired ones: people, and groups that have an object. */
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

/** Describes the container without parts that differ between cases: a line for each group, and the tree. */
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

/** Returns the differences by name. The tree is compared only if the groups are equal. */
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
