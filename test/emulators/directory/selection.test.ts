import { expect } from 'chai'
import { domainScope } from '../../../src/ad/ldap/controls.js'
import { equals } from '../../../src/ad/ldap/filter.js'
import { useDirectory } from './support/fixture.js'
import { texts } from './support/wire.js'

describe('the embedded directory: attributes of search results', () => {
  const fixture = useDirectory()

  it('are the requested ones, spelled as in the schema', async () => {
    const { admin, ou } = fixture()
    const names = async (...attributes: string[]) => {
      const { entries } = await admin.search({ base: ou, scope: 'base', attributes })
      return [...(entries[0]?.attributes.keys() ?? [])]
    }
    expect(await names('OBJECTGUID', 'ou', 'nonsense', 'description')).to.deep.equal(['objectGUID', 'ou'])
    expect(await names('2.5.4.11')).to.deep.equal(['ou'])
    expect(await names('1.1')).to.deep.equal([])
    const all = await names()
    expect(all).to.include.members(['objectClass', 'ou', 'name', 'objectGUID', 'whenCreated', 'uSNChanged'])
    expect(all).to.not.include.members(['canonicalName']).and.not.include('allowedAttributes')
    expect(await names('*', 'canonicalName')).to.have.members([...all, 'canonicalName'])
    expect(await names('*', 'ou')).to.have.members(all)
  })

  it('include constructed attributes', async () => {
    const { admin, ou, directory } = fixture()
    const { dn } = directory.addGroup({ name: 'a/b', ou })
    const { entries } = await admin.search({
      base: dn,
      scope: 'base',
      attributes: ['canonicalName', 'modifyTimeStamp', 'structuralObjectClass'],
    })
    expect(texts(entries[0], 'canonicalName')).to.deep.equal(['corp.contoso.test/Here/a\\/b'])
    expect(texts(entries[0], 'modifyTimeStamp')?.[0]).to.match(/Z$/)
    expect(texts(entries[0], 'structuralObjectClass')?.at(-1)).to.equal('group')
    const root = await admin.search({ base: directory.baseDn, scope: 'base', attributes: ['canonicalName'] })
    expect(texts(root.entries[0], 'canonicalName')).to.deep.equal(['corp.contoso.test/'])
  })

  it('come with references to other naming contexts, except with domainScope', async () => {
    const { admin, ou, directory } = fixture()
    const { baseDn: base } = directory
    const nobody = equals('cn', 'nobody')
    const configuration = `ldap://corp.contoso.test/CN=Configuration,${base}`
    expect((await admin.search({ base, filter: nobody })).references).to.deep.equal([configuration])
    expect((await admin.search({ base, filter: nobody, controls: [domainScope] })).references).to.deep.equal(
      [],
    )
    expect((await admin.search({ base: ou, filter: nobody })).references).to.deep.equal([])
    expect((await admin.search({ base, scope: 'one', filter: nobody })).references).to.deep.equal([])
    const below = await admin.search({ base: `CN=Configuration,${base}`, filter: nobody })
    expect(below.references).to.deep.equal([`ldap://corp.contoso.test/CN=Schema,CN=Configuration,${base}`])
  })

  it('can be compared', async () => {
    const { admin, ou } = fixture()
    const compare = async (attribute: string, value: string) =>
      (await admin.compare(ou, attribute, value)).code
    expect(await compare('ou', 'HERE')).to.equal(6)
    expect(await compare('ou', 'there')).to.equal(5)
    expect(await compare('nonsense', 'x')).to.equal(16)
  })
})
