/** Contract tests of GroupSource: member counts and the SIDs of deleted users. */
import { expect } from 'chai'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import { itemsOf, newGroup, newId, newSid, newUser, sorted, type SourceFixture } from './sourceFixture.js'

export function sourceCountsContract(current: () => SourceFixture): void {
  const groupWith = (name: string, members: readonly CloudMember[] = []): CloudGroup => {
    const group = newGroup(name)
    current().addGroup(group)
    for (const member of members) current().addMember(group.id, member)
    return group
  }
  const users = (count: number) => Array.from({ length: count }, () => newUser({ sid: newSid() }))
  const count = (...groups: Array<{ id: string }>) =>
    current().source.countMembers(groups.map(({ id }) => id))

  it('counts the direct members of each group and omits groups that do not exist', async () => {
    const [empty, full] = [groupWith('Empty'), groupWith('Full', users(7))]
    const counts = await count(full, { id: newId() }, empty)
    expect(counts).to.deep.equal(
      new Map([
        [full.id, 7],
        [empty.id, 0],
      ]),
    )
    expect((await count()).size).to.equal(0)
  })

  it('counts the members of more groups than fit into one batch request', async () => {
    const groups = Array.from({ length: 45 }, (_, index) => groupWith(`Counted ${index}`, users(index % 4)))
    const expected = groups.map(({ id }, index) => [id, index % 4] as const)
    expect(await count(...groups)).to.deep.equal(new Map(expected))
  })

  it('count is independent of the list: it differs if a page is incomplete or the index lags', async () => {
    const members = users(5)
    const [short, stale] = [groupWith('Short', members), groupWith('Stale', members)]
    current().listOnly(short.id, members.slice(0, 2))
    current().setCount(stale.id, 4)
    const reads = await current().source.readMembers([short, stale])
    expect(itemsOf(reads.get(short.id))).to.deep.equal(sorted(members.slice(0, 2)))
    expect(itemsOf(reads.get(stale.id))).to.deep.equal(sorted(members))
    expect(await count(short, stale)).to.deep.equal(
      new Map([
        [short.id, 5],
        [stale.id, 4],
      ]),
    )
  })

  it('reads the SIDs of deleted users, who are no longer members', async () => {
    const [leaving, cloudOnly, staying] = [newUser({ sid: newSid() }), newUser(), newUser({ sid: newSid() })]
    const group = groupWith('Left', [leaving, cloudOnly, staying])
    expect([...(await current().source.readDeletedUsers())]).to.deep.equal([])
    for (const user of [leaving, cloudOnly]) current().deleteUser(user)
    expect([...(await current().source.readDeletedUsers())]).to.deep.equal([leaving.sid])
    expect(itemsOf((await current().source.readMembers([group])).get(group.id))).to.deep.equal([staying])
  })
}
