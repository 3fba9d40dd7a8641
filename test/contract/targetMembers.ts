import { expect } from 'chai'
import { randomUUID } from 'node:crypto'
import { deleteGroup, removeMembers, surplusOf } from '../../src/model/change.js'
import { dnKey } from '../../src/model/dn.js'
import { idFor, managedGroups, type Somebody, type TargetFixture } from './targetFixture.js'

type Created = Somebody & { id: string }

export function membersContract(
  fixture: () => TargetFixture,
  create: (name: string) => Promise<Created>,
): void {
  const add = (group: Somebody, members: ReadonlyArray<{ guid: string }>) =>
    fixture().target.apply({ type: 'addMembers', guid: group.guid, dn: group.dn, members: [...members] })

  const memberDns = async ({ guid }: Somebody) => (await fixture().look(guid))?.members.map(dnKey)

  async function remove(group: Created, leaving: readonly Somebody[]) {
    const [current] = await managedGroups(fixture().target, [group.id])
    if (!current) throw new Error('not found')
    const isLeaving = ({ guid }: { guid: string }) => leaving.some((one) => one.guid === guid)
    const surplus = surplusOf(current, { order: 'disableWriteback' }, (member) => !isLeaving(member))
    return fixture().target.apply(removeMembers(surplus, group.dn, new Set()))
  }

  it('adds and removes users and groups, and reads them with GUID, SID and DN', async () => {
    const group = await create('with members')
    const child = await create('child, of a group')
    const ann = await fixture().addUser('ann')
    const bob = await fixture().addUser('bob, the builder')
    expect(await add(group, [ann, bob, child])).to.deep.include({ refused: [] })
    expect(await memberDns(group)).to.have.members([ann, bob, child].map(({ dn }) => dnKey(dn)))
    const [read] = await managedGroups(fixture().target, [group.id])
    const seen = read?.members.items.map(({ guid, sid, dn }) => ({ guid, sid, dn: dnKey(dn) }))
    expect(seen).to.have.deep.members(
      [ann, bob, child].map(({ guid, sid, dn }) => ({ guid, sid, dn: dnKey(dn) })),
    )
    await remove(group, [bob, child])
    expect(await memberDns(group)).to.deep.equal([dnKey(ann.dn)])
  })

  it('takes a member that is there already, or gone already, for a success', async () => {
    const group = await create('again')
    const carl = await fixture().addUser('carl')
    const dora = await fixture().addUser('dora')
    await add(group, [carl])
    expect(await add(group, [carl, dora])).to.deep.include({ refused: [] })
    expect(await memberDns(group)).to.have.members([carl, dora].map(({ dn }) => dnKey(dn)))
    const [before] = await managedGroups(fixture().target, [group.id])
    if (!before) throw new Error('not found')
    const change = removeMembers(
      surplusOf(before, { order: 'disableWriteback' }, () => false),
      group.dn,
      new Set(),
    )
    await fixture().target.apply(change)
    expect(await fixture().target.apply(change)).to.deep.include({ refused: [] })
    expect(await memberDns(group)).to.deep.equal([])
  })

  it('writes the others when the directory refuses one', async () => {
    const group = await create('with a bad one')
    const people = [
      await fixture().addUser('emil'),
      await fixture().addUser('fay'),
      await fixture().addUser('gus'),
    ]
    const nobody = { guid: randomUUID(), displayName: 'Nobody' }
    const { refused } = await add(group, [...people.slice(0, 2), nobody, ...people.slice(2)])
    expect(refused.map(({ member }) => member)).to.deep.equal([nobody])
    expect(await memberDns(group)).to.have.members(people.map(({ dn }) => dnKey(dn)))
  })

  it('nests groups in each other, whichever way round', async () => {
    const one = await create('one of a ring')
    const other = await create('other of a ring')
    await add(one, [other])
    await add(other, [one])
    expect(await memberDns(one)).to.deep.equal([dnKey(other.dn)])
    expect(await memberDns(other)).to.deep.equal([dnKey(one.dn)])
  })

  it('follows members that were renamed', async () => {
    const parent = await create('parent')
    const child = await create('child before')
    await add(parent, [child])
    const to = child.dn.replace('before', 'after')
    await fixture().target.apply({ type: 'renameGroup', guid: child.guid, from: child.dn, to })
    const [read] = await managedGroups(fixture().target, [parent.id])
    expect(read?.members.items.map(({ guid, dn }) => [guid, dnKey(dn)])).to.deep.equal([
      [child.guid, dnKey(to)],
    ])
  })

  it('forgets a member that is deleted', async () => {
    const parent = await create('parent of the late')
    const child = await create('late child')
    await add(parent, [child])
    const [group] = await managedGroups(fixture().target, [child.id])
    if (!group) throw new Error('not found')
    await fixture().target.apply(deleteGroup(group, { order: 'disableWriteback' }))
    const [read] = await managedGroups(fixture().target, [parent.id])
    expect(read?.members.items).to.deep.equal([])
    expect(await managedGroups(fixture().target, [idFor(0)])).to.deep.equal([])
  })
}
