/** Maximum lengths of values, in the schema and in requests. */
import { expect } from 'chai'
import { and, equals, or } from '../../../src/ad/ldap/filter.js'
import { useDirectory } from './support/fixture.js'
import { texts } from './support/wire.js'

const upper: Readonly<Record<string, number>> = {
  adminDescription: 1024,
  description: 1024,
  displayName: 256,
  extensionAttribute1: 1024,
  extensionAttribute15: 2048,
  info: 1024,
  mail: 256,
  mailNickname: 64,
  'msDS-ExternalDirectoryObjectId': 256,
  proxyAddresses: 1123,
  sAMAccountName: 256,
}

describe('the embedded directory: lengths of values', () => {
  const fixture = useDirectory({ exchange: 'organization' })

  it('are in the schema, in one search for many attributes', async () => {
    const { admin, directory } = fixture()
    const names = Object.keys(upper).map((name) => equals('lDAPDisplayName', name))
    const { entries } = await admin.search({
      base: `CN=Schema,CN=Configuration,${directory.baseDn}`,
      scope: 'one',
      filter: and(equals('objectClass', 'attributeSchema'), or(...names)),
      attributes: ['lDAPDisplayName', 'rangeUpper'],
    })
    const found = entries.map((entry) => [
      texts(entry, 'lDAPDisplayName')?.[0] ?? '',
      Number(texts(entry, 'rangeUpper')?.[0]),
    ])
    expect(Object.fromEntries(found)).to.deep.equal(upper)
  })

  for (const [name, length] of Object.entries(upper)) {
    it(`are limited to ${length} characters for ${name}`, async () => {
      const { admin, directory, ou } = fixture()
      const { dn } = directory.addGroup({ name: `long ${name}`, ou })
      const write = (size: number) =>
        admin.modify(dn, [{ operation: 'replace', attribute: name, values: ['\u00fc'.repeat(size)] }])
      expect((await write(length)).code).to.equal(0)
      const { code, text } = await write(length + 1)
      expect(code).to.equal(19)
      expect(text).to.match(/^00002082: AtrErr: .*problem 1005 \(CONSTRAINT_ATT_TYPE\)/s)
      expect(text).to.include(`(${name})`)
      expect(directory.read(dn)?.attributes[name]?.[0]).to.have.length(length)
    })
  }

  it('are limited to 64 for a name, in an add and in a rename', async () => {
    const { admin, ou } = fixture()
    const add = async (name: string) => (await admin.add(`CN=${name},${ou}`, { objectClass: 'group' })).code
    expect([await add('x'.repeat(64)), await add('x'.repeat(65))]).to.deep.equal([0, 19])
    const renamed = await admin.rename(`CN=${'x'.repeat(64)},${ou}`, `CN=${'y'.repeat(65)}`)
    expect(renamed.code).to.equal(19)
    expect(renamed.text).to.match(/^00002082: AtrErr/)
  })

  it('prevent an add of a group with an address that is too long', async () => {
    const { admin, directory, ou } = fixture()
    const proxyAddresses = ['SMTP:b@contoso.test', `X500:/o=x/cn=${'y'.repeat(1200)}`]
    const dn = `CN=addresses,${ou}`
    expect((await admin.add(dn, { objectClass: 'group', proxyAddresses })).code).to.equal(19)
    expect(directory.read(dn)).to.equal(undefined)
  })

  it('are not the only check: two spellings of one address are duplicates', async () => {
    const { admin, ou } = fixture()
    const dn = `CN=twice,${ou}`
    const both = ['SMTP:e@contoso.test', 'smtp:E@contoso.test']
    const { code, text } = await admin.add(dn, { objectClass: 'group', proxyAddresses: both })
    expect(code).to.equal(20)
    expect(text).to.match(/^00002083: AtrErr: .*problem 1006 \(ATT_OR_VALUE_EXISTS\).*\(proxyAddresses\)/s)
    await admin.add(dn, { objectClass: 'group', proxyAddresses: both.slice(0, 1) })
    const change = { operation: 'add', attribute: 'proxyAddresses', values: both.slice(1) } as const
    expect((await admin.modify(dn, [change])).code).to.equal(20)
    expect((await admin.modify(dn, [{ ...change, operation: 'replace', values: both }])).code).to.equal(20)
  })
})
