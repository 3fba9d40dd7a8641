import { WritebackError } from '../../src/errors.js'
import { emptyCloud, memorySource } from '../memory/cloud.js'
import { sourceContract } from './source.js'

describe('the source contract, in memory', () => {
  sourceContract(async () => {
    const cloud = emptyCloud()
    return {
      source: memorySource(cloud),
      addGroup: (group) => void cloud.groups.set(group.id, group),
      removeGroup(id) {
        cloud.groups.delete(id)
        cloud.broken.set(id, new WritebackError('groupNotFound', `The group ${id} is gone.`))
      },
      addFilter: (filter, matches) => void cloud.filters.set(filter, matches),
      addMember: (id, member) => void cloud.members.set(id, [...(cloud.members.get(id) ?? []), member]),
      breakGroup: (id) => void cloud.broken.set(id, new WritebackError('graphUnavailable', 'Graph is down.')),
      setPageSize: () => undefined,
      close: async () => undefined,
    }
  })
})
