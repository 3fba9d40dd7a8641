/** The company of one case: groups of every kind, and their changes in the cloud and manually in AD. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NewGroup } from '../../../src/emulators/entra/tenant/newObjects.js'
import type { Place } from './place.js'

export interface Scene {
  place: Place
  number: number
  container: string
  account: { dn: string; password: string; passwordFile: string }
  /** Folder of the case, with the state. */
  folder: string
  /** Object ids by group name. */
  ids: Map<string, string>
}

interface Cast {
  people: readonly [from: number, to: number]
  groups?: readonly string[]
  more?: Partial<NewGroup>
}

/** Nested groups come first. "everybody" is larger than a page of the cloud and a range of AD. */
const cast: Readonly<Record<string, Cast>> = {
  everybody: { people: [0, 26] },
  approvers: { people: [10, 13] },
  foreign: { people: [0, 2], more: { displayName: 'Never written' } },
  platform: { people: [12, 18], more: { description: 'Runs what others build' } },
  engineering: { people: [18, 30], groups: ['platform'] },
  finance: { people: [4, 9], groups: ['approvers', 'foreign'], more: { description: 'Ledgers and payroll' } },
  sales: { people: [0, 8], more: { kind: 'microsoft365' } },
  deleted: { people: [1, 3] },
  gone: { people: [3, 5] },
  outside: { people: [5, 7] },
  renamed: { people: [6, 10] },
  moved: { people: [8, 12] },
  quiet: { people: [9, 23] },
  emptied: { people: [30, 34] },
  erased: { people: [31, 35] },
}

/** Groups that are created later. */
const newcomers: Readonly<Record<string, Cast>> = {
  fresh: { people: [14, 26] },
  mailing: { people: [2, 5], more: { kind: 'microsoft365' } },
  empty: { people: [0, 0] },
}

export const groupNames: readonly string[] = [...Object.keys(cast), ...Object.keys(newcomers)]

const digits = (number: number): string => String(number).padStart(6, '0')

/** Six digits in the ids of the groups distinguish the objects of a case from those of others. */
export const markOf = ({ number }: Pick<Scene, 'number'>): string => String(100_000 + number)

export const nameInCloud = (name: string): string => `AD ${name}`
export const inScope = (displayName: string): boolean => displayName.startsWith('AD ')
export const scopeFilter = "startsWith(displayName,'AD ')"

export function setScene(place: Place, number: number): Scene {
  const { directory } = place
  const container = directory.addOu(`Case ${number}`)
  directory.addOu('Sub', container)
  const { dn, password } = directory.delegate(container, `svc-matrix-${number}`)
  directory.allowRestore(dn)
  const folder = join(place.folder, String(number))
  mkdirSync(folder)
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  const account = { dn, password, passwordFile }
  const scene: Scene = { place, number, container, account, folder, ids: new Map() }
  for (const name of Object.keys(cast)) found(scene, name, cast)
  return scene
}

function found(scene: Scene, name: string, all: Readonly<Record<string, Cast>>): void {
  const { place, ids } = scene
  const { people: [from, to] = [0, 0], groups = [], more = {} } = all[name] ?? {}
  const id = `00000000-0000-4000-8000-${markOf(scene)}${digits(ids.size)}`
  const members = [
    ...place.people.slice(from, to).map((person) => person.id),
    ...groups.flatMap((group) => ids.get(group) ?? []),
  ]
  ids.set(name, place.entra.tenant.addGroup({ id, displayName: nameInCloud(name), ...more, members }).id)
}

export const idIn = ({ ids }: Scene, name: string): string => ids.get(name) ?? ''

/** Changes in the cloud: joiners, leavers below the limits, new and deleted groups, new names. */
export function changeCloud(scene: Scene): void {
  const { tenant } = scene.place.entra
  const id = (name: string) => idIn(scene, name)
  const people = (...numbers: number[]) => numbers.flatMap((number) => scene.place.people[number]?.id ?? [])
  tenant.addMember(id('everybody'), ...people(30, 31))
  tenant.removeMember(id('everybody'), ...people(11, 20, 21))
  tenant.addMember(id('sales'), ...people(9))
  tenant.removeMember(id('sales'), ...people(3))
  tenant.removeMember(id('engineering'), ...people(19))
  tenant.addMember(id('platform'), ...people(5))
  tenant.updateGroup(id('platform'), { description: 'Runs what others build, at night too' })
  tenant.removeMember(id('finance'), id('approvers'))
  tenant.deleteGroup(id('deleted'))
  tenant.renameGroup(id('outside'), 'Not written any more')
  tenant.renameGroup(id('renamed'), nameInCloud('called otherwise'))
  for (const name of Object.keys(newcomers)) found(scene, name, newcomers)
  tenant.addMember(id('engineering'), id('fresh'))
}

/** Deletes a group permanently: it is not among the deleted groups, so its absence is proven only by time. */
export function deleteForGood(scene: Scene): void {
  scene.place.entra.tenant.deleteGroup(idIn(scene, 'gone'), { hard: true })
}

/** Manual changes in AD. */
export function changeByHand(scene: Scene): void {
  const { directory, people } = scene.place
  const dn = (name: string) => directory.find('adminDescription', `Group_${idIn(scene, name)}`)[0]?.dn ?? ''
  const person = (number: number) => people[number]?.dn ?? ''
  directory.addMembers(dn('engineering'), person(34))
  directory.removeMembers(dn('engineering'), person(25))
  directory.edit(dn('emptied'), { member: [] })
  directory.remove(dn('erased'))
  directory.edit(dn('finance'), { description: 'written by hand' })
  directory.rename(dn('quiet'), 'renamed by hand')
  directory.move(dn('moved'), `OU=Sub,${scene.container}`)
  directory.move(dn('approvers'), `OU=Sub,${scene.container}`)
}

/** Removes everything of a case, so that the next one starts with the same place. */
export function strike(scene: Scene): void {
  const { entra, directory, other } = scene.place
  for (const id of scene.ids.values()) {
    const isLive = entra.tenant.group(id) !== undefined
    if (isLive) entra.tenant.deleteGroup(id, { hard: true })
  }
  directory.remove(scene.container, { tree: true })
  directory.remove(scene.account.dn)
  other?.replicate()
  entra.log.clear()
  directory.log.clear()
  other?.log.clear()
  rmSync(scene.folder, { recursive: true, force: true })
}
