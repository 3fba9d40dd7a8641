import { expect } from 'chai'
import { and, equals } from '../../../src/ad/ldap/filter.js'
import { startDirectory } from '../../../src/emulators/directory/directory.js'
import { useDirectory } from './support/fixture.js'

describe('the embedded directory: administration', () => {
  const fixture = useDirectory()

  it('adds users, groups and containers, and returns their names and ids', () => {
    const { directory, ou } = fixture()
    const place = directory.addOu('Sales, EMEA', ou)
    expect(place).to.equal(`OU=Sales\\, EMEA,${ou}`)
    const ann = directory.addUser({
      name: 'Ann',
      account: 'ann',
      ou: place,
      attributes: { mail: 'ann@contoso.com' },
    })
    expect(directory.read(ann.dn)).to.deep.include({ ...ann, members: [] })
    expect(directory.read(ann.dn)?.attributes).to.deep.include({
      sAMAccountName: ['ann'],
      mail: ['ann@contoso.com'],
      objectGUID: [ann.guid],
      objectSid: [ann.sid],
      userAccountControl: ['546'],
    })
    expect(ann.sid.startsWith(`${directory.domainSid}-`)).to.equal(true)
    const team = directory.addGroup({ name: 'Team', ou: place, type: '8', members: [ann.dn] })
    expect(directory.read(`<GUID=${team.guid}>`)?.members).to.deep.equal([ann.dn])
    expect(directory.addUsers(3, place).map(({ dn }) => dn.split(',')[0])).to.deep.equal([
      'CN=u000001',
      'CN=u000002',
      'CN=u000003',
    ])
    expect(directory.addUser({ name: 'in Users' }).dn).to.equal(`CN=in Users,CN=Users,${directory.baseDn}`)
  })

  it('adds computers, which are not in the category person', async () => {
    const { directory, admin } = fixture()
    const { dn, sid } = directory.addComputer({ name: 'pc7' })
    expect(dn).to.equal(`CN=pc7,CN=Computers,${directory.baseDn}`)
    expect(directory.read(dn)?.attributes).to.deep.include({
      objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
      sAMAccountName: ['PC7$'],
      userAccountControl: ['4096'],
      primaryGroupID: ['515'],
      objectSid: [sid],
    })
    const isPerson = and(equals('objectCategory', 'person'), equals('sAMAccountName', 'PC7$'))
    expect((await admin.search({ base: directory.baseDn, filter: isPerson })).entries).to.deep.equal([])
  })

  it('disables and enables accounts', async () => {
    const { directory, ou, connect } = fixture()
    const { dn } = directory.addUser({ name: 'on and off', ou, password: 'Secret, 1' })
    const group = directory.addGroup({ name: 'holds on and off', ou, members: [dn] }).dn
    const flags = () => directory.read(dn)?.attributes['userAccountControl']
    const signsIn = async () => (await (await connect()).bind(dn, 'Secret, 1')).code === 0
    directory.disable(dn)
    expect([flags(), await signsIn()]).to.deep.equal([['514'], false])
    expect(directory.read(group)?.members).to.deep.equal([dn])
    directory.enable(dn)
    expect([flags(), await signsIn()]).to.deep.equal([['512'], true])
    const without = directory.addUser({ name: 'no password', ou }).dn
    directory.edit(without, { userAccountControl: '514' })
    expect(() => directory.enable(without)).to.throw(/0000052D: SvcErr/)
  })

  it('generates an account name if the name is not a valid one', () => {
    const { directory, ou } = fixture()
    const { dn } = directory.addGroup({ name: 'a/b: *', ou })
    expect(directory.read(dn)?.attributes['sAMAccountName']?.[0]).to.match(/^\$/)
  })

  it('edits, renames, moves and removes objects, and adds and removes members', () => {
    const { directory, ou } = fixture()
    const [one, other] = [directory.addOu('One', ou), directory.addOu('Other', ou)]
    const bob = directory.addUser({ name: 'bob', ou })
    const { guid } = directory.addGroup({
      name: 'hand',
      ou: one,
      attributes: { description: 'x', info: 'y' },
    })
    const name = `<GUID=${guid}>`
    directory.edit(name, { description: 'by hand', info: undefined, proxyAddresses: ['a', 'b'] })
    directory.rename(name, 'hand, renamed')
    directory.move(name, other)
    directory.addMembers(name, bob.dn)
    const seen = directory.read(name)
    expect(seen).to.deep.include({ dn: `CN=hand\\, renamed,${other}`, members: [bob.dn] })
    expect(seen?.attributes).to.deep.include({ description: ['by hand'], proxyAddresses: ['a', 'b'] })
    expect(seen?.attributes).to.not.have.property('info')
    directory.removeMembers(name, bob.dn)
    expect(directory.read(name)?.members).to.deep.equal([])
    directory.remove(name)
    expect(directory.read(name)).to.equal(undefined)
    directory.addGroup({ name: 'inside', ou: one })
    directory.remove(one, { tree: true })
    expect(directory.read(one)).to.equal(undefined)
  })

  it("throws AD's errors", () => {
    const { directory, ou } = fixture()
    directory.addOu('Twice', ou)
    expect(() => directory.addOu('Twice', ou)).to.throw(/00002071: UpdErr/)
    expect(() => directory.edit(ou, { nonsense: 'x' })).to.throw(/00000057: LdapErr/)
    expect(() => directory.remove(ou)).to.throw(/00002015: UpdErr/)
    expect(() => directory.read('nonsense')).to.throw(/0000208F: NameErr/)
  })

  it('finds objects by value and draws trees', () => {
    const { directory, ou } = fixture()
    const top = directory.addOu('Tree', ou)
    const inner = directory.addOu('Inner', top)
    const leaf = directory.addUser({ name: 'leaf', ou: inner })
    directory.addGroup({ name: 'pair', ou: top, members: [leaf.dn] })
    directory.addGroup({ name: 'none', ou: top, type: '4' })
    expect(directory.find('sAMAccountName', 'LEAF').map(({ guid }) => guid)).to.deep.equal([leaf.guid])
    expect(directory.find('nonsense', 'x')).to.deep.equal([])
    expect(directory.tree(top)).to.equal(
      [
        top,
        '├─ OU=Inner',
        '│  └─ CN=leaf',
        '├─ CN=none (domain-local distribution, 0 members)',
        '└─ CN=pair (universal security, 1 member)',
      ].join('\n'),
    )
    expect(directory.tree())
      .to.match(/^DC=corp/)
      .and.include('CN=Domain Admins')
      .and.not.include('Deleted Objects')
  })

  it("starts with AD's well-known objects", () => {
    const { directory } = fixture()
    const admins = directory.read(`<SID=${directory.domainSid}-512>`)
    expect(admins?.dn).to.equal(`CN=Domain Admins,CN=Users,${directory.baseDn}`)
    expect(admins?.attributes).to.deep.include({ adminCount: ['1'], isCriticalSystemObject: ['TRUE'] })
    expect(admins?.members).to.deep.equal([directory.adminDn])
    expect(directory.read('<SID=S-1-5-32-544>')?.members).to.include(directory.adminDn)
    for (const rid of [500, 501, 502, 513, 514, 515, 516, 517, 518, 519, 520])
      expect(directory.read(`<SID=${directory.domainSid}-${rid}>`)?.attributes, String(rid)).to.deep.include({
        isCriticalSystemObject: ['TRUE'],
        objectClass: rid < 512 ? ['top', 'person', 'organizationalPerson', 'user'] : ['top', 'group'],
      })
    for (const name of [
      'CN=ForeignSecurityPrincipals',
      'CN=Computers',
      'OU=Domain Controllers',
      'CN=Builtin',
      'CN=System',
    ])
      expect(directory.read(`${name},${directory.baseDn}`), name).to.be.an('object')
  })
})

describe('the embedded directory: with a seed', () => {
  it('has the same GUIDs and SIDs for the same seed, and others for another', async () => {
    const people = async (seed?: string) => {
      const directory = await startDirectory({
        domain: 'fabrikam.example',
        ...(seed !== undefined && { seed }),
      })
      const made = directory.addUsers(2, directory.addOu('People'))
      await directory.close()
      return { made, sid: directory.domainSid, base: directory.baseDn, netbios: directory.netbiosName }
    }
    const first = await people('a')
    expect(first).to.include({ base: 'DC=fabrikam,DC=example', netbios: 'FABRIKAM' })
    expect(await people('a')).to.deep.equal(first)
    expect((await people('b')).sid).to.not.equal(first.sid)
    expect((await people()).made).to.not.deep.equal((await people()).made)
  })

  it('has the same GUIDs for later objects whatever the initial objects are', async () => {
    const made = async (exchange: 'none' | 'organization') => {
      const directory = await startDirectory({ seed: 'a', exchange })
      const { guid } = directory.addGroup({ name: 'made' })
      await directory.close()
      return guid
    }
    expect(await made('organization')).to.equal(await made('none'))
  })
})
