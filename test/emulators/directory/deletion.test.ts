import { expect } from 'chai'
import { showDeleted, showRecycled, treeDelete } from '../../../src/ad/ldap/controls.js'
import { equals } from '../../../src/ad/ldap/filter.js'
import { useDirectory, type Fixture } from './support/fixture.js'
import { texts } from './support/wire.js'

const attributes = {
  displayName: 'Sales',
  description: 'What it is for',
  adminDescription: 'Group_1',
  'msDS-ExternalDirectoryObjectId': 'Group_1',
  mail: 'sales@contoso.com',
}

async function look({ admin }: Fixture, guid: string, controls = [showDeleted]) {
  const reply = await admin.search({ base: `<GUID=${guid}>`, scope: 'base', controls })
  const [entry] = reply.entries
  return { code: reply.code, dn: entry?.dn, value: (name: string) => texts(entry, name), entry }
}

const undelete = ({ admin }: Fixture, guid: string, dn: string) =>
  admin.modify(
    `<GUID=${guid}>`,
    [
      { operation: 'delete', attribute: 'isDeleted', values: [] },
      { operation: 'replace', attribute: 'distinguishedName', values: [dn] },
    ],
    [showDeleted],
  )

describe('the embedded directory: deleting without a recycle bin', () => {
  const fixture = useDirectory()

  function doomed(name: string) {
    const { directory, ou } = fixture()
    const member = directory.addUser({ name: `of ${name}`, ou }).dn
    return { ...directory.addGroup({ name, ou, members: [member], attributes }), member }
  }

  it('leaves a tombstone with few attributes, visible only with the control', async () => {
    const { guid, dn, member } = doomed('sales')
    expect((await fixture().admin.delete(dn)).code).to.equal(0)
    expect((await look(fixture(), guid, [])).code).to.equal(32)
    const { baseDn } = fixture().directory
    const everything = await fixture().admin.search({ base: baseDn, filter: equals('isDeleted', 'TRUE') })
    expect(everything.entries).to.deep.equal([])
    const tombstone = await look(fixture(), guid)
    expect(tombstone.dn).to.equal(`CN=sales\\0ADEL:${guid},CN=Deleted Objects,${baseDn}`)
    expect(tombstone.value('isDeleted')).to.deep.equal(['TRUE'])
    expect(tombstone.value('lastKnownParent')).to.deep.equal([fixture().ou])
    expect(tombstone.value('msDS-LastKnownRDN')).to.deep.equal(['sales'])
    expect(tombstone.value('sAMAccountName')).to.deep.equal(['sales'])
    expect(tombstone.value('groupType')).to.deep.equal(['-2147483640'])
    expect(tombstone.value('msDS-ExternalDirectoryObjectId')).to.deep.equal(['Group_1']) // fPRESERVEONDELETE
    for (const name of ['displayName', 'description', 'adminDescription', 'mail', 'member', 'objectCategory'])
      expect(tombstone.value(name), name).to.equal(undefined)
    expect(fixture().directory.read(member)?.attributes['memberOf']).to.equal(undefined)
  })

  it('releases the names at once', async () => {
    const { dn } = doomed('again')
    await fixture().admin.delete(dn)
    expect(doomed('again 2').dn).to.not.equal(undefined)
    const { code } = await fixture().admin.add(dn, { objectClass: 'group', sAMAccountName: 'again' })
    expect(code).to.equal(0)
  })

  it('restores the object with GUID and SID, but without lost attributes and links', async () => {
    const { guid, sid, dn } = doomed('back')
    await fixture().admin.delete(dn)
    const elsewhere = `CN=back again,${fixture().ou}`
    expect((await undelete(fixture(), guid, elsewhere)).code).to.equal(0)
    const seen = fixture().directory.read(elsewhere)
    expect(seen).to.include({ guid, sid }).and.to.have.property('members').that.is.empty
    expect(seen?.attributes).to.not.have.any.keys('displayName', 'isDeleted', 'lastKnownParent')
    expect(seen?.attributes['objectCategory']?.[0]).to.match(/^CN=Group,/)
  })

  it('rejects a restore to an invalid container or name', async () => {
    const { guid, dn } = doomed('nowhere')
    await fixture().admin.delete(dn)
    expect((await undelete(fixture(), guid, `CN=x,OU=gone,${fixture().ou}`)).code).to.equal(32)
    const person = fixture().directory.addUser({ name: 'holds nothing', ou: fixture().ou }).dn
    const below = await undelete(fixture(), guid, `CN=x,${person}`)
    expect(below.code).to.equal(64)
    expect(below.text).to.match(/^00002099: UpdErr: .*6001 \(NAMING_VIOLATION\)/)
    doomed('in the way')
    expect((await undelete(fixture(), guid, `CN=in the way,${fixture().ou}`)).code).to.equal(68)
    fixture().directory.addGroup({ name: 'other', account: 'nowhere', ou: fixture().ou })
    expect((await undelete(fixture(), guid, dn)).code).to.equal(68)
    const half = [{ operation: 'delete', attribute: 'isDeleted', values: [] }] as const
    expect((await fixture().admin.modify(`<GUID=${guid}>`, half, [showDeleted])).code).to.equal(53)
    expect((await fixture().admin.modify(dn, half, [showDeleted])).code).to.equal(32)
    expect((await look(fixture(), guid)).value('isDeleted')).to.deep.equal(['TRUE'])
  })

  it('rejects changes, renames and deletions of tombstones', async () => {
    const { guid, dn } = doomed('still')
    await fixture().admin.delete(dn)
    const name = `<GUID=${guid}>`
    const change = [{ operation: 'replace', attribute: 'info', values: ['x'] }] as const
    expect((await fixture().admin.modify(name, change, [showDeleted])).code).to.equal(53)
    expect((await fixture().admin.delete(name, [showDeleted])).code).to.equal(53)
    expect((await fixture().admin.delete(name)).code).to.equal(32)
    expect((await fixture().admin.rename(name, 'CN=x')).code).to.equal(32)
  })

  it('deletes a subtree with the control, but never critical objects', async () => {
    const { directory, admin, ou } = fixture()
    const tree = directory.addOu('tree', ou)
    const inner = directory.addOu('inner', tree)
    const { guid } = directory.addGroup({ name: 'leaf', ou: inner })
    expect((await admin.delete(tree)).code).to.equal(66)
    expect((await admin.delete(tree, [treeDelete])).code).to.equal(0)
    expect(directory.read(tree)).to.equal(undefined)
    expect((await look(fixture(), guid)).value('isDeleted')).to.deep.equal(['TRUE'])
    for (const name of ['CN=Domain Admins,CN=Users', 'CN=Administrator,CN=Users', 'CN=Users', 'CN=Builtin'])
      expect((await admin.delete(`${name},${directory.baseDn}`, [treeDelete])).code, name).to.equal(53)
  })

  it('shows deleted objects to administrators only', async () => {
    const { directory, signIn, ou } = fixture()
    const { dn, password } = directory.delegate(ou, 'svc-deleted')
    const wire = await signIn(dn, password)
    const search = { base: directory.baseDn, filter: equals('isDeleted', 'TRUE'), controls: [showDeleted] }
    expect((await wire.search(search)).entries).to.deep.equal([])
    expect((await fixture().admin.search(search)).entries).to.not.be.empty
  })
})

describe('the embedded directory: deleting into the recycle bin', () => {
  const fixture = useDirectory({ recycleBin: true })

  it('keeps all attributes, and restores them and the links', async () => {
    const { directory, admin, ou } = fixture()
    const [ann, bob] = directory.addUsers(['ann', 'bob'], ou)
    const outer = directory.addGroup({ name: 'outer', ou })
    const { guid, dn, sid } = directory.addGroup({
      name: 'kept',
      ou,
      attributes,
      members: [ann?.dn ?? '', bob?.dn ?? ''],
    })
    directory.addMembers(outer.dn, dn)
    await admin.delete(dn)
    const deleted = await look(fixture(), guid)
    expect(deleted.value('displayName')).to.deep.equal(['Sales'])
    expect(deleted.value('adminDescription')).to.deep.equal(['Group_1'])
    expect(deleted.value('member')).to.equal(undefined)
    expect(deleted.value('isRecycled')).to.equal(undefined)
    expect(directory.read(outer.dn)?.members).to.deep.equal([])
    expect((await undelete(fixture(), guid, dn)).code).to.equal(0)
    const seen = directory.read(dn)
    expect(seen).to.include({ guid, sid })
    expect(seen?.members).to.deep.equal([ann?.dn, bob?.dn])
    expect(seen?.attributes['memberOf']).to.deep.equal([outer.dn])
    expect(seen?.attributes['mail']).to.deep.equal(['sales@contoso.com'])
  })

  it('restores a link whose ends were both deleted, in either order', async () => {
    const { directory, admin, ou } = fixture()
    for (const first of ['group', 'user'] as const) {
      const user = directory.addUser({ name: `both ${first}`, ou })
      const group = directory.addGroup({ name: `ends ${first}`, ou, members: [user.dn] })
      for (const { dn } of [user, group]) await admin.delete(dn)
      const order = first === 'group' ? [group, user] : [user, group]
      for (const { guid, dn } of order) expect((await undelete(fixture(), guid, dn)).code).to.equal(0)
      expect(directory.read(group.dn)?.members).to.deep.equal([user.dn])
    }
  })

  it('applies other changes of the request that restores an object', async () => {
    const { directory, admin, ou } = fixture()
    const { guid, dn } = directory.addGroup({ name: 'renamed account', ou, account: 'taken soon' })
    await admin.delete(dn)
    directory.addGroup({ name: 'taker', ou, account: 'taken soon' })
    expect((await undelete(fixture(), guid, dn)).code).to.equal(68)
    const { code } = await admin.modify(
      `<GUID=${guid}>`,
      [
        { operation: 'delete', attribute: 'isDeleted', values: [] },
        { operation: 'replace', attribute: 'distinguishedName', values: [dn] },
        { operation: 'replace', attribute: 'sAMAccountName', values: ['free'] },
      ],
      [showDeleted],
    )
    expect(code).to.equal(0)
    expect(directory.read(dn)?.attributes['sAMAccountName']).to.deep.equal(['free'])
  })

  it('recycles an object that is deleted a second time; it needs another control and cannot be restored', async () => {
    const { directory, admin, ou } = fixture()
    const { guid, dn } = directory.addGroup({ name: 'recycled', ou, attributes })
    await admin.delete(dn)
    expect((await admin.delete(`<GUID=${guid}>`, [showDeleted])).code).to.equal(0)
    expect((await look(fixture(), guid)).code).to.equal(32)
    const recycled = await look(fixture(), guid, [showRecycled])
    expect(recycled.value('isRecycled')).to.deep.equal(['TRUE'])
    expect(recycled.value('displayName')).to.equal(undefined)
    expect((await undelete(fixture(), guid, dn)).code).to.equal(32)
  })
})
