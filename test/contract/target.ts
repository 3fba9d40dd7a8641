/** Contract tests of GroupTarget, run on the memory target and on real directories. */
import { expect } from 'chai'
import type { GroupTarget } from '../../src/engine/ports.js'
import type { Change } from '../../src/model/change.js'
import { childDn, equalDn, ownRdn } from '../../src/model/dn.js'
import { membersContract } from './targetMembers.js'
import { placesContract } from './targetPlaces.js'
import { readingContract } from './targetReading.js'
import {
  anchorFor,
  deletionOf,
  expectError,
  groupAttributes,
  idFor,
  managedGroups,
  type Somebody,
  type TargetFixture,
} from './targetFixture.js'

/** Names with characters that are special in DNs and LDAP filters. */
export const oddNames = [
  'plain',
  'a,b',
  'a+b',
  'a"b',
  'a\\b',
  'a<b>c',
  'a;b',
  'a=b',
  '#lead',
  ' lead',
  'a#b',
  '\\5c and \\,',
  'a/b:c|d*e?f',
  'José Müller',
  '😀 👩‍👩‍👧',
  'שלום عربي',
  'tab\there',
  "it's (really) & <b>",
]

export function targetContract(open: () => Promise<TargetFixture>): void {
  let fixture: TargetFixture
  let target: GroupTarget
  let number = 0
  before(async () => {
    fixture = await open()
    target = fixture.target
  })
  after(() => fixture.close())

  /** Returns a new numbered group with an anchor. */
  async function create(name: string, container = fixture.container): Promise<Somebody & { id: string }> {
    const dn = childDn(name, container)
    const attributes = groupAttributes(++number, {
      displayName: [name],
      sAMAccountName: [`account ${number}`],
    })
    const { guid, sid } = await target.apply({ type: 'createGroup', dn, attributes })
    if (guid === undefined || sid === undefined) throw new Error('The outcome has no GUID or SID.')
    return { guid, sid, dn, id: idFor(number) }
  }

  for (const name of oddNames) {
    it(`creates, finds, renames and deletes a group with the name ${JSON.stringify(name)}`, async () => {
      const { guid, dn, id } = await create(name)
      const [found] = await managedGroups(target, [id])
      expect(found).to.include({ guid })
      expect(found).to.not.have.property('protection')
      expect(found?.attributes['cn']).to.deep.equal([name])
      expect(equalDn(found?.dn ?? '', dn)).to.equal(true)
      const seen = await fixture.look(guid)
      expect(seen?.attributes['displayName']).to.deep.equal([name])

      const other = childDn(`${name} too`, fixture.container)
      await target.apply({ type: 'renameGroup', guid, from: dn, to: other })
      expect(equalDn((await fixture.look(guid))?.dn ?? '', other)).to.equal(true)
      await target.apply({ type: 'renameGroup', guid, from: other, to: dn })
      const [again] = await managedGroups(target, [id])
      expect(again?.attributes['cn']).to.deep.equal([name])
      if (again) await target.apply(deletionOf(again))
      expect(await fixture.look(guid)).to.equal(undefined)
    })
  }

  it('a change that is already in place succeeds', async () => {
    const { guid, dn, id } = await create('twice')
    await target.apply({ type: 'renameGroup', guid, from: dn, to: dn })
    const [group] = await managedGroups(target, [id])
    if (!group) throw new Error('The group was not found.')
    await target.apply(deletionOf(group))
    expect(await fixture.look(guid)).to.equal(undefined)
  })

  it('does not report an object that it cannot see as deleted', async () => {
    const { id } = await create('deleted before')
    const [group] = await managedGroups(target, [id])
    if (!group) throw new Error('The group was not found.')
    await target.apply(deletionOf(group))
    await expectError(target.apply(deletionOf(group)), 'directoryRefused')
  })

  it('does not write an object with the right anchor and another GUID', async () => {
    const { dn, guid } = await create('planted')
    const attributes = groupAttributes(number, { sAMAccountName: ['account planted'] })
    await expectError(target.apply({ type: 'createGroup', dn, attributes }), 'nameTaken')
    expect(await fixture.look(guid)).to.not.equal(undefined)
  })

  it('does not write an object without an anchor', async () => {
    const stranger = await fixture.addGroup('stranger', fixture.container)
    const change: Change = { type: 'createGroup', dn: stranger.dn, attributes: groupAttributes(++number) }
    await expectError(target.apply(change), 'nameTaken', 'directoryRefused')
    expect((await fixture.look(stranger.guid))?.attributes['adminDescription'] ?? []).to.deep.equal([])
  })

  it('does not delete an object whose anchor was removed, or that was moved out of the container', async () => {
    const { guid, id, dn } = await create('lost')
    const [group] = await managedGroups(target, [id])
    if (!group) throw new Error('The group was not found.')
    const cleared = ['adminDescription', 'msDS-ExternalDirectoryObjectId'].map((name) => ({
      name,
      from: [],
      to: [],
    }))
    await target.apply({ type: 'updateGroup', guid, dn, attributes: cleared })
    await expectError(target.apply(deletionOf(group)), 'protectedObject')
    expect(await fixture.look(guid)).to.not.equal(undefined)
  })

  it('moves a group below the container and back without changing its name', async () => {
    const { guid, dn, id } = await create('mover')
    const below = `${ownRdn(dn)},${fixture.subContainer}`
    await target.apply({ type: 'moveGroup', guid, from: dn, to: childDn('moved', fixture.subContainer) })
    expect(equalDn((await fixture.look(guid))?.dn ?? '', below)).to.equal(true)
    expect(await managedGroups(target, [id])).to.have.length(1)
    await target.apply({ type: 'moveGroup', guid, from: below, to: dn })
    expect(equalDn((await fixture.look(guid))?.dn ?? '', dn)).to.equal(true)
  })

  it('sets, changes and clears attributes, and changes the group type in both directions', async () => {
    const { guid, dn } = await create('attributes')
    const set = (name: string, to: string[]) =>
      target.apply({ type: 'updateGroup', guid, dn, attributes: [{ name, from: [], to }] })
    const value = async (name: string) => (await fixture.look(guid))?.attributes[name] ?? []
    for (const to of [['one'], [' padded  '], ['zwei\nZeilen'], []]) {
      await set('description', to)
      expect(await value('description')).to.deep.equal(to)
    }
    for (const type of ['8', '-2147483640']) {
      await set('groupType', [type])
      expect(await value('groupType')).to.deep.equal([type])
    }
    await set('proxyAddresses', ['SMTP:a@contoso.com', 'smtp:b@contoso.com'])
    expect(await value('proxyAddresses')).to.have.members(['SMTP:a@contoso.com', 'smtp:b@contoso.com'])
  })

  it('reads only anchored groups at and below the container, all or by id', async () => {
    await fixture.addGroup('foreign', fixture.elsewhere, groupAttributes(++number))
    const inside = await fixture.addGroup('deep', fixture.subContainer, groupAttributes(++number))
    const id = idFor(number)
    const all = await managedGroups(target)
    expect(all.map(({ guid }) => guid)).to.include(inside.guid)
    expect(all.flatMap(({ groupIds }) => groupIds)).to.not.include(idFor(number - 1))
    expect(all.some(({ attributes }) => attributes['cn']?.[0] === 'stranger')).to.equal(false)
    const some = await managedGroups(target, [id, idFor(999_999)])
    expect(some.map(({ guid }) => guid)).to.deep.equal([inside.guid])
    expect(await managedGroups(target, [])).to.deep.equal([])
  })

  it('reads both anchors of an object with two', async () => {
    const attributes = {
      ...groupAttributes(++number),
      'msDS-ExternalDirectoryObjectId': [anchorFor(++number)],
    }
    await fixture.addGroup('two faces', fixture.container, attributes)
    const [group] = await managedGroups(target, [idFor(number)])
    expect(group?.groupIds).to.have.members([idFor(number), idFor(number - 1)])
    expect(await managedGroups(target, [idFor(number - 1)])).to.have.length(1)
  })

  it('finds the objects that a new group would conflict with', async () => {
    const anchored = await fixture.addGroup('elsewhere', fixture.elsewhere, groupAttributes(++number))
    const named = await fixture.addGroup('a name, taken', fixture.container)
    const origin = await fixture.addGroup('origin', fixture.elsewhere)
    const wanted = (id: number, name: string, onPremisesSid?: string) => ({
      id: idFor(id),
      displayName: name,
      name,
      container: fixture.container,
      dn: childDn(name, fixture.container),
      type: 'universalSecurityGroup' as const,
      attributes: {},
      atCreation: {},
      skippedValues: [],
      ...(onPremisesSid !== undefined && { onPremisesSid }),
    })
    const candidates = await target.findAdoptionCandidates([
      wanted(number, 'free name'),
      wanted(800_001, 'A Name, Taken'),
      wanted(800_002, 'free too', origin.sid),
      wanted(800_003, 'really free', 'S-1-5-21-1-1-1-1'),
    ])
    const found = candidates.map(({ groupId, match, guid }) => ({ groupId, match, guid }))
    expect(found).to.have.deep.members([
      { groupId: idFor(number), match: 'anchor', guid: anchored.guid },
      { groupId: idFor(800_001), match: 'name', guid: named.guid },
      { groupId: idFor(800_002), match: 'sid', guid: origin.guid },
    ])
    expect(await target.findAdoptionCandidates([])).to.deep.equal([])
  })

  it('finds the objects of nested groups', async () => {
    const { guid, id, sid } = await create('nested')
    const found = await target.findWrittenObjects([id, idFor(999_999)])
    expect(found).to.have.length(1)
    expect(found[0]).to.deep.include({ groupId: id, guid, sid, kind: 'group', system: false })
  })

  it('reads which groups are protected, and does not delete them', async () => {
    const stamped = await create('stamped by AD')
    await fixture.stamp(stamped)
    const [group] = await managedGroups(target, [stamped.id])
    expect(group?.protection).to.equal('adminCount')
    if (group) await expectError(target.apply(deletionOf(group)), 'protectedObject')
    const user = await fixture.addUser('in a stamped group')
    await fixture.addMember(stamped, user)
    const [full] = await managedGroups(target, [stamped.id])
    expect(full?.members.items.map(({ guid }) => guid)).to.deep.equal([user.guid])
  })

  membersContract(() => fixture, create)
  readingContract(() => fixture, create)
  placesContract(
    () => fixture,
    create,
    () => ++number,
  )
}
