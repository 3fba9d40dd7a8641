import { expect } from 'chai'
import { randomUUID } from 'node:crypto'
import { dnKey } from '../../src/model/dn.js'
import {
  became,
  deletionOf,
  idFor,
  managedGroups,
  removalFrom,
  type Somebody,
  type TargetFixture,
} from './targetFixture.js'

type Created = Somebody & { id: string }

export function membersContract(
  fixture: () => TargetFixture,
  create: (name: string) => Promise<Created>,
): void {
  const add = (group: Somebody, members: ReadonlyArray<{ guid: string }>) =>
    fixture().target.apply({ type: 'addMembers', guid: group.guid, dn: group.dn, members: [...members] })

  const memberDns = async ({ guid }: Somebody) => (await fixture().look(guid))?.members.map(dnKey)

  async function read({ id }: Created) {
    const [group] = await managedGroups(fixture().target, [id])
    if (!group) throw new Error('The group was not found.')
    return group
  }

  async function remove(group: Created, leaving: readonly Somebody[]) {
    const isLeaving = (guid: string) => leaving.some((one) => one.guid === guid)
    return fixture().target.apply(removalFrom(await read(group), (guid) => !isLeaving(guid)))
  }

  const addUsers = (...names: string[]) => Promise.all(names.map((name) => fixture().addUser(name)))

  it('adds and removes users and groups, and reads them with GUID, SID and DN', async () => {
    const group = await create('with members')
    const child = await create('child, of a group')
    const ann = await fixture().addUser('ann')
    const bob = await fixture().addUser('bob, the builder')
    expect(became(await add(group, [ann, bob, child]))).to.deep.equal({ refused: [], unchanged: [] })
    expect(await memberDns(group)).to.have.members([ann, bob, child].map(({ dn }) => dnKey(dn)))
    const seen = (await read(group)).members.items.map(({ guid, sid, dn }) => ({ guid, sid, dn: dnKey(dn) }))
    expect(seen).to.have.deep.members(
      [ann, bob, child].map(({ guid, sid, dn }) => ({ guid, sid, dn: dnKey(dn) })),
    )
    expect(became(await remove(group, [bob, child]))).to.deep.equal({ refused: [], unchanged: [] })
    expect(await memberDns(group)).to.deep.equal([dnKey(ann.dn)])
  })

  it('reports members that were already present or absent separately from those it wrote', async () => {
    const group = await create('again')
    const people = await addUsers('carl', 'dora', 'edda')
    const [carl, dora, edda] = people
    if (!carl || !dora || !edda) throw new Error('The users were not created.')
    await add(group, [carl])
    expect(became(await add(group, [carl, dora, edda]))).to.deep.equal({
      refused: [],
      unchanged: [carl.guid],
    })
    expect(await memberDns(group)).to.have.members(people.map(({ dn }) => dnKey(dn)))
    const change = removalFrom(await read(group), () => false)
    await remove(group, [dora])
    expect(became(await fixture().target.apply(change))).to.deep.equal({
      refused: [],
      unchanged: [dora.guid],
    })
    expect(await memberDns(group)).to.deep.equal([])
    const all = people.map(({ guid }) => guid).sort()
    expect(became(await fixture().target.apply(change))).to.deep.equal({ refused: [], unchanged: all })
  })

  it('writes the other members if the directory rejects one, also if some are already in place', async () => {
    const group = await create('with a bad one')
    const people = await addUsers('emil', 'fay', 'gus', 'hal', 'ida')
    const [, , gus] = people
    if (!gus) throw new Error('The users were not created.')
    await add(group, [gus])
    const nobody = { guid: randomUUID(), displayName: 'Nobody' }
    const applied = await add(group, [...people.slice(0, 2), nobody, ...people.slice(2)])
    expect(applied.refused.map(({ member }) => member)).to.deep.equal([nobody])
    expect(applied.unchanged.map(({ guid }) => guid)).to.deep.equal([gus.guid])
    expect(await memberDns(group)).to.have.members(people.map(({ dn }) => dnKey(dn)))
  })

  it('reads a member by primary group, who is not in `member` and cannot be added or removed', async () => {
    const group = await create('primary')
    const other = await create('not primary')
    const [pat, quinn] = await addUsers('pat', 'quinn')
    if (!pat || !quinn) throw new Error('The users were not created.')
    await add(group, [pat, quinn])
    const before = removalFrom(await read(group), () => false)
    await fixture().setPrimaryGroup(pat, group)
    for (const which of ['all', [group.id, other.id]] as const) {
      const groups = await managedGroups(fixture().target, which)
      const primary = (guid: string) => groups.find((one) => one.guid === guid)?.primaryMembers
      expect(primary(group.guid)?.map(({ guid, sid, dn }) => ({ guid, sid, dn: dnKey(dn) }))).to.deep.equal([
        { guid: pat.guid, sid: pat.sid, dn: dnKey(pat.dn) },
      ])
      expect(primary(other.guid)).to.deep.equal([])
    }
    expect((await read(group)).members.items.map(({ guid }) => guid)).to.deep.equal([quinn.guid])
    expect(became(await add(group, [pat]))).to.deep.equal({ refused: [], unchanged: [pat.guid] })
    // The member still has access, so the removal must not be reported as done.
    expect(became(await fixture().target.apply(before))).to.deep.equal({ refused: [pat.guid], unchanged: [] })
    expect(await memberDns(group)).to.deep.equal([])
  })

  it('nests groups in each other in both directions', async () => {
    const one = await create('one of a ring')
    const other = await create('other of a ring')
    await add(one, [other])
    await add(other, [one])
    expect(await memberDns(one)).to.deep.equal([dnKey(other.dn)])
    expect(await memberDns(other)).to.deep.equal([dnKey(one.dn)])
  })

  it('reads renamed members under their new DN', async () => {
    const parent = await create('parent')
    const child = await create('child before')
    await add(parent, [child])
    const to = child.dn.replace('before', 'after')
    await fixture().target.apply({ type: 'renameGroup', guid: child.guid, from: child.dn, to })
    const { items } = (await read(parent)).members
    expect(items.map(({ guid, dn }) => [guid, dnKey(dn)])).to.deep.equal([[child.guid, dnKey(to)]])
  })

  it('does not read a deleted member', async () => {
    const parent = await create('parent of the late')
    const child = await create('late child')
    await add(parent, [child])
    await fixture().target.apply(deletionOf(await read(child)))
    expect((await read(parent)).members.items).to.deep.equal([])
    expect(await managedGroups(fixture().target, [idFor(0)])).to.deep.equal([])
  })
}
