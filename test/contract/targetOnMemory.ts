import {
  writingAccountDn,
  addObject,
  copyDirectory,
  dnOf,
  emptyDirectory,
  removeObject,
  replicate,
  type MemoryObject,
} from '../memory/directory.js'
import { memoryTarget } from '../memory/target.js'
import type { Replica, Somebody, TargetFixture } from './targetFixture.js'

export async function openMemoryFixture(): Promise<TargetFixture & { addReplica(): Promise<Replica> }> {
  const directory = emptyDirectory('OU=Groups,DC=test')
  const target = memoryTarget(directory)
  const somebody = (object: MemoryObject) => ({ guid: object.guid, sid: object.sid, dn: dnOf(object) })
  const made = ({ guid }: Somebody): MemoryObject => {
    const object = directory.objects.get(guid)
    if (!object) throw new Error('The object does not exist.')
    return object
  }
  const people = 'OU=People,DC=test'
  return {
    target,
    container: directory.container,
    subContainer: 'OU=Sub,OU=Groups,DC=test',
    elsewhere: 'OU=Elsewhere,DC=test',
    account: writingAccountDn,
    host: directory.host,
    addUser: async (name, { disabled = false } = {}) =>
      somebody(addObject(directory, { name, container: people, disabled })),
    addComputer: async (name) =>
      somebody(addObject(directory, { name, container: people, kind: 'computer' })),
    addGroup: async (name, container, attributes = {}) =>
      somebody(addObject(directory, { name, container, attributes: { ...attributes }, isGroup: true })),
    builtin: async (rid) => somebody(builtin(rid)),
    addMember: async (group, member) => void made(group).members.add(member.guid),
    async setPrimaryGroup(user, group) {
      made(user).primaryGroup = group.guid
      made(group).members.delete(user.guid)
    },
    stamp: async (group) => void (made(group).protection = 'adminCount'),
    move: async (object, container) => void (made(object).container = container),
    remove: async ({ guid }) => removeObject(directory, guid),
    denyMembers: async (group) => void (made(group).unreadable = true),
    async allowRestore() {
      directory.canRestore = true
      return target
    },
    async look(guid) {
      const object = directory.objects.get(guid)
      if (!object) return undefined
      const members = [...object.members].flatMap((member) => directory.objects.get(member) ?? [])
      return { dn: dnOf(object), attributes: { ...object.attributes }, members: members.map(dnOf) }
    },
    async addReplica() {
      const copy = copyDirectory(directory)
      return {
        target: memoryTarget(copy),
        host: copy.host,
        replicate: async () => replicate(directory, copy),
        stopFirst: async () => void (directory.reachable = false),
      }
    },
    close: async () => undefined,
  }

  function builtin(rid: number): MemoryObject {
    const sid = `S-1-5-32-${rid}`
    const known = [...directory.objects.values()].find((object) => object.sid === sid)
    const protection = 'isCriticalSystemObject' as const
    const container = 'CN=Builtin,DC=test'
    return (
      known ?? addObject(directory, { name: `Windows ${rid}`, sid, container, isGroup: true, protection })
    )
  }
}
