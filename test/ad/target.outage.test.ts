/** Tests with a controller that is busy, shuts down or is read-only. */
import { expect } from 'chai'
import { childDn } from '../../src/model/dn.js'
import type { Controller } from '../../src/emulators/directory/controllers.js'
import { busy, goingDown, isBind, isSearch, unavailable } from '../../src/emulators/directory/faultKinds.js'
import { rejectionOf } from './ldap/ldap.helpers.js'
import { anchor, listed, startEmbedded, type Embedded } from './embedded.helpers.js'

const always = 1000

describe('a target whose controller has an outage', function () {
  let embedded: Embedded
  let other: Controller
  let names: string[]
  const both = () => [embedded.directory.ldapsUrl, other.ldapsUrl]

  before(async () => {
    embedded = await startEmbedded()
    names = Array.from({ length: 7 }, (_, n) => {
      const attributes = { adminDescription: anchor(n) }
      return embedded.directory.addGroup({ name: `group ${n}`, ou: embedded.container, attributes }).dn
    })
    other = await embedded.directory.addController()
  })
  after(() => embedded.close())
  afterEach(() => {
    embedded.directory.faults.clear()
    embedded.warnings.splice(0)
  })

  for (const response of [busy, unavailable, { silent: true }] as const) {
    it(`signs in to the next controller if the bind gets ${JSON.stringify(response)}`, async () => {
      embedded.directory.faults.next({ match: isBind, respond: response })
      const target = embedded.open({ urls: both(), timeoutMs: 1000 })
      expect(await listed(target)).to.have.members(names)
      expect((await target.currentController()).host).to.equal(other.host)
    })
  }

  it('retries a search after a pause if the controller was busy once', async () => {
    embedded.directory.faults.next({ match: isSearch, respond: busy })
    const target = embedded.open({ urls: both() })
    expect(await listed(target)).to.have.members(names)
    expect((await target.currentController()).host).to.equal(embedded.directory.host)
  })

  it('reads from the next controller if this one stays busy, and warns of it', async () => {
    embedded.directory.faults.next({ match: isSearch, respond: busy, times: always })
    const target = embedded.open({ urls: both() })
    expect(await listed(target)).to.have.members(names)
    expect(await target.currentController()).to.deep.equal({ url: other.ldapsUrl, host: other.host })
    expect(embedded.warnings.map(({ message }) => message).join()).to.include(embedded.directory.ldapsUrl)
  })

  it('rejects with directoryUnreachable if the only controller stays busy', async () => {
    embedded.directory.faults.next({ match: isSearch, respond: busy, times: always })
    const error = await rejectionOf(listed(embedded.open()))
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.problems[0].hint).to.be.a('string')
  })

  it('retries over a new connection after a notice of disconnection', async () => {
    embedded.directory.faults.next({ match: isSearch, after: 2, respond: goingDown })
    expect(await listed(embedded.open())).to.have.members(names)
  })

  it('moves on from a controller that does not complete the TLS handshake', async () => {
    embedded.directory.faults.nextConnection({ respond: 'noHandshake' })
    const target = embedded.open({ urls: both(), timeoutMs: 1000 })
    expect(await listed(target)).to.have.members(names)
    expect((await target.currentController()).host).to.equal(other.host)
  })

  it('tries the preferred controller first', async () => {
    const target = embedded.open({ urls: both(), preferredUrl: other.ldapsUrl })
    expect((await target.currentController()).host).to.equal(other.host)
  })

  it('retries a write if the controller was busy once', async () => {
    const target = embedded.open()
    await target.currentController()
    embedded.directory.faults.next({ match: ({ operation }) => operation.type === 'modify', respond: busy })
    const [dn = ''] = names
    const guid = embedded.directory.read(dn)?.guid ?? ''
    const attributes = [{ name: 'info', from: [], to: ['written'] }]
    await target.apply({ type: 'updateGroup', guid, dn, attributes })
    expect(embedded.directory.read(dn)?.attributes['info']).to.deep.equal(['written'])
  })

  it('moves on from a read-only controller at the first write, with a warning', async () => {
    const readOnly = await embedded.directory.addController({ readOnly: true })
    const target = embedded.open({ urls: [readOnly.ldapsUrl, embedded.directory.ldapsUrl] })
    expect((await target.currentController()).host).to.equal(readOnly.host)
    const [first = ''] = names
    const found = embedded.directory.read(first)
    const adopted = { type: 'adoptGroup', guid: found?.guid ?? '', dn: first, sid: '' } as const
    await target.apply({ ...adopted, kind: 'security', leaving: 0 }) // an adoption writes nothing
    const dn = childDn('written elsewhere', embedded.container)
    const { guid } = await target.apply({
      type: 'createGroup',
      dn,
      attributes: { adminDescription: [anchor(99)] },
    })
    expect(embedded.directory.read(dn)?.guid).to.equal(guid)
    expect((await target.currentController()).host).to.equal(embedded.directory.host)
    expect(embedded.warnings.map(({ code }) => code)).to.deep.equal(['directoryReadOnly'])

    const alone = embedded.open({ urls: [readOnly.ldapsUrl] })
    const change = {
      type: 'createGroup',
      dn: childDn('nowhere', embedded.container),
      attributes: {},
    } as const
    expect((await rejectionOf(alone.apply(change))).code).to.equal('directoryReadOnly')
  })
})

describe('a target whose directory has small limits', function () {
  let embedded: Embedded
  before(
    async () => (embedded = await startEmbedded({ limits: { maxPageCost: 20, maxValuesPerModify: 30 } })),
  )
  after(() => embedded.close())

  it('divides reads and writes until they are within the limits', async () => {
    const { directory, container, people } = embedded
    const users = directory.addUsers(100, people)
    const group = directory.addGroup({
      name: 'many',
      ou: container,
      attributes: { adminDescription: anchor(1) },
    })
    const target = embedded.open()
    const added = await target.apply({ type: 'addMembers', guid: group.guid, dn: group.dn, members: users })
    expect(added).to.deep.equal({ refused: [], unchanged: [] })
    const { items } = await target.readManagedGroups('all', async (groups) => groups)
    expect(items.map((one) => ('members' in one ? one.members.items.length : 0))).to.deep.equal([100])
    expect((await target.resolveMembers(users.map(({ sid }) => sid))).size).to.equal(100)
    expect((await target.readFacts()).maxLengths).to.include({ cn: 64 })
  })
})

describe('a target whose container is in another domain', function () {
  let embedded: Embedded
  before(async () => (embedded = await startEmbedded({ childDomains: ['child'], dnsZones: true })))
  after(() => embedded.close())

  it('rejects every request with containerMissing and a hint that names the domain', async () => {
    const target = embedded.open({ container: `OU=Cloud Groups,DC=child,${embedded.directory.baseDn}` })
    for (const work of [
      () => listed(target),
      () => target.readFacts(),
      () => target.findWrittenObjects([anchor(1).slice(6)]),
    ]) {
      const error = await rejectionOf(work())
      expect(error.code).to.equal('containerMissing')
      expect(error.problems[0].hint).to.include('child.corp.contoso.test').and.include('directory.urls')
      expect([...error.message].filter((char) => char < ' ')).to.deep.equal([])
    }
    const { checks, problems } = await target.check()
    expect(problems.map(({ code }) => code)).to.deep.equal(['containerMissing'])
    expect(checks.map(({ status }) => status)).to.deep.equal(['ok', 'failed'])
    const dn = `CN=x,OU=Cloud Groups,DC=child,${embedded.directory.baseDn}`
    const creating = target.apply({ type: 'createGroup', dn, attributes: {} })
    expect((await rejectionOf(creating)).code).to.equal('containerMissing')
  })

  it('ignores referrals to other domains among search results', async () => {
    const target = embedded.open()
    expect(await listed(target)).to.deep.equal([])
    expect((await target.resolveMembers(['S-1-5-21-1-2-3-4'])).size).to.equal(0)
  })
})
