import { expect } from 'chai'
import { showDeleted } from '../../../src/ad/ldap/controls.js'
import { and, equals, not, or, present } from '../../../src/ad/ldap/filter.js'
import { readDescriptor, sdFlags } from './support/descriptor.js'
import { useDirectory } from './support/fixture.js'
import { texts, type Wire } from './support/wire.js'

describe('the embedded directory: hidden attributes', () => {
  const fixture = useDirectory()
  let container: string
  let account: { dn: string; sid: string; password: string }
  let wire: Wire
  before(async () => {
    const { directory, ou, signIn } = fixture()
    container = directory.addOu('Delegated', ou)
    account = directory.delegate(container)
    wire = await signIn(account.dn, account.password)
  })

  let number = 0
  function written() {
    const { directory } = fixture()
    const member = directory.addUser({ name: `member ${++number}`, ou: container }).dn
    const { dn } = directory.addGroup({ name: `group ${number}`, ou: container, members: [member] })
    return { member, dn, changed: () => Number(directory.read(dn)?.attributes['uSNChanged']) }
  }
  const names = async (base: string, ...attributes: string[]) => {
    const { entries } = await wire.search({ base, scope: 'base', attributes })
    return [...(entries[0]?.attributes.keys() ?? [])]
  }

  it('are omitted until allowRead, and both calls count as a change of the object', async () => {
    const { directory } = fixture()
    const { dn, changed } = written()
    const numbers = [changed()]
    directory.denyRead(dn, account.dn, 'MEMBER')
    numbers.push(changed())
    expect(await names(dn, 'member', 'cn')).to.deep.equal(['cn'])
    expect(await names(dn))
      .to.include('cn')
      .and.not.include('member')
    directory.allowRead(dn, account.dn, 'member')
    numbers.push(changed())
    expect(await names(dn, 'member', 'cn')).to.deep.equal(['member', 'cn'])
    expect(new Set(numbers).size).to.equal(3)
  })

  it('are hidden from nested members of a denied group, and from nobody else', async () => {
    const { directory, admin, ou } = fixture()
    const { dn } = written()
    const auditors = directory.addGroup({ name: 'auditors', ou }).dn
    directory.denyRead(dn, auditors, 'member')
    expect(await names(dn, 'member')).to.deep.equal(['member'])
    const inner = directory.addGroup({ name: 'inner auditors', ou, members: [account.dn] }).dn
    directory.addMembers(auditors, inner)
    expect(await names(dn, 'member')).to.deep.equal([])
    const { entries } = await admin.search({ base: dn, scope: 'base', attributes: ['member'] })
    expect(entries[0]?.attributes.has('member')).to.equal(true)
  })

  it('evaluate as missing in every kind of filter', async () => {
    const { directory } = fixture()
    const { dn } = written()
    directory.edit(dn, { mail: 'a@contoso.com', description: 'seen' })
    for (const attribute of ['mail', 'description']) directory.denyRead(dn, account.dn, attribute)
    const finds = async (filter: Parameters<typeof not>[0]) =>
      (
        await wire.search({
          base: container,
          scope: 'one',
          filter: and(equals('cn', dn.slice(3, 10)), filter),
        })
      ).entries.length
    for (const filter of [
      equals('mail', 'a@contoso.com'),
      or(equals('mail', 'a@contoso.com'), equals('mail', 'b')),
      present('mail'),
      equals('description', 'seen'),
    ]) {
      expect([await finds(filter), await finds(not(filter))], JSON.stringify(filter)).to.deep.equal([0, 1])
    }
    expect((await wire.compare(dn, 'mail', 'a@contoso.com')).code).to.equal(16)
  })

  it('have a deny entry in the access list, before all others', async () => {
    const { directory } = fixture()
    const { dn } = written()
    directory.denyRead(dn, account.dn, 'member')
    const search = { base: dn, scope: 'base', attributes: ['nTSecurityDescriptor'] } as const
    const { entries } = await wire.search({ ...search, controls: [sdFlags(7)] })
    const read = readDescriptor(entries[0]?.attributes.get('nTSecurityDescriptor')?.[0] ?? Buffer.alloc(20))
    expect(read).to.include({ owner: `${directory.domainSid}-512`, isSealed: false })
    expect(read.aces?.[0]).to.deep.include({ type: 6, sid: account.sid })
    expect(read.aces?.filter(({ type }) => type === 6)).to.have.length(1)
  })

  it('must exist in the schema; access lists cannot be written over LDAP', async () => {
    const { directory, admin } = fixture()
    const { dn } = written()
    expect(() => directory.denyRead(dn, account.dn, 'nonsense')).to.throw(/00000057/)
    expect(() => directory.denyRead(`CN=x,${container}`, account.dn, 'member')).to.throw(/NO_OBJECT/)
    const values = [Buffer.alloc(20, 1)]
    const change = { operation: 'replace', attribute: 'nTSecurityDescriptor', values } as const
    expect((await admin.modify(dn, [change])).code).to.equal(53)
  })
})

describe('the embedded directory: protected accounts and groups', () => {
  const fixture = useDirectory()
  let container: string
  let wire: Wire
  before(async () => {
    const { directory, ou, signIn } = fixture()
    container = directory.addOu('Delegated', ou)
    const { dn, password } = directory.delegate(container)
    wire = await signIn(dn, password)
  })

  const write = async (dn: string) =>
    (await wire.modify(dn, [{ operation: 'replace', attribute: 'info', values: ['x'] }])).code
  const attributes = (dn: string) => fixture().directory.read(dn)?.attributes

  it('include direct and nested members after protectMembers', async () => {
    const { directory, ou } = fixture()
    const ann = directory.addUser({ name: 'ann', ou }).dn
    const inner = directory.addGroup({ name: 'inner', ou: container, members: [ann] }).dn
    const outer = directory.addGroup({ name: 'outer', ou: container, members: [inner] }).dn
    const other = directory.addGroup({ name: 'other', ou: container, members: [ann] }).dn
    directory.addMembers(`CN=Domain Admins,CN=Users,${directory.baseDn}`, directory.addUser({ name: 'x' }).dn)
    directory.addMembers(`CN=Administrators,CN=Builtin,${directory.baseDn}`, outer)
    expect([await write(inner), attributes(inner)?.['adminCount']]).to.deep.equal([0, undefined])
    directory.protectMembers()
    for (const dn of [outer, inner, ann]) expect(attributes(dn)?.['adminCount'], dn).to.deep.equal(['1'])
    expect(attributes(other)).to.not.have.property('adminCount')
    expect([await write(outer), await write(inner), await write(other)]).to.deep.equal([50, 50, 0])
    const { entries } = await wire.search({
      base: inner,
      scope: 'base',
      attributes: ['allowedAttributesEffective'],
    })
    expect(texts(entries[0], 'allowedAttributesEffective')).to.equal(undefined)
  })

  it('stay protected after they leave the group, until an administrator reverts both', async () => {
    const { directory } = fixture()
    const operators = `CN=Account Operators,CN=Builtin,${directory.baseDn}`
    const { dn } = directory.addGroup({ name: 'leaves', ou: container })
    directory.addMembers(operators, dn)
    directory.protectMembers()
    directory.removeMembers(operators, dn)
    directory.protectMembers()
    expect([await write(dn), attributes(dn)?.['adminCount']]).to.deep.equal([50, ['1']])
    directory.restoreInheritance(dn)
    directory.edit(dn, { adminCount: undefined })
    directory.protectMembers()
    expect([await write(dn), attributes(dn)?.['adminCount']]).to.deep.equal([0, undefined])
  })

  it('are protected again after an early reversal, and changed only then', () => {
    const { directory } = fixture()
    const { dn } = directory.addGroup({ name: 'still in', ou: container })
    directory.addMembers(`CN=Print Operators,CN=Builtin,${directory.baseDn}`, dn)
    const changed = () => Number(attributes(dn)?.['uSNChanged'])
    directory.protectMembers()
    const before = changed()
    directory.protectMembers()
    expect(changed()).to.equal(before)
    directory.restoreInheritance(dn)
    const restored = changed()
    directory.protectMembers()
    expect(changed()).to.be.greaterThan(restored)
  })

  it('include the well-known ones from the start', async () => {
    const { directory } = fixture()
    const sids = [500, 502, 512, 516, 518, 519, 521].map((rid) => `${directory.domainSid}-${rid}`)
    for (const sid of [...sids, ...[544, 548, 549, 550, 551, 552].map((rid) => `S-1-5-32-${rid}`)])
      expect(attributes(`<SID=${sid}>`)?.['adminCount'], sid).to.deep.equal(['1'])
    expect(attributes(`<SID=${directory.domainSid}-517>`)).to.not.have.property('adminCount')
    const users = `CN=Users,${directory.baseDn}`
    const { dn, password } = directory.delegate(users, 'svc-users')
    const delegate = await fixture().signIn(dn, password)
    const change = [{ operation: 'add', attribute: 'member', values: [dn] }] as const
    expect((await delegate.modify(`CN=Domain Admins,${users}`, change)).code).to.equal(50)
    expect((await delegate.modify(`CN=Domain Guests,${users}`, change)).code).to.equal(0)
  })
})

describe('the embedded directory: an account with allowRestore', () => {
  const fixture = useDirectory({ recycleBin: true })

  it('lists and restores deleted groups, but cannot recycle them', async () => {
    const { directory, ou, signIn } = fixture()
    const container = directory.addOu('Delegated', ou)
    const account = directory.delegate(container)
    const member = directory.addUser({ name: 'kept', ou }).dn
    const { dn, guid } = directory.addGroup({ name: 'back', ou: container, members: [member] })
    directory.remove(dn)
    const wire = await signIn(account.dn, account.password)
    const name = `<GUID=${guid}>`
    const look = async () => (await wire.search({ base: name, scope: 'base', controls: [showDeleted] })).code
    expect(await look()).to.equal(32)
    directory.allowRestore(account.dn)
    expect(await look()).to.equal(0)
    expect((await wire.search({ base: name, scope: 'base' })).code).to.equal(32)
    expect((await wire.delete(name, [showDeleted])).code).to.equal(50)
    const revive = { operation: 'delete', attribute: 'isDeleted', values: [] } as const
    const place = (to: string) =>
      ({ operation: 'replace', attribute: 'distinguishedName', values: [to] }) as const
    const undelete = (to: string) => wire.modify(name, [revive, place(to)], [showDeleted])
    expect((await undelete(`CN=back,${ou}`)).code).to.equal(50)
    expect((await undelete(dn)).code).to.equal(0)
    expect(directory.read(dn)?.members).to.deep.equal([member])
  })
})
