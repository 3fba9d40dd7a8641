import type { TLSSocket } from 'node:tls'
import { expect } from 'chai'
import { equals, present } from '../../../src/ad/ldap/filter.js'
import { startDirectory } from '../../../src/emulators/directory/directory.js'
import { busy, isSearch } from '../../../src/emulators/directory/faultKinds.js'
import { guidFromBytes } from '../../../src/emulators/directory/names/identifiers.js'
import type { Controller } from '../../../src/emulators/directory/controllers.js'
import { succeed, useDirectory } from './support/fixture.js'
import { openWire, texts, type Wire } from './support/wire.js'

const root = async (wire: Wire, ...attributes: string[]) =>
  (await wire.search({ base: '', scope: 'base', attributes })).entries[0]

describe('the embedded directory: a second controller', () => {
  const fixture = useDirectory()
  let second: Controller
  let wire: Wire
  before(async () => {
    const { directory } = fixture()
    second = await directory.addController()
    wire = await signIn(directory.adminDn, directory.adminPassword)
  })
  after(() => wire?.close())

  async function signIn(name: string, password: string): Promise<Wire> {
    const opened = await openWire({ url: second.ldapsUrl, ca: fixture().directory.caPem })
    succeed(await opened.bind(name, password))
    return opened
  }
  const look = async (by: Wire, base: string) => (await by.search({ base, scope: 'base' })).code

  it('has its own name, certificate and database', async () => {
    const { directory, admin } = fixture()
    const hosts = []
    for (const [controller, by] of [
      [directory, admin],
      [second, wire],
    ] as const) {
      const names = ['dnsHostName', 'dsServiceName', 'serverName', 'ldapServiceName', 'highestCommittedUSN']
      const entry = await root(by, ...names)
      const [host = '', settings = '', server = '', service = ''] = names.map(
        (name) => texts(entry, name)?.[0],
      )
      hosts.push(host, service)
      expect(host).to.equal(controller.host)
      expect(settings).to.equal(`CN=NTDS Settings,${server}`)
      const { entries } = await by.search({ base: settings, scope: 'base', attributes: ['invocationId'] })
      const [bytes = Buffer.alloc(0)] = entries[0]?.attributes.get('invocationId') ?? []
      expect(guidFromBytes(bytes)).to.equal(controller.invocationId)
      expect((by.socket as TLSSocket).getPeerCertificate().subjectaltname).to.include(`DNS:${host}`)
    }
    expect(hosts).to.deep.equal([
      'dc1.corp.contoso.test',
      'corp.contoso.test:dc1$@CORP.CONTOSO.TEST',
      'dc2.corp.contoso.test',
      'corp.contoso.test:dc2$@CORP.CONTOSO.TEST',
    ])
    expect(second.invocationId).to.not.equal(directory.invocationId)
  })

  it('exists in both databases, as an account and as a server object', async () => {
    const { directory, admin } = fixture()
    for (const by of [admin, wire]) {
      const { entries } = await by.search({
        base: `CN=Configuration,${directory.baseDn}`,
        filter: equals('objectClass', 'nTDSDSA'),
      })
      expect(entries).to.have.length(2)
    }
    const account = second.read(`CN=DC2,OU=Domain Controllers,${directory.baseDn}`)
    expect(account?.attributes).to.deep.include({ primaryGroupID: ['516'], userAccountControl: ['532480'] })
    expect(account?.attributes['serverReferenceBL']?.[0]).to.match(/^CN=DC2,CN=Servers,/)
  })

  it('has every object with the same GUID and its own USNs', async () => {
    const { directory } = fixture()
    expect(second.tree()).to.equal(directory.tree())
    const [ours, theirs] = [directory, second].map((one) => one.read(directory.adminDn))
    expect(theirs).to.include({ guid: ours?.guid, sid: ours?.sid })
    expect(theirs?.attributes['memberOf']).to.deep.equal(ours?.attributes['memberOf'])
    expect(theirs?.attributes['objectCategory']).to.deep.equal(ours?.attributes['objectCategory'])
    expect(theirs?.attributes['uSNChanged']).to.not.deep.equal(ours?.attributes['uSNChanged'])
  })

  it('receives and sends changes only when replicate is called', async () => {
    const { directory, admin, ou } = fixture()
    const [here, there] = [`CN=here,${ou}`, `CN=there,${ou}`]
    succeed(await admin.add(here, { objectClass: 'group' }))
    succeed(await wire.add(there, { objectClass: 'group' }))
    expect([await look(wire, here), await look(admin, there)]).to.deep.equal([32, 32])
    second.replicate()
    expect([await look(wire, here), await look(admin, there)]).to.deep.equal([0, 0])
    expect(directory.read(there)?.guid).to.equal(second.read(there)?.guid)
  })

  it('shares passwords, delegations and denied reads', async () => {
    const { directory, ou } = fixture()
    const container = directory.addOu('Delegated', ou)
    const { dn, password } = directory.delegate(container)
    const group = directory.addGroup({ name: 'shared', ou: container, members: [dn] }).dn
    second.replicate()
    const delegated = await signIn(dn, password)
    expect((await delegated.add(`CN=by svc,${container}`, { objectClass: 'group' })).code).to.equal(0)
    expect((await delegated.add(`CN=by svc,${ou}`, { objectClass: 'group' })).code).to.equal(50)
    directory.denyRead(group, dn, 'member')
    const filter = present('member')
    expect((await delegated.search({ base: group, scope: 'base', filter })).entries).to.deep.equal([])
  })

  it('allocates RIDs that no other controller uses', () => {
    const { directory, ou } = fixture()
    const many = Array.from({ length: 600 }, (_, index) => `n${index}`)
    const sids = [
      ...directory.addUsers(many, directory.addOu('First', ou)),
      ...second.addUsers(
        many.map((name) => `${name}x`),
        second.addOu('Second', ou),
      ),
      ...directory.addUsers(['late'], ou),
    ].map(({ sid }) => sid)
    expect(new Set(sids).size).to.equal(1201)
    second.replicate()
    for (const sid of sids)
      expect(directory.read(`<SID=${sid}>`)?.guid).to.equal(second.read(`<SID=${sid}>`)?.guid)
  })

  it('has its own faults and log, and shares the limits', async () => {
    const { directory, admin, ou } = fixture()
    second.faults.next({ respond: busy, match: isSearch })
    second.log.clear()
    expect([await look(admin, ou), await look(wire, ou), await look(wire, ou)]).to.deep.equal([0, 51, 0])
    expect(second.log.count()).to.equal(2)
    directory.limits.maxPageSize = 1
    expect((await wire.search({ base: directory.baseDn, attributes: ['1.1'] })).code).to.equal(4)
    directory.limits.maxPageSize = 1000
  })

  it('can be closed alone', async () => {
    const { directory, admin, ou } = fixture()
    const third = await directory.addController({ name: 'branch' })
    expect(third.host).to.equal('branch.corp.contoso.test')
    const opened = await openWire({ url: third.ldapsUrl, ca: directory.caPem })
    await third.close()
    await opened.closed
    expect(await look(admin, ou)).to.equal(0)
  })
})

describe('the embedded directory: three controllers', () => {
  it('have every change after the domain replicates', async () => {
    const directory = await startDirectory({ seed: 'three' })
    const others = [await directory.addController(), await directory.addController()]
    const made = [directory, ...others].map((one, index) => one.addGroup({ name: `by ${index}` }).dn)
    directory.replicate()
    for (const one of [directory, ...others]) {
      expect(made.map((dn) => one.read(dn)?.dn)).to.deep.equal(made)
      expect(one.tree()).to.equal(directory.tree())
    }
    await directory.close()
  })
})
