import { addObject, dnOf, emptyDirectory, type MemoryObject } from '../memory/directory.js'
import { memoryTarget } from '../memory/target.js'
import { targetContract } from './target.js'

describe('the target contract, in memory', () => {
  targetContract(async () => {
    const directory = emptyDirectory('OU=Groups,DC=test')
    const somebody = (object: MemoryObject) => ({ guid: object.guid, sid: object.sid, dn: dnOf(object) })
    return {
      target: memoryTarget(directory),
      container: directory.container,
      subContainer: 'OU=Sub,OU=Groups,DC=test',
      elsewhere: 'OU=Elsewhere,DC=test',
      addUser: async (name) => somebody(addObject(directory, { name, container: 'OU=People,DC=test' })),
      addGroup: async (name, container, attributes = {}) =>
        somebody(addObject(directory, { name, container, attributes: { ...attributes }, isGroup: true })),
      async look(guid) {
        const object = directory.objects.get(guid)
        if (!object) return undefined
        const members = [...object.members].flatMap((member) => directory.objects.get(member) ?? [])
        return { dn: dnOf(object), attributes: object.attributes, members: members.map(dnOf) }
      },
      close: async () => undefined,
    }
  })
})
