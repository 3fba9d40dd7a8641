import { expect } from 'chai'
import { once } from 'node:events'
import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { equals } from '../../../src/ad/ldap/filter.js'
import { useDirectory } from './support/fixture.js'
import { bindOperation, extendedOperation, messageOf, searchOperation } from './support/operations.js'
import { texts, wireOn, type Wire } from './support/wire.js'

const startTls = '1.3.6.1.4.1.1466.20037'
const root = searchOperation({ base: '', scope: 'base', attributes: ['dnsHostName'] })

describe('the embedded directory: connections', () => {
  const fixture = useDirectory()

  const hostOf = async (wire: Wire) =>
    texts((await wire.request(root)).entries[0], 'dnsHostName') ?? (await wire.request(root)).text

  it('supports LDAP, LDAPS and StartTLS', async () => {
    expect(await hostOf(await fixture().connect())).to.deep.equal(['dc1.corp.contoso.test'])
    expect(await hostOf(await fixture().connect(true))).to.deep.equal(['dc1.corp.contoso.test'])
    const plain = await fixture().connect()
    expect((await plain.extended(startTls)).code).to.equal(0)
    plain.socket.removeAllListeners('data')
    const secured = connectTls({
      socket: plain.socket,
      ca: fixture().directory.caPem,
      servername: 'dc1.corp.contoso.test',
    })
    await once(secured, 'secureConnect')
    const wire = wireOn(secured)
    expect(await hostOf(wire)).to.deep.equal(['dc1.corp.contoso.test'])
    const again = await wire.extended(startTls)
    expect([again.code, again.text]).to.satisfy(
      ([code, text]: [number, string]) => code === 1 && /TLS or SSL already/.test(text),
    )
  })

  it('listens on the loopback address only', () => {
    const { ldapUrl, ldapsUrl } = fixture().directory
    expect([ldapUrl, ldapsUrl].map((url) => new URL(url).hostname)).to.deep.equal(['127.0.0.1', '127.0.0.1'])
  })

  it('ends the connection if plain text follows StartTLS', async () => {
    const wire = await fixture().connect()
    const injected = messageOf(2, root)
    wire.send(Buffer.concat([messageOf(1, extendedOperation(startTls)), injected]))
    await wire.closed
    const half = await fixture().connect()
    half.send(Buffer.concat([messageOf(1, extendedOperation(startTls)), injected.subarray(0, 5)]))
    await half.closed
  })

  it('reads messages in pieces of any size', async () => {
    const wire = await fixture().connect()
    const answer = wire.request(root)
    const more = messageOf(7, root)
    for (const byte of more) wire.send(Buffer.from([byte]))
    await answer
    const [late] = await untilUnasked(wire, 1)
    expect(late?.entries).to.have.length(1)
  })

  /** Responses to raw bytes have no pending request: an entry, and the end of its search. */
  async function untilUnasked(wire: Wire, count: number) {
    while (wire.unasked.length < count) await once(wire.socket, 'data')
    return wire.unasked
  }

  it('responds to pipelined requests in order', async () => {
    const { admin, directory, ou } = fixture()
    const { dn } = directory.addGroup({ name: 'in order', ou })
    const values = Array.from({ length: 50 }, (_, index) => String(index))
    const writes = values.map((value) =>
      admin.modify(dn, [{ operation: 'replace', attribute: 'info', values: [value] }]),
    )
    const read = admin.search({ base: dn, scope: 'base', attributes: ['info'] })
    expect((await Promise.all(writes)).map(({ code }) => code)).to.deep.equal(values.map(() => 0))
    expect(texts((await read).entries[0], 'info')).to.deep.equal(['49'])
  })

  it('ends the connection on unbind, and ignores abandon', async () => {
    const wire = await fixture().connect()
    wire.send(messageOf(9, Buffer.from([0x50, 1, 8])))
    expect((await wire.request(root)).code).to.equal(0)
    wire.send(messageOf(10, Buffer.from([0x42, 0])))
    await wire.closed
    expect(wire.unasked).to.deep.equal([])
  })

  const malformed: Array<[string, Buffer]> = [
    ['bytes that are not LDAP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a length that LDAP does not allow', Buffer.from([0x30, 0x85, 1, 1, 1, 1, 1])],
    ['an indefinite length', Buffer.from([0x30, 0x80, 2, 1, 1, 0, 0])],
    ['an element that ends outside its parent', Buffer.from([0x30, 5, 2, 1, 1, 0x63, 9])],
    ['a multi-byte tag', Buffer.from([0x30, 5, 2, 1, 1, 0x7f, 0])],
    ['a message without an operation', Buffer.from([0x30, 3, 2, 1, 1])],
    ['an unknown operation', Buffer.from([0x30, 5, 2, 1, 1, 0x7e, 0])],
    ['an integer of invalid length', Buffer.from([0x30, 9, 2, 5, 1, 1, 1, 1, 1, 0x42, 0])],
    ['text that is not UTF-8', messageOf(1, bindOperation('\ud800', 'x').fill(0xff, 7, 8))],
    ['a filter that is nested too deep', messageOf(1, searchOperation({ base: '', filter: nested(5000) }))],
  ]
  for (const [what, bytes] of malformed) {
    it(`sends a notice of disconnection after ${what}`, async () => {
      const wire = await fixture().connect()
      wire.send(bytes)
      await wire.closed
      expect(wire.unasked.map(({ code }) => code)).to.deep.equal([2])
      expect(wire.unasked[0]?.text).to.match(/^00000057: LdapErr: .*Error decoding ldap message/)
    })
  }

  it('responds to requests before the malformed message', async () => {
    for (const bad of [Buffer.from([0x30, 3, 2, 1, 1]), Buffer.from('nonsense')]) {
      const wire = await fixture().connect()
      wire.send(Buffer.concat([messageOf(7, root), bad]))
      await wire.closed
      expect(wire.unasked.map(({ code, entries }) => [code, entries.length])).to.deep.equal([[-1, 1], [0, 0], [2, 0]]) // prettier-ignore
    }
  })

  it('rejects a message of more than 10 MB by its header alone (MaxReceiveBuffer)', async () => {
    const wire = await fixture().connect()
    const header = Buffer.from([0x30, 0x84, 0, 0, 0, 0])
    header.writeUInt32BE(10_485_761, 2)
    wire.send(header)
    await wire.closed
    expect(wire.unasked[0]?.text).to.match(/too large/)
    const allowed = await fixture().connect()
    header.writeUInt32BE(10_485_754, 2)
    allowed.send(Buffer.concat([header, Buffer.alloc(65_536)]))
    expect((await fixture().admin.request(root)).code).to.equal(0)
    expect([allowed.socket.destroyed, allowed.unasked]).to.deep.equal([false, []])
    allowed.close()
  })

  it('closes an idle connection (MaxConnIdleTime)', async () => {
    const { limits } = fixture().directory
    limits.maxConnIdleTime = 0.05
    const wire = await fixture().connect()
    limits.maxConnIdleTime = 900
    await wire.closed
  })

  it('does not buffer responses for a client that does not read', async () => {
    const { directory, ou, signIn } = fixture()
    const place = directory.addOu('Large', ou)
    for (let index = 0; index < 200; index++)
      directory.addGroup({ name: `large ${index}`, ou: place, attributes: { info: 'x'.repeat(1000) } })
    const wire = await signIn(directory.adminDn, directory.adminPassword)
    wire.socket.pause()
    const operation = searchOperation({
      base: place,
      filter: equals('objectClass', 'group'),
      attributes: ['info'],
    })
    directory.log.clear()
    const answers = Array.from({ length: 100 }, () => wire.request(operation))
    // Other clients are served while most of this client's responses, 20 MB, are not even generated.
    for (let index = 0; index < 50; index++) expect((await fixture().admin.request(root)).code).to.equal(0)
    expect(directory.log.count(({ name }) => name === place)).to.be.below(60)
    wire.socket.resume()
    for (const answer of answers) expect((await answer).entries).to.have.length(200)
    expect(directory.log.count(({ name }) => name === place)).to.equal(100)
  })

  it('continues to serve others when a client disconnects during its response', async () => {
    const { directory, signIn } = fixture()
    const wire = await signIn(directory.adminDn, directory.adminPassword)
    const answer = wire.search({ base: `CN=Schema,CN=Configuration,${directory.baseDn}` })
    wire.close()
    await answer.then(
      () => expect.fail('the response arrived at a closed connection'),
      () => undefined,
    )
    expect((await fixture().admin.request(root)).code).to.equal(0)
  })

  it('has no open port and no connection after close', async () => {
    const { startDirectory } = await import('../../../src/emulators/directory/directory.js')
    const other = await startDirectory()
    const socket = connectPlain(Number(new URL(other.ldapsUrl).port), '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect') // without a TLS handshake
    const closed = once(socket, 'close')
    await other.close()
    await closed
    for (const url of [other.ldapUrl, other.ldapsUrl]) {
      const late = connectPlain(Number(new URL(url).port), '127.0.0.1')
      const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException]
      expect(error.code).to.equal('ECONNREFUSED')
    }
    expect(other.connections()).to.equal(0)
  })

  it('names the port that is in use, and releases the other one', async () => {
    const { startDirectory } = await import('../../../src/emulators/directory/directory.js')
    const taken = Number(new URL(fixture().directory.ldapsUrl).port)
    const error: unknown = await startDirectory({ ldapsPort: taken }).catch((thrown: unknown) => thrown)
    expect(error).to.have.property('code', 'EADDRINUSE')
  })
})

function nested(depth: number): Buffer {
  let filter = Buffer.from([0x87, 1, 0x63])
  for (let level = 0; level < depth; level++) {
    const length = filter.length
    const header = length < 0x80 ? [0xa2, length] : [0xa2, 0x82, length >> 8, length & 0xff]
    filter = Buffer.concat([Buffer.from(header), filter])
  }
  return filter
}
