/** A directory in memory, with the rules of AD that matter to a plan; the contract suite compares it with the real one. */
import { randomUUID } from 'node:crypto'
import { WritebackError } from '../../src/errors.js'
import { anchorAttributes, parseAnchors } from '../../src/model/anchor.js'
import type { DirectoryFacts } from '../../src/model/directory.js'
import { childDn, equalDn, isInContainer, rdnValue, parentDn } from '../../src/model/dn.js'
import type { DirectoryGroup, Protection } from '../../src/model/group.js'
import type { DirectoryMember, DirectoryObjectKind } from '../../src/model/member.js'
import { completeReadOf } from './cloud.js'

export interface MemoryObject {
  guid: string
  sid: string
  name: string
  container: string
  isGroup: boolean
  kind: DirectoryObjectKind
  attributes: Record<string, string[]>
  /** GUIDs, without members whose primary group it is. */
  members: Set<string>
  /** True for AD's built-in accounts and groups. */
  system: boolean
  protection?: Protection
  /** GUID of a group; Domain Users, which is not managed, if missing. */
  primaryGroup?: string
  disabled?: boolean
  /** The account may not read its members: it looks empty. */
  unreadable?: boolean
  owner?: string
  createdAt?: string
  /** The DN before the deletion. */
  formerDn?: string
}

export interface MemoryDirectory {
  objects: Map<string, MemoryObject>
  facts: DirectoryFacts
  container: string
  /** All existing containers: `container` and those below it. */
  containers: string[]
  /** Counts writes that changed something, as uSNChanged does. */
  writes: number
  /** DNS name of this domain controller. */
  host: string
  /** The other domain controllers; see `copyDirectory`. */
  others: MemoryDirectory[]
  /** False if it sends no response to lookups on behalf of another controller. */
  reachable: boolean
  /** Deleted objects that the account can see; `removeObject` adds objects while `canRestore` is true. */
  deleted: Map<string, MemoryObject>
  /** True if the account may restore deleted objects; by default it cannot even see them. */
  canRestore: boolean
}

const domain = 'S-1-5-21-1-2-3'

/** DN of the writing account: the owner of created objects. */
export const writingAccountDn = 'CN=svc-writeback,OU=People,DC=test'

/** rangeUpper in AD's schema (MS-ADA1 to 3). */
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
 * Adds a domain controller with its own copy of the directory, which lags until `replicate`. Each controller knows the
 * others; open a target on each of them.
 */
export function copyDirectory(directory: MemoryDirectory, host = 'dc2.test'): MemoryDirectory {
  const others = [directory, ...directory.others]
  const copy = { ...directory, facts: { ...directory.facts }, host, others }
  for (const other of others) other.others = [...other.others, copy]
  replicate(directory, copy)
  return copy
}

/** Replicates everything from one domain controller to another. */
export function replicate(from: MemoryDirectory, to: MemoryDirectory): void {
  to.objects = cloneObjects(from.objects)
  to.deleted = cloneObjects(from.deleted)
  to.writes = from.writes
}

const cloneObjects = (objects: ReadonlyMap<string, MemoryObject>) =>
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

/** A deleted group without a recycle bin: it keeps its identity and loses its anchor. */
function tombstoneOf(object: MemoryObject): MemoryObject {
  const { sAMAccountName, groupType } = object.attributes
  const attributes = { ...(sAMAccountName && { sAMAccountName }), ...(groupType && { groupType }) }
  const formerDn = dnOf(object)
  return { ...object, container: 'CN=Deleted Objects,DC=test', formerDn, attributes, members: new Set() }
}

export const anchorsOf = ({ attributes }: MemoryObject): string[] =>
  parseAnchors(anchorAttributes.flatMap((name) => attributes[name] ?? []))

export function managedObjects(directory: MemoryDirectory): MemoryObject[] {
  return [...directory.objects.values()].filter(
    (object) =>
      object.isGroup && isInContainer(dnOf(object), directory.container) && anchorsOf(object).length > 0,
  )
}

/** The groups that list an object as member. */
export const parentsOf = ({ objects }: MemoryDirectory, guid: string): MemoryObject[] =>
  [...objects.values()].filter(({ members }) => members.has(guid))

/** The users whose primary group it is. */
export const primaryMembersOf = ({ objects }: MemoryDirectory, { guid }: MemoryObject): MemoryObject[] =>
  [...objects.values()].filter(({ primaryGroup }) => primaryGroup === guid)

const directoryMember = (object: MemoryObject): DirectoryMember => ({
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
  const members = listed.flatMap((member) => directory.objects.get(member) ?? []).map(directoryMember)
  const [first, ...others] = anchorsOf(object)
  if (first === undefined) throw new Error('not managed')
  return {
    groupIds: [first, ...others],
    guid,
    sid,
    dn: dnOf(object),
    attributes: { ...attributes, cn: [object.name] },
    members: await completeReadOf(members),
    primaryMembers: primaryMembersOf(directory, object).map(directoryMember),
    ...(protection && { protection }),
  }
}

/** Compares names first, which is ten times as fast as comparing all DNs. */
export function objectAt({ objects }: MemoryDirectory, dn: string): MemoryObject | undefined {
  const name = rdnValue(dn)?.toLowerCase()
  for (const object of objects.values())
    if (object.name.toLowerCase() === name && equalDn(dnOf(object), dn)) return object
  return undefined
}

/** @throws WritebackError `directoryRefused` if another object than this one has the DN */
export function ensureDnFree(directory: MemoryDirectory, dn: string, guid?: string): void {
  const holder = objectAt(directory, dn)
  if (holder && holder.guid !== guid) throw new WritebackError('directoryRefused', `${dn} exists already.`)
}

/** Sets an object's name and container. */
export function setDn(object: MemoryObject, dn: string): void {
  object.name = rdnValue(dn) ?? ''
  object.container = parentDn(dn) ?? ''
}
