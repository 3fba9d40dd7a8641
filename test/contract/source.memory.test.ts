import { WritebackError } from '../../src/errors.js'
import { emptyCloud, memorySource, type MemoryCloud } from '../memory/cloud.js'
import { sourceContract } from './source.js'

describe('the source contract, in memory', () => {
  sourceContract(async () => {
    const cloud = emptyCloud()
    return {
      source: memorySource(cloud),
      addGroup: (group) => void cloud.groups.set(group.id, group),
      removeGroup: (id) => remove(cloud, id),
      deleteGroup(id) {
        remove(cloud, id)
        cloud.deleted.add(id)
      },
      hideFromListings: (id) => void cloud.hiddenFromListing.add(id),
      hideEverywhere: (id) => void cloud.missing.add(id),
      addFilter: (filter, matches) => void cloud.filters.set(filter, matches),
      addMember: (id, member) => void cloud.members.set(id, [...(cloud.members.get(id) ?? []), member]),
      deleteUser({ id, sid }) {
        for (const [group, members] of cloud.members) {
          const others = members.filter((member) => member.id !== id)
          cloud.members.set(group, others)
        }
        if (sid !== undefined) cloud.deletedUserSids.add(sid)
      },
      breakGroup: (id) => void cloud.broken.set(id, new WritebackError('graphUnavailable', 'Graph is down.')),
      refuseMembers: (id) => void cloud.broken.set(id, refusal(cloud, id)),
      listOnly: (id, members) => void cloud.shortMembers.set(id, [...members]),
      setCount: (id, count) => void cloud.counts.set(id, count),
      setPageSize: () => undefined,
      close: async () => undefined,
    }
  })
})

function remove(cloud: MemoryCloud, id: string): void {
  cloud.groups.delete(id)
  cloud.broken.set(id, new WritebackError('groupNotFound', `The group ${id} is gone.`))
}

const refusal = ({ groups }: MemoryCloud, id: string): WritebackError =>
  groups.get(id)?.hiddenMembership
    ? new WritebackError('hiddenMembership', 'It hides its members: Member.Read.Hidden is missing.')
    : new WritebackError('graphDenied', 'Graph refused the members.')
