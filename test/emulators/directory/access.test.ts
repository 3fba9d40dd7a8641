import { expect } from 'chai'
import { equals } from '../../../src/ad/ldap/filter.js'
import { openFixture, useDirectory } from './support/fixture.js'

describe('the embedded directory: simple binds', () => {
  const fixture = useDirectory()
  const password = 'Pässword, 1'
  let ann: { dn: string; guid: string; sid: string }
  before(() => {
    const { directory, ou } = fixture()
    const attributes = { userPrincipalName: 'ann@contoso.com', displayName: 'Ann' }
    ann = directory.addUser({ name: 'Ann Other', account: 'ann', ou, password, attributes })
  })

  const attempt = async (name: string, secret = password) => {
    const wire = await fixture().connect()
    const { code, text } = await wire.bind(name, secret)
    const { value } = await wire.extended('1.3.6.1.4.1.4203.1.11.3')
    return { code, data: /data (\w+), v\w+\0$/.exec(text)?.[1], text, who: value }
  }

  it('accept every form of name that AD accepts', async () => {
    const names = [
      ann.dn,
      ann.dn.toUpperCase(),
      `<GUID=${ann.guid}>`,
      `<SID=${ann.sid}>`,
      ann.sid,
      'ann@contoso.com',
      'ANN@CONTOSO.COM',
      'ann@corp.contoso.test',
      'ann@CORP',
      'CORP\\ann',
      'corp.contoso.test\\ANN',
    ]
    for (const name of names) expect(await attempt(name), name).to.include({ code: 0, who: 'u:CORP\\ann' })
  })

  it('reject other forms of names', async () => {
    const names = [
      'ann',
      'Ann',
      'Ann Other',
      'OTHER\\ann',
      'ann@elsewhere',
      `CN=Ann,${fixture().ou}`,
      fixture().ou,
      '\\',
      '@',
    ]
    for (const name of names) expect(await attempt(name), name).to.include({ code: 49, data: '525', who: '' })
  })

  it("fail with AD's reason code", async () => {
    const { directory, ou } = fixture()
    const wrong = await attempt(ann.dn, 'wrong')
    expect(wrong).to.include({ code: 49, data: '52e', who: '' })
    expect(wrong.text).to.match(
      /^80090308: LdapErr: DSID-\w{8}, comment: AcceptSecurityContext error, data 52e, v\w+\0$/,
    )
    const bob = directory.addUser({ name: 'bob', ou, password })
    directory.edit(bob.dn, { userAccountControl: '514' })
    expect(await attempt(bob.dn)).to.include({ code: 49, data: '533' })
    expect(await attempt(bob.dn, 'wrong')).to.include({ code: 49, data: '52e' })
    directory.edit(bob.dn, { userAccountControl: '512', accountExpires: '132223104000000000' })
    expect(await attempt(bob.dn)).to.include({ code: 49, data: '701' })
    const cyd = directory.addUser({ name: 'cyd', ou })
    expect(await attempt(cyd.dn, 'anything')).to.include({ code: 49, data: '52e' })
  })

  it('treat an empty password as an anonymous bind and drop the previous identity', async () => {
    const wire = await fixture().signIn(ann.dn, password)
    expect((await wire.search({ base: ann.dn, scope: 'base' })).code).to.equal(0)
    expect((await wire.bind(ann.dn, '')).code).to.equal(0)
    expect((await wire.search({ base: ann.dn, scope: 'base' })).code).to.equal(1)
    await wire.bind(ann.dn, password)
    await wire.bind(ann.dn, 'wrong')
    expect((await wire.search({ base: ann.dn, scope: 'base' })).code).to.equal(1)
  })

  it('reject SASL and LDAPv2', async () => {
    const wire = await fixture().connect()
    expect((await wire.bind(ann.dn, password, 2)).code).to.equal(2)
    const sasl = Buffer.concat([Buffer.from([2, 1, 3, 4, 0, 0xa3, 8, 4, 6]), Buffer.from('GSSAPI')])
    expect((await wire.request(Buffer.concat([Buffer.from([0x60, sasl.length]), sasl]))).code).to.equal(7)
  })

  it('allow unauthenticated clients to read the rootDSE only', async () => {
    const wire = await fixture().connect()
    const { code, text } = await wire.search({ base: ann.dn, scope: 'base' })
    expect(code).to.equal(1)
    expect(text).to.match(/^000004DC: LdapErr: .*a successful bind must be completed on the connection/)
    const others = [
      wire.add('CN=x', { objectClass: 'group' }),
      wire.modify(ann.dn, []),
      wire.delete(ann.dn),
      wire.rename(ann.dn, 'CN=x'),
      wire.compare(ann.dn, 'cn', 'x'),
    ]
    expect((await Promise.all(others)).map((reply) => reply.code)).to.deep.equal([1, 1, 1, 1, 1])
    expect((await wire.search({ base: '', scope: 'base' })).code).to.equal(0)
  })

  it('allow every authenticated account to read but not to write', async () => {
    const wire = await fixture().signIn(ann.dn, password)
    const { entries } = await wire.search({
      base: fixture().directory.baseDn,
      filter: equals('sAMAccountName', 'krbtgt'),
    })
    expect(entries).to.have.length(1)
    const change = [{ operation: 'replace', attribute: 'description', values: ['x'] }] as const
    const replies = [
      await wire.modify(ann.dn, change),
      await wire.add(`CN=x,${fixture().ou}`, { objectClass: 'group' }),
      await wire.delete(ann.dn),
      await wire.rename(ann.dn, 'CN=x'),
    ]
    for (const { code, text } of replies) {
      expect(code).to.equal(50)
      expect(text).to.match(/^00002098: SecErr: DSID-\w{8}, problem 4003 \(INSUFF_ACCESS_RIGHTS\), data 0\0$/)
    }
  })

  it('give nested members of Administrators full rights', async () => {
    const { directory, ou, signIn } = fixture()
    const inner = directory.addGroup({ name: 'helpers', ou })
    const dan = directory.addUser({ name: 'dan', ou, password })
    directory.addMembers(inner.dn, dan.dn)
    directory.addMembers(`CN=Administrators,CN=Builtin,${directory.baseDn}`, inner.dn)
    const wire = await signIn(dan.dn, password)
    expect((await wire.add(`OU=made by dan,${ou}`, { objectClass: 'organizationalUnit' })).code).to.equal(0)
  })
})

describe('the embedded directory: account lockout', () => {
  const fixture = useDirectory({ lockoutThreshold: 3 })

  it('locks an account after consecutive wrong passwords, until it is unlocked', async () => {
    const { directory, ou, connect } = fixture()
    const { dn } = directory.addUser({ name: 'eve', ou, password: 'right' })
    const wire = await connect()
    const attempt = async (password: string) =>
      /data (\w+)/.exec((await wire.bind(dn, password)).text)?.[1] ?? 'in'
    expect([await attempt('a'), await attempt('b'), await attempt('right')]).to.deep.equal([
      '52e',
      '52e',
      'in',
    ])
    expect([await attempt('a'), await attempt('b'), await attempt('c')]).to.deep.equal(['52e', '52e', '52e'])
    expect(await attempt('right')).to.equal('775')
    expect(directory.read(dn)?.attributes)
      .to.include.keys('lockoutTime')
      .and.to.deep.include({ badPwdCount: ['3'] })
    directory.edit(dn, { lockoutTime: '0' })
    expect(await attempt('right')).to.equal('in')
  })
})

describe('the embedded directory: with strongAuth', () => {
  it('rejects a password without TLS', async () => {
    const fixture = await openFixture({ strongAuth: true })
    const { adminDn, adminPassword } = fixture.directory
    const plain = await fixture.connect()
    const { code, text } = await plain.bind(adminDn, adminPassword)
    expect(code).to.equal(8)
    expect(text).to.match(/^00002028: LdapErr: .*integrity checking/)
    expect((await plain.bind('', '')).code).to.equal(0)
    expect((await (await fixture.connect(true)).bind(adminDn, adminPassword)).code).to.equal(0)
    await fixture.close()
  })
})
