import { expect } from 'chai'
import { equals, or, startsWith } from '../../../src/ad/ldap/filter.js'
import { createSchema } from '../../../src/emulators/directory/schema/schema.js'
import { openFixture, useDirectory, type Fixture } from './support/fixture.js'
import { texts } from './support/wire.js'

const full = createSchema({ schema: '2016', exchange: 'organization' })

describe('the embedded directory: the schema', () => {
  it('is consistent: classes refer to existing classes and attributes', () => {
    const classNames = new Set(full.classes.map(({ name }) => name))
    const outside = new Set(['organization', 'country']) // superiors that are not supported
    for (const type of full.classes) {
      for (const name of [type.superclass, ...type.auxiliary]) expect(classNames, type.name).to.include(name)
      for (const name of type.superiors)
        if (!outside.has(name)) expect(classNames, type.name).to.include(name)
      for (const name of [...type.must, ...type.may])
        expect(full.attribute(name), `${type.name} ${name}`).to.be.an('object')
      expect(full.attribute(type.naming)?.key).to.equal(type.naming)
      expect(full.classes.map(({ cn }) => cn)).to.include(type.category)
    }
  })

  it('has unique names, numbers and links, and both ends of each link', () => {
    for (const list of [
      full.attributes.map(({ key }) => key),
      full.attributes.map(({ oid }) => oid),
      full.attributes.map(({ cn }) => cn),
      full.attributes.flatMap(({ linkId }) => linkId ?? []),
      full.classes.map(({ oid }) => oid),
    ]) {
      expect(new Set<unknown>(list).size).to.equal(list.length)
    }
    for (const attribute of full.attributes.filter(({ linkId }) => linkId !== undefined)) {
      expect(full.partner(attribute), attribute.name).to.be.an('object')
    }
  })

  it('resolves inheritance', () => {
    const user = full.class('USER')
    expect(user?.chain).to.deep.equal(['top', 'person', 'organizationalPerson', 'user'])
    expect(user?.allowed)
      .to.include('samaccountname')
      .and.to.include('cn')
      .and.to.include('msds-cloudextensionattribute20')
    expect(full.class('computer')?.chain.at(-2)).to.equal('user')
    expect(full.class('group')?.allowed.has('userprincipalname')).to.equal(false)
  })
})

describe('the embedded directory: the rootDSE and the schema for clients', () => {
  const fixture = useDirectory()
  const schemaDn = () => `CN=Schema,CN=Configuration,${fixture().directory.baseDn}`

  it('describes the server in the rootDSE', async () => {
    const anyone = await fixture().connect()
    const { entries } = await anyone.search({ base: '', scope: 'base' })
    const { baseDn } = fixture().directory
    const value = (name: string) => texts(entries[0], name)
    expect(value('namingContexts')).to.deep.equal([baseDn, `CN=Configuration,${baseDn}`, schemaDn()])
    expect(value('defaultNamingContext')).to.deep.equal([baseDn])
    expect(value('schemaNamingContext')).to.deep.equal([schemaDn()])
    expect(value('configurationNamingContext')).to.deep.equal([`CN=Configuration,${baseDn}`])
    expect(value('dnsHostName')).to.deep.equal(['dc1.corp.contoso.test'])
    expect(value('supportedCapabilities')).to.include('1.2.840.113556.1.4.800')
    expect(value('supportedControl')).to.include.members(['1.2.840.113556.1.4.319', '1.2.840.113556.1.4.529'])
    expect(value('supportedExtension')).to.include('1.3.6.1.4.1.1466.20037')
  })

  it('returns requested attributes of the rootDSE, and increases highestCommittedUSN with every write', async () => {
    const usn = async () => {
      const { entries } = await fixture().admin.search({
        base: '',
        scope: 'base',
        attributes: ['HighestCommittedUSN'],
      })
      expect([...(entries[0]?.attributes.keys() ?? [])]).to.deep.equal(['highestCommittedUSN'])
      return Number(texts(entries[0], 'highestCommittedUSN')?.[0])
    }
    const before = await usn()
    fixture().directory.addOu('Counted')
    expect(await usn()).to.be.greaterThan(before)
  })

  it('has attributes as objects, found by either name', async () => {
    const { entries } = await fixture().admin.search({
      base: schemaDn(),
      scope: 'one',
      filter: or(equals('lDAPDisplayName', 'MEMBER'), equals('cn', 'Group-Type')),
    })
    const [member, groupType] = ['Member', 'Group-Type'].map((cn) =>
      entries.find(({ dn }) => dn.startsWith(`CN=${cn},`)),
    )
    expect(texts(member, 'attributeID')).to.deep.equal(['2.5.4.31'])
    expect(texts(member, 'linkID')).to.deep.equal(['2'])
    expect(texts(member, 'isSingleValued')).to.deep.equal(['FALSE'])
    expect(texts(groupType, 'attributeSyntax')).to.deep.equal(['2.5.5.9'])
    expect(texts(groupType, 'objectClass')).to.deep.equal(['top', 'attributeSchema'])
  })

  it('has classes as objects, which are the categories of other objects', async () => {
    const { entries } = await fixture().admin.search({
      base: schemaDn(),
      filter: equals('governsID', '1.2.840.113556.1.5.9'),
    })
    expect(entries.map(({ dn }) => dn)).to.deep.equal([`CN=User,${schemaDn()}`])
    expect(texts(entries[0], 'defaultObjectCategory')).to.deep.equal([`CN=Person,${schemaDn()}`])
  })
})

describe('the embedded directory: versions of the schema, and Exchange', () => {
  const fixtures: Fixture[] = []
  const open = async (...args: Parameters<typeof openFixture>) => {
    const fixture = await openFixture(...args)
    fixtures.push(fixture)
    return fixture
  }
  afterEach(async () => {
    for (const fixture of fixtures.splice(0)) await fixture.close()
  })

  async function markers({ admin, directory: { baseDn } }: Fixture) {
    const configuration = `CN=Configuration,${baseDn}`
    const schema = `CN=Schema,${configuration}`
    const read = async (base: string, name: string, scope: 'base' | 'one' = 'base') => {
      const { entries } = await admin.search({ base, scope, attributes: [name] })
      return texts(entries[0], name)?.[0]
    }
    return {
      version: await read(schema, 'objectVersion'),
      prepared: await read(`CN=ms-Exch-Schema-Version-Pt,${schema}`, 'rangeUpper'),
      organization: await read(`CN=Microsoft Exchange,CN=Services,${configuration}`, 'objectVersion', 'one'),
      domain: await read(`CN=Microsoft Exchange System Objects,${baseDn}`, 'objectVersion'),
    }
  }

  it('has nothing of Exchange by default', async () => {
    const fixture = await open()
    const none = { prepared: undefined, organization: undefined, domain: undefined }
    expect(await markers(fixture)).to.deep.equal({ version: '87', ...none })
    const { code } = await fixture.admin.add(`CN=x,${fixture.ou}`, {
      objectClass: 'group',
      mailNickname: 'x',
    })
    expect(code).to.equal(16)
  })

  it('has the attributes only, if the schema was prepared', async () => {
    const fixture = await open({ exchange: 'schema' })
    expect(await markers(fixture)).to.deep.equal({
      version: '87',
      prepared: '17003',
      organization: undefined,
      domain: undefined,
    })
    const ann = fixture.directory.addUser({ name: 'ann', ou: fixture.ou })
    const dn = `CN=mail,${fixture.ou}`
    const mail = {
      mailNickname: 'mail',
      authOrig: ann.dn,
      extensionAttribute15: 'x',
      msExchRecipientDisplayType: '1',
    }
    expect((await fixture.admin.add(dn, { objectClass: 'group', ...mail })).code).to.equal(0)
    const { entries } = await fixture.admin.search({
      base: ann.dn,
      scope: 'base',
      attributes: ['authOrigBL'],
    })
    expect(texts(entries[0], 'authOrigBL')).to.deep.equal([dn])
  })

  it('has the organisation, if Exchange is installed', async () => {
    const fixture = await open({ exchange: 'organization' })
    const versions = { prepared: '17003', organization: '16763', domain: '13243' }
    expect(await markers(fixture)).to.deep.equal({ version: '87', ...versions })
    const { entries } = await fixture.admin.search({
      base: `CN=Configuration,${fixture.directory.baseDn}`,
      filter: equals('objectClass', 'msExchOrganizationContainer'),
    })
    expect(entries).to.have.length(1)
  })

  it('lacks msDS-ExternalDirectoryObjectId in the schema of 2012 R2', async () => {
    const fixture = await open({ schema: '2012_R2' })
    expect((await markers(fixture)).version).to.equal('69')
    const filter = startsWith('lDAPDisplayName', 'msDS-External')
    const base = `CN=Schema,CN=Configuration,${fixture.directory.baseDn}`
    expect((await fixture.admin.search({ base, filter })).entries).to.deep.equal([])
    const name = 'msDS-ExternalDirectoryObjectId'
    expect(
      (await fixture.admin.add(`CN=x,${fixture.ou}`, { objectClass: 'group', [name]: 'x' })).code,
    ).to.equal(16)
  })
})
