/** Contract tests of GroupTarget: existing objects are located, adopted and restored. */
import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import { childDn, equalDn } from '../../src/model/dn.js'
import {
  expectError,
  groupAttributes,
  managedGroups,
  type Replica,
  type Somebody,
  type TargetFixture,
} from './targetFixture.js'

type Created = Somebody & { id: string }

const adoption = ({ guid, dn, sid }: Somebody): Change => ({
  type: 'adoptGroup',
  guid,
  dn,
  sid,
  kind: 'security',
  leaving: 0,
})

export function placesContract(
  fixture: () => TargetFixture,
  create: (name: string) => Promise<Created>,
  nextNumber: () => number,
): void {
  it('reports which containers exist', async () => {
    const { target, container, subContainer } = fixture()
    expect(await target.hasContainer(container)).to.equal(true)
    expect(await target.hasContainer(subContainer)).to.equal(true)
    expect(await target.hasContainer(`OU=Not There,${container}`)).to.equal(false)
  })

  it('locates an object outside the list: present, moved or deleted', async () => {
    const [moved, gone] = [await create('moved away'), await create('gone')]
    await fixture().move(moved, fixture().elsewhere)
    await fixture().remove(gone)
    const controller = fixture().host
    const found = await fixture().target.locateObjects([
      { guid: moved.guid, controller },
      { guid: gone.guid, controller },
    ])
    const here = found.get(moved.guid)
    expect(here?.status).to.equal('here')
    const expected = childDn('moved away', fixture().elsewhere)
    expect(here?.status === 'here' && equalDn(here.dn, expected)).to.equal(true)
    expect(found.get(gone.guid)).to.deep.include({ guid: gone.guid, status: 'gone' })
    expect((await fixture().target.locateObjects([])).size).to.equal(0)
  })

  it('reports an object as deleted if the controller that wrote it no longer exists and the others lack the object', async () => {
    const gone = await create('gone with its writer')
    await fixture().remove(gone)
    const found = await fixture().target.locateObjects([
      { guid: gone.guid, controller: 'dc77.corp.contoso.test' },
    ])
    expect(found.get(gone.guid)?.status).to.equal('gone')
  })

  it('adopts an object with an anchor without changing it', async () => {
    const group = await fixture().addGroup(
      'made by others',
      fixture().container,
      groupAttributes(nextNumber()),
    )
    const before = await fixture().look(group.guid)
    const { guid, sid } = await fixture().target.apply(adoption(group))
    expect({ guid, sid }).to.deep.equal({ guid: group.guid, sid: group.sid })
    expect(await fixture().look(group.guid)).to.deep.equal(before)
  })

  it('adopts an object with adminCount, which can be outdated', async () => {
    const group = await fixture().addGroup('stamped once', fixture().container, groupAttributes(nextNumber()))
    await fixture().stamp(group)
    expect(await fixture().target.apply(adoption(group))).to.include({ guid: group.guid })
  })

  it('does not adopt an object without an anchor, outside the container, of Windows, or deleted', async () => {
    const bare = await fixture().addGroup('without anchor', fixture().container)
    const away = await fixture().addGroup('outside', fixture().elsewhere, groupAttributes(nextNumber()))
    const operators = await fixture().builtin(551)
    const gone = await create('gone before it was adopted')
    await fixture().remove(gone)
    for (const one of [bare, away, operators]) {
      await expectError(fixture().target.apply(adoption(one)), 'protectedObject')
    }
    await expectError(fixture().target.apply(adoption(gone)), 'directoryRefused')
  })

  it('restore fails without the permission', async () => {
    const group = await create('not to be restored')
    await fixture().remove(group)
    const change = { type: 'restoreGroup', guid: group.guid, dn: group.dn, from: group.dn } as const
    await expectError(fixture().target.apply(change), 'restoreRefused')
  })

  it('restores a deleted group, with its GUID and its SID', async () => {
    const target = await fixture().allowRestore()
    const group = await create('deleted by mistake')
    const { groupType } = (await fixture().look(group.guid))?.attributes ?? {}
    await fixture().remove(group)
    const located = (await target.locateObjects([{ guid: group.guid, controller: fixture().host }])).get(
      group.guid,
    )
    if (located?.status !== 'gone' || located.deletedDn === undefined)
      throw new Error('The object is not among the deleted objects.')
    expect(equalDn(located.formerDn ?? '', group.dn)).to.equal(true)
    const to = childDn('restored', fixture().container)
    const change = { type: 'restoreGroup', guid: group.guid, dn: to, from: located.deletedDn } as const
    const { guid, sid } = await target.apply(change)
    expect({ guid, sid }).to.deep.equal({ guid: group.guid, sid: group.sid })
    const restored = await fixture().look(group.guid)
    expect(equalDn(restored?.dn ?? '', to)).to.equal(true)
    expect(restored?.attributes['groupType']).to.deep.equal(groupType)
    expect(await target.apply(change)).to.include({ guid, sid }) // already restored
  })

  it('restore fails if the name is taken', async () => {
    const target = await fixture().allowRestore()
    const group = await create('its name is taken')
    await fixture().remove(group)
    const holder = await fixture().addGroup('its name is taken', fixture().container)
    const change = { type: 'restoreGroup', guid: group.guid, dn: holder.dn, from: group.dn } as const
    await expectError(target.apply(change), 'nameTaken', 'directoryRefused')
  })
}

/** Two domain controllers; the second replicates nothing by itself. */
export function replicasContract(
  open: () => Promise<TargetFixture & { addReplica(): Promise<Replica> }>,
): void {
  it('distinguishes an object that is not replicated, one that is deleted, and one whose controller cannot be reached', async () => {
    const fixture = await open()
    try {
      const replica = await fixture.addReplica()
      expect((await replica.target.currentController()).host).to.equal(replica.host)
      const { host, container } = fixture
      const make = async (name: string, number: number) => {
        const change = {
          type: 'createGroup',
          dn: childDn(name, container),
          attributes: groupAttributes(number),
        } as const
        const { guid = '', sid = '' } = await fixture.target.apply(change)
        return { guid, sid, dn: change.dn }
      }
      const [fresh, brief] = [await make('fresh', 1), await make('brief', 2)]
      await fixture.remove(brief)
      const locate = async ({ guid }: Somebody, controller?: string) =>
        (await replica.target.locateObjects([{ guid, ...(controller !== undefined && { controller }) }])).get(
          guid,
        )
      const notYet = { guid: fresh.guid, status: 'notReplicated', controller: host }
      expect(await managedGroups(replica.target)).to.deep.equal([])
      expect(await locate(fresh, host)).to.deep.equal(notYet)
      expect(await locate(fresh)).to.deep.equal(notYet)
      expect(await locate(fresh, 'dc77.corp.contoso.test')).to.deep.equal(notYet)
      expect((await locate(brief, host))?.status).to.equal('gone')
      expect((await locate(brief))?.status).to.equal('gone')
      await replica.replicate()
      expect((await locate(fresh, host))?.status).to.equal('here')
      const late = await make('late', 3)
      await replica.stopFirst()
      const away = { guid: late.guid, status: 'unknown', controller: host }
      expect(await locate(late, host)).to.deep.equal(away)
      expect((await locate(late))?.status).to.equal('unknown')
    } finally {
      await fixture.close()
    }
  })
}
