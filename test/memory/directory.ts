/** A directory in memory, with the rules of AD that a plan can meet; the contract suite holds it to the real one. */
import { randomUUID } from 'node:crypto'
import { WritebackError } from '../../src/errors.js'
import { anchorAttributes, groupIdsOf } from '../../src/model/anchor.js'
import type { DirectoryFacts } from '../../src/model/directory.js'
import { childDn, equalDn, isWithin, nameOf, parentOf } from '../../src/model/dn.js'
import { complete } from './cloud.js'

export interface MemoryObject {
  guid: string
  sid: string
  name: string
  container: string
  isGroup: boolean
  attributes: Record<string, string[]>
  /** GUIDs. */
  members: Set<string>
  protected: boolean
}

export interface MemoryDirectory {
  objects: Map<string, MemoryObject>
  facts: DirectoryFacts
  container: string
  /** Counts writes that changed something, as uSNChanged does. */
  writes: number
}

const domain = 'S-1-5-21-1-2-3'

export const emptyDirectory = (container = 'OU=Groups,DC=test'): MemoryDirectory => ({
  objects: new Map(),
  facts: { externalObjectId: true, exchange: {}, container: 'writable' },
  container,
  writes: 0,
})

export const dnOf = ({ name, container }: MemoryObject): string => childDn(name, container)

export function addObject(
  directory: MemoryDirectory,
  object: Partial<MemoryObject> & { name: string },
): MemoryObject {
  const made: MemoryObject = {
    guid: randomUUID(),
    sid: `${domain}-${1000 + directory.objects.size + directory.writes}`,
    container: directory.container,
    isGroup: false,
    attributes: {},
    members: new Set(),
    protected: false,
    ...object,
  }
  directory.objects.set(made.guid, made)
  directory.writes++
  return made
}

export function removeObject(directory: MemoryDirectory, guid: string): void {
  directory.objects.delete(guid)
  for (const { members } of directory.objects.values()) members.delete(guid)
  directory.writes++
}

export const anchorsOf = ({ attributes }: MemoryObject): string[] =>
  groupIdsOf(anchorAttributes.flatMap((name) => attributes[name] ?? []))

export function managed(directory: MemoryDirectory): MemoryObject[] {
  return [...directory.objects.values()].filter(
    (object) => object.isGroup && isWithin(dnOf(object), directory.container) && anchorsOf(object).length > 0,
  )
}

export function toDirectoryGroup(directory: MemoryDirectory, object: MemoryObject) {
  const members = [...object.members].flatMap((guid) => {
    const member = directory.objects.get(guid)
    return member ? [{ guid, sid: member.sid, dn: dnOf(member) }] : []
  })
  const [first, ...others] = anchorsOf(object)
  if (first === undefined) throw new Error('not managed')
  return complete(members).then((read) => ({
    groupIds: [first, ...others] as const,
    guid: object.guid,
    sid: object.sid,
    dn: dnOf(object),
    attributes: { ...object.attributes, cn: [object.name] },
    members: read,
    protected: object.protected,
  }))
}

/** The name is free, or this object's own. */
export function ensureFree(directory: MemoryDirectory, dn: string, guid?: string): void {
  for (const object of directory.objects.values()) {
    if (object.guid !== guid && equalDn(dnOf(object), dn)) {
      throw new WritebackError('directoryRefused', `${dn} exists already.`)
    }
  }
}

export function place(object: MemoryObject, dn: string): void {
  object.name = nameOf(dn) ?? ''
  object.container = parentOf(dn) ?? ''
}
