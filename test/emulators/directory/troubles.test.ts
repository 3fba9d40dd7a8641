/** Controllers that shut down, are overloaded or hang, and names of other domains. */
import { connect as connectPlain } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { domainScope, pagedResults } from '../../../src/ad/ldap/controls.js'
import { equals } from '../../../src/ad/ldap/filter.js'
import {
  busy,
  goingDown,
  isBind,
  isSearch,
  referralTo,
  unavailable,
} from '../../../src/emulators/directory/faultKinds.js'
import { useDirectory } from './support/fixture.js'
import { openWire, type Wire } from './support/wire.js'

const waiting = Symbol('still waiting')
const within = <T>(promise: Promise<T>, milliseconds = 150) =>
  Promise.race([promise, sleep(milliseconds, waiting)])

describe('the embedded directory: a controller with faults', () => {
  const fixture = useDirectory()
  afterEach(() => fixture().directory.faults.clear())

  const signIn = () => fixture().signIn(fixture().directory.adminDn, fixture().directory.adminPassword)
  const look = (wire: Wire) => wire.search({ base: fixture().ou, scope: 'base' })

  it('sends a notice of disconnection instead of a response', async () => {
    const { directory, ou } = fixture()
    directory.faults.next({ respond: goingDown, match: isSearch, after: 2 })
    const wire = await signIn()
    for (let index = 0; index < 2; index++) expect((await look(wire)).code).to.equal(0)
    const error: unknown = await look(wire).catch((thrown: unknown) => thrown)
    expect(String(error)).to.match(/closed/)
    await wire.closed
    expect(wire.unasked).to.have.length(1)
    expect(wire.unasked[0]).to.deep.include({ code: 52, matchedDn: '', entries: [] })
    expect(wire.unasked[0]?.text).to.match(/^00000000: LdapErr: .*shutting down.*\0$/)
    expect(directory.log.entries.at(-1)).to.include({ operation: 'search', code: -1 })
    expect((await (await signIn()).search({ base: ou, scope: 'base' })).code).to.equal(0)
  })

  it('injects faults into binds', async () => {
    const { directory, connect } = fixture()
    const { adminDn, adminPassword, faults } = directory
    faults.next({ respond: unavailable, match: isBind })
    faults.next({ respond: busy, match: isBind })
    const wire = await connect(true)
    const codes = []
    for (let index = 0; index < 3; index++) codes.push((await wire.bind(adminDn, adminPassword)).code)
    expect(codes).to.deep.equal([52, 51, 0])
  })

  it('closes the connection at the first search', async () => {
    const { directory } = fixture()
    directory.faults.next({ respond: { drop: 'before' }, match: isSearch })
    const wire = await signIn()
    const error: unknown = await look(wire).catch((thrown: unknown) => thrown)
    expect(String(error)).to.match(/closed/)
  })

  it('sends no responses after the TLS handshake', async () => {
    const { directory, connect } = fixture()
    directory.faults.nextConnection({ respond: 'silent' })
    const wire = await connect(true)
    expect(await within(wire.bind(directory.adminDn, directory.adminPassword))).to.equal(waiting)
    wire.close()
    expect((await (await connect(true)).search({ base: '', scope: 'base' })).code).to.equal(0)
    directory.faults.nextConnection({ respond: 'silent', after: 1 })
    const [first, second] = [await connect(), await connect()]
    expect((await first.search({ base: '', scope: 'base' })).code).to.equal(0)
    expect(await within(second.search({ base: '', scope: 'base' }))).to.equal(waiting)
  })

  it('never completes the TLS handshake on the LDAPS port', async () => {
    const { directory, connect } = fixture()
    directory.faults.nextConnection({ respond: 'noHandshake', times: 2 })
    expect((await (await connect()).search({ base: '', scope: 'base' })).code).to.equal(0)
    expect(directory.faults.pending()).to.equal(2)
    expect(await within(connect(true))).to.equal(waiting)
    const socket = connectPlain(Number(new URL(directory.ldapsUrl).port), '127.0.0.1')
    await once(socket, 'connect')
    expect(directory.faults.pending()).to.equal(0)
    socket.write('no TLS')
    expect(await within(once(socket, 'close'))).to.equal(waiting)
    socket.destroy()
    expect((await (await connect(true)).search({ base: '', scope: 'base' })).code).to.equal(0)
  })

  it('can be closed during faults', async () => {
    const { startDirectory } = await import('../../../src/emulators/directory/directory.js')
    const directory = await startDirectory()
    directory.faults.nextConnection({ respond: 'silent' })
    const wire = await openWire({ url: directory.ldapsUrl, ca: directory.caPem })
    expect(directory.connections()).to.equal(1)
    await directory.close()
    await wire.closed
  })
})

describe('the embedded directory: a controller under load', () => {
  const fixture = useDirectory({ limits: { maxValuesPerModify: 3, maxPageCost: 5 } })

  it('rejects a modify with too many values, and writes nothing', async () => {
    const { directory, ou, admin } = fixture()
    const members = directory.addUsers(4, ou).map(({ dn }) => dn)
    const { dn } = directory.addGroup({ name: 'slow', ou })
    const add = (values: string[]) => admin.modify(dn, [{ operation: 'add', attribute: 'member', values }])
    const refused = await add(members)
    expect(refused.code).to.equal(11)
    expect(refused.text).to.match(/^00002024: SvcErr: .*5008 \(ADMIN_LIMIT_EXCEEDED\)/)
    expect((await add(members.slice(0, 3))).code).to.equal(0)
    expect(directory.read(dn)?.members).to.deep.equal(members.slice(0, 3))
  })

  it('rejects larger pages, but not a read of one object', async () => {
    const { admin, ou, directory } = fixture()
    const search = async (size: number, scope: 'base' | 'one' = 'one') =>
      (await admin.search({ base: ou, scope, controls: [pagedResults(size, Buffer.alloc(0))] })).code
    expect([await search(5), await search(6), await search(1000, 'base')]).to.deep.equal([0, 11, 0])
    directory.limits.maxPageCost = undefined
    expect(await search(1000)).to.equal(0)
  })
})

describe('the embedded directory: names of other domains', () => {
  const fixture = useDirectory({ childDomains: ['child'], dnsZones: true })
  afterEach(() => fixture().directory.faults.clear())

  const host = 'child.corp.contoso.test'
  const base = 'OU=Cloud Groups,DC=child,DC=corp,DC=contoso,DC=test'
  const text = `0000202B: RefErr: DSID-0310084A, data 0, 1 access points\n\tref 1: '${host}'\n\0`
  const referrals = [`ldap://${host}/OU=Cloud%20Groups,DC=child,DC=corp,DC=contoso,DC=test`]

  it('are referred to their child domain', async () => {
    const { admin } = fixture()
    expect(await admin.search({ base })).to.deep.include({ code: 10, text, referrals, entries: [] })
    expect(await admin.add(`CN=x,${base}`, { objectClass: 'group' })).to.include({ code: 10, text })
    expect((await admin.search({ base, controls: [domainScope] })).code).to.equal(32)
  })

  it('are referred for any request with an injected fault', async () => {
    const { directory, connect, admin, ou } = fixture()
    directory.faults.next({ respond: referralTo(host, base), match: isBind })
    const wire = await connect(true)
    const answer = { code: 10, text, referrals }
    expect(await wire.bind(directory.adminDn, directory.adminPassword)).to.deep.include(answer)
    directory.faults.next({ respond: referralTo(host, base), match: isSearch })
    expect(await admin.search({ base: ou })).to.deep.include(answer)
  })

  it('are references at the end of a subtree search', async () => {
    const { admin, directory, ou } = fixture()
    const below = (label: string) => `ldap://${label}.corp.contoso.test/DC=${label},${directory.baseDn}`
    const { entries, references, code } = await admin.search({
      base: directory.baseDn,
      filter: equals('ou', 'Here'),
    })
    expect([code, entries.map(({ dn }) => dn)]).to.deep.equal([0, [ou]])
    expect(references).to.deep.equal([
      below('ForestDnsZones'),
      below('DomainDnsZones'),
      below('child'),
      `ldap://corp.contoso.test/CN=Configuration,${directory.baseDn}`,
    ])
    expect((await admin.search({ base: ou })).references).to.deep.equal([])
  })

  it('have cross references', async () => {
    const { admin, directory } = fixture()
    const filter = equals('dnsRoot', host)
    const { entries } = await admin.search({ base: `CN=Configuration,${directory.baseDn}`, filter })
    expect(entries[0]?.attributes.get('nCName')?.map(String)).to.deep.equal([`DC=child,${directory.baseDn}`])
  })
})
