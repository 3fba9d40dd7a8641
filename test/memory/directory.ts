/** A directory in memory, with the rules of AD that a plan can meet; the contract suite holds it to the real one. */
import { randomUUID } from 'node:crypto'
import { WritebackError } from '../../src/errors.js'
import { anchorAttributes, groupIdsOf } from '../../src/model/anchor.js'
import type { DirectoryFacts } from '../../src/model/directory.js'
import { childDn, equalDn, isWithin, nameOf, parentOf } from '../../src/model/dn.js'
import type { DirectoryGroup, Protection } from '../../src/model/group.js'
import type { DirectoryMember, ObjectKind } from '../../src/model/member.js'
import { complete } from './cloud.js'

export interface MemoryObject {
  guid: string
  sid: string
  name: string
  container: string
  isGroup: boolean
  kind: ObjectKind
  attributes: Record<string, string[]>
  /** GUIDs; those whose primary group it is are not among them. */
  members: Set<string>
  /** One of AD's own accounts and groups. */
  system: boolean
  protection?: Protection
  /** GUID of a group; Domain Users, which nobody manages, where it is missing. */
  primaryGroup?: string
  disabled?: boolean
  /** Its members look like none to the account. */
  unreadable?: boolean
  owner?: string
  createdAt?: string
  /** Before it was deleted. */
  formerDn?: string
}

export interface MemoryDirectory {
  objects: Map<string, MemoryObject>
  facts: DirectoryFacts
  container: string
  /** Those that are there, at and below it. */
  containers: string[]
  /** Counts writes that changed something, as uSNChanged does. */
  writes: number
  /** DNS name of this controller. */
  host: string
  /** The other controllers of the domain; see `copyDirectory`. */
  others: MemoryDirectory[]
  /** Whether it answers when another one asks. */
  reachable: boolean
  /** Deleted objects that the account sees. `removeObject` puts them there where they can be restored. */
  deleted: Map<string, MemoryObject>
  /** Whether the account may bring them back; usually it may not even see them. */
  canRestore: boolean
}

const domain = 'S-1-5-21-1-2-3'

/** Who writes: the owner of what a target creates. */
export const account = 'CN=svc-writeback,OU=People,DC=test'

/** rangeUpper as AD's schema has it (MS-ADA1 to 3). */
const maxLengths = {
  cn: 64,
  displayName: 256,
  description: 1024,
  info: 1024,
  mail: 256,
  proxyAddresses: 1123,
  sAMAccountName: 256,
  adminDescription: 1024,
}

export const emptyDirectory = (container = 'OU=Groups,DC=test'): MemoryDirectory => ({
  objects: new Map(),
  facts: { externalObjectId: true, exchange: {}, container: 'writable', maxLengths },
  container,
  containers: [container, `OU=Sub,${container}`],
  writes: 0,
  host: 'dc1.test',
  others: [],
  reachable: true,
  deleted: new Map(),
  canRestore: false,
})

/**
 * Another controller of the same domain, with a copy of its own that is behind until it is replicated. Open a target on
 * each of them; they know each other from now on.
 */
export function copyDirectory(directory: MemoryDirectory, host = 'dc2.test'): MemoryDirectory {
  const others = [directory, ...directory.others]
  const copy = { ...directory, facts: { ...directory.facts }, host, others }
  for (const other of others) other.others = [...other.others, copy]
  replicate(directory, copy)
  return copy
}

/** Brings everything that happened on one controller to another. */
export function replicate(from: MemoryDirectory, to: MemoryDirectory): void {
  to.objects = cloned(from.objects)
  to.deleted = cloned(from.deleted)
  to.writes = from.writes
}

const cloned = (objects: ReadonlyMap<string, MemoryObject>) =>
  new Map([...objects].map(([guid, object]) => [guid, structuredClone(object)]))

export const dnOf = ({ name, container }: MemoryObject): string => childDn(name, container)

export function addObject(
  directory: MemoryDirectory,
  object: Partial<MemoryObject> & { name: string },
): MemoryObject {
  const isGroup = object.isGroup ?? object.kind === 'group'
  const made: MemoryObject = {
    guid: randomUUID(),
    sid: `${domain}-${1000 + directory.objects.size + directory.writes}`,
    container: directory.container,
    attributes: {},
    members: new Set(),
    system: object.protection !== undefined && object.protection !== 'adminCount',
    ...object,
    isGroup,
    kind: object.kind ?? (isGroup ? 'group' : 'user'),
  }
  directory.objects.set(made.guid, made)
  directory.writes++
  return made
}

export function removeObject(directory: MemoryDirectory, guid: string): void {
  const object = directory.objects.get(guid)
  directory.objects.delete(guid)
  for (const { members } of directory.objects.values()) members.delete(guid)
  if (object && directory.canRestore) directory.deleted.set(guid, tombstoneOf(object))
  directory.writes++
}

/** What is left of a deleted group where there is no recycle bin: who it was, and no anchor. */
function tombstoneOf(object: MemoryObject): MemoryObject {
  const { sAMAccountName, groupType } = object.attributes
  const attributes = { ...(sAMAccountName && { sAMAccountName }), ...(groupType && { groupType }) }
  const formerDn = dnOf(object)
  return { ...object, container: 'CN=Deleted Objects,DC=test', formerDn, attributes, members: new Set() }
}

export const anchorsOf = ({ attributes }: MemoryObject): string[] =>
  groupIdsOf(anchorAttributes.flatMap((name) => attributes[name] ?? []))

export function managed(directory: MemoryDirectory): MemoryObject[] {
  return [...directory.objects.values()].filter(
    (object) => object.isGroup && isWithin(dnOf(object), directory.container) && anchorsOf(object).length > 0,
  )
}

/** The groups an object is listed in. */
export const parentsOf = ({ objects }: MemoryDirectory, guid: string): MemoryObject[] =>
  [...objects.values()].filter(({ members }) => members.has(guid))

/** Users whose primary group it is. */
export const primaryMembersOf = ({ objects }: MemoryDirectory, { guid }: MemoryObject): MemoryObject[] =>
  [...objects.values()].filter(({ primaryGroup }) => primaryGroup === guid)

const memberOf = (object: MemoryObject): DirectoryMember => ({
  guid: object.guid,
  sid: object.sid,
  dn: dnOf(object),
})

export async function toDirectoryGroup(
  directory: MemoryDirectory,
  object: MemoryObject,
): Promise<DirectoryGroup> {
  const { guid, sid, attributes, protection } = object
  const listed = object.unreadable ? [] : [...object.members]
  const members = listed.flatMap((member) => directory.objects.get(member) ?? []).map(memberOf)
  const [first, ...others] = anchorsOf(object)
  if (first === undefined) throw new Error('not managed')
  return {
    groupIds: [first, ...others],
    guid,
    sid,
    dn: dnOf(object),
    attributes: { ...attributes, cn: [object.name] },
    members: await complete(members),
    primaryMembers: primaryMembersOf(directory, object).map(memberOf),
    ...(protection && { protection }),
  }
}

/** Names are compared first: it is ten times as fast as to compare all DNs. */
export function objectAt({ objects }: MemoryDirectory, dn: string): MemoryObject | undefined {
  const name = nameOf(dn)?.toLowerCase()
  for (const object of objects.values())
    if (object.name.toLowerCase() === name && equalDn(dnOf(object), dn)) return object
  return undefined
}

/** The name is free, or this object's own. */
export function ensureFree(directory: MemoryDirectory, dn: string, guid?: string): void {
  const holder = objectAt(directory, dn)
  if (holder && holder.guid !== guid) throw new WritebackError('directoryRefused', `${dn} exists already.`)
}

export function place(object: MemoryObject, dn: string): void {
  object.name = nameOf(dn) ?? ''
  object.container = parentOf(dn) ?? ''
}
