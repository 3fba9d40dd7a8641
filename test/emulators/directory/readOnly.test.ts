import { expect } from 'chai'
import { readElements, readTlv } from '../../../src/ad/ldap/ber.js'
import type { Controller } from '../../../src/emulators/directory/controllers.js'
import { deleteOperation, messageOf } from './support/operations.js'
import { succeed, useDirectory } from './support/fixture.js'
import { openWire, texts, type Wire } from './support/wire.js'

const root = async (wire: Wire, ...attributes: string[]) =>
  (await wire.search({ base: '', scope: 'base', attributes })).entries[0]

describe('the embedded directory: a read-only controller', () => {
  const fixture = useDirectory()
  let branch: Controller
  let wire: Wire
  before(async () => {
    const { directory } = fixture()
    branch = await directory.addController({ readOnly: true })
    wire = await openWire({ url: branch.ldapsUrl, ca: directory.caPem })
    succeed(await wire.bind(directory.adminDn, directory.adminPassword))
  })
  after(() => wire?.close())

  const partialSecrets = '1.2.840.113556.1.4.1920'

  it('has the partial secrets capability and its own class of server object', async () => {
    const { admin, directory } = fixture()
    const capabilities = async (by: Wire) =>
      texts(await root(by, 'supportedCapabilities'), 'supportedCapabilities')
    expect(await capabilities(wire)).to.include(partialSecrets)
    expect(await capabilities(admin)).to.not.include(partialSecrets)
    const settings = texts(await root(wire, 'dsServiceName'), 'dsServiceName')?.[0] ?? ''
    expect(branch.read(settings)?.attributes['objectClass']?.at(-1)).to.equal('nTDSDSARO')
    expect(directory.read(settings)?.guid).to.equal(branch.read(settings)?.guid)
  })

  it('refers every write to a writable controller, and writes nothing', async () => {
    const { ou, directory } = fixture()
    const { dn, guid } = directory.addGroup({ name: 'written elsewhere', ou })
    branch.replicate()
    const before = texts(await root(wire, 'highestCommittedUSN'), 'highestCommittedUSN')
    const change = [{ operation: 'replace', attribute: 'info', values: ['x'] }] as const
    const replies = {
      [`CN=new,${ou}`]: await wire.add(`CN=new,${ou}`, { objectClass: 'group' }),
      [dn]: await wire.modify(dn, change),
      [`<GUID=${guid}>`]: await wire.delete(`<GUID=${guid}>`),
      [ou]: await wire.rename(ou, 'OU=x'),
    }
    for (const [name, { code, text, referrals }] of Object.entries(replies)) {
      expect(code, name).to.equal(10)
      expect(text).to.match(/^0000202B: RefErr: .*\n\tref 1: 'dc1\.corp\.contoso\.test'\n\0$/)
      expect(referrals).to.deep.equal([`ldap://dc1.corp.contoso.test/${encodeURI(name)}`])
    }
    expect(texts(await root(wire, 'highestCommittedUSN'), 'highestCommittedUSN')).to.deep.equal(before)
    expect(() => branch.addOu('by hand')).to.throw(/^0000202B/)
  })

  it('returns an error instead of a referral for objects that do not exist', async () => {
    const { ou } = fixture()
    const replies = [
      await wire.delete(`CN=nobody,${ou}`),
      await wire.add(`CN=x,OU=nowhere,${ou}`, { objectClass: 'group' }),
    ]
    expect(replies.map(({ code }) => code)).to.deep.equal([32, 32])
    const stranger = await openWire({ url: branch.ldapUrl })
    expect((await stranger.delete(ou)).code).to.equal(1)
  })

  it('encodes the referral as RFC 4511 specifies', async () => {
    const { ou } = fixture()
    const { socket } = wire
    const answer = new Promise<Buffer>((resolve) => socket.once('data', resolve))
    wire.send(messageOf(7777, deleteOperation(ou)))
    const [, operation] = readElements(readTlv(await answer)?.content)
    const result = readElements(operation?.content)
    expect([operation?.tag, ...result.map(({ tag }) => tag)]).to.deep.equal([0x6b, 0x0a, 0x04, 0x04, 0xa3])
    const uris = readElements(result[3]?.content)
    expect(uris.map(({ tag, content }) => [tag, String(content)])).to.deep.equal([
      [0x04, `ldap://dc1.corp.contoso.test/${ou}`],
    ])
  })

  it('receives changes on request, and sends none', async () => {
    const { directory, ou } = fixture()
    const { dn } = directory.addUser({ name: 'new here', ou, password: 'Secret, 1' })
    expect((await wire.search({ base: dn, scope: 'base' })).code).to.equal(32)
    branch.replicate()
    expect((await wire.search({ base: dn, scope: 'base' })).code).to.equal(0)
    const opened = await openWire({ url: branch.ldapsUrl, ca: directory.caPem })
    expect((await opened.bind(dn, 'Secret, 1')).code).to.equal(0)
    opened.close()
  })
})
