import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { ConnectionOptions } from '../../../src/ad/ldap/connection.js'
import { parseServerUrl } from '../../../src/ad/ldap/serverUrl.js'
import { WritebackError } from '../../../src/errors.js'
import { makeAuthority, selfSigned, type Certificate } from '../../support/certificates.js'
import { ops, type FakeOptions } from '../../support/ldapServer.js'
import { closeConnections, connectTo, rejectionOf, startServer } from './ldap.helpers.js'
import { skipNeeding } from '../../support/needing.js'
import { runTypeScript } from '../../support/typescript.js'

const authority = makeAuthority('Corp authority')
const ca = [authority.certificate]
const good = authority.issue(['localhost', '127.0.0.1'])
const past = { from: new Date('2020-01-01'), to: new Date('2021-01-01') }
const future = { from: new Date(Date.now() + 86_400_000), to: new Date(Date.now() + 2 * 86_400_000) }

/** Connects in a process with NODE_TLS_REJECT_UNAUTHORIZED=0; returns `connected` or the error's code. */
async function connectElsewhere(options: ConnectionOptions): Promise<string> {
  const script = `
    const { openConnection } = await import('./src/ad/ldap/connection.ts')
    const { code = 'connected' } = await openConnection(${JSON.stringify(options)}).catch((error) => error)
    process.stdout.write(code, () => process.exit())`
  const args = [...runTypeScript, '--input-type=module', '--eval', script]
  const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' }
  return (await promisify(execFile)(process.execPath, args, { env })).stdout
}

for (const startTls of [false, true]) {
  const scheme = startTls ? 'ldap' : 'ldaps'
  const tls = (certificate: Certificate): FakeOptions => ({ tls: { ...certificate, startTls } })

  describe(`TLS by ${startTls ? 'StartTLS' : 'LDAPS'}`, () => {
    afterEach(closeConnections)

    for (const host of ['localhost', '127.0.0.1']) {
      it(`connects to ${host} and sends nothing but StartTLS in plain text`, async () => {
        const server = await startServer(undefined, tls(good))
        const connection = await connectTo(`${scheme}://${host}:${server.port}`, { ca, startTls })
        await connection.bind('svc', 'secret')
        const plain = server.received.filter(({ socket }) => !('encrypted' in socket))
        expect(plain.map(({ op }) => op)).to.deep.equal(startTls ? [0x77] : [])
        expect(server.received.at(-1)?.op).to.equal(ops.bind)
      })
    }

    const refusals: Array<[string, Certificate, string[] | undefined, RegExp]> = [
      [
        'from an unknown authority',
        good,
        undefined,
        /certificate authority that is not trusted.*directory\.tls\.caPath/,
      ],
      [
        'from another authority',
        makeAuthority('Other').issue(['localhost']),
        ca,
        /not trusted.*caPath|caPath/,
      ],
      ['that is self-signed', selfSigned(['127.0.0.1']), ca, /self-signed.*caPath/],
      ['for another name', authority.issue(['dc9.corp.example']), ca, /for another name.*dc9\.corp\.example/],
      // ldapjs's own StartTLS accepts this one: it always compares with "localhost".
      ['for "localhost" on an address', authority.issue(['localhost']), ca, /for another name/],
      ['that has expired', authority.issue(['127.0.0.1'], past), ca, /has expired/],
      ['that is not valid yet', authority.issue(['127.0.0.1'], future), ca, /not valid yet/],
    ]
    for (const [which, certificate, trusted, words] of refusals) {
      it(`rejects a certificate ${which} with directoryTls and the reason`, async () => {
        const server = await startServer(undefined, tls(certificate))
        const url = `${scheme}://127.0.0.1:${server.port}`
        const error = await rejectionOf(connectTo(url, { ...(trusted && { ca: trusted }), startTls }))
        expect(error.code).to.equal('directoryTls')
        expect(error.message).to.match(words).and.include(url)
        expect(server.received.filter(({ op }) => op === ops.bind)).to.deep.equal([])
      })
    }

    it('ignores NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
      const server = await startServer(undefined, tls(good))
      const url = `${scheme}://127.0.0.1:${server.port}`
      expect(await connectElsewhere({ url, tls: { startTls } })).to.equal('directoryTls')
      // The same process connects with the certificate authority, so the certificate was the reason.
      expect(await connectElsewhere({ url, tls: { startTls, ca } })).to.equal('connected')
    })

    /** Runs `work` with a server that responds to StartTLS and calls `then` on the first bytes of the handshake. */
    async function withoutHandshake(then: (socket: Socket) => void, work: (url: string) => Promise<void>) {
      const server = createServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () => {
          if (!startTls) return then(socket)
          socket.write(Buffer.from('300c02010178070a010004000400', 'hex'))
          socket.once('data', () => then(socket))
        })
      })
      await once(server.listen(0, '127.0.0.1'), 'listening')
      try {
        await work(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`)
      } finally {
        server.close()
        await once(server, 'close') // emitted when every connection is closed
      }
    }

    it('times out during the handshake with directoryUnreachable', () =>
      withoutHandshake(
        () => {},
        async (url) => {
          const error = await rejectionOf(connectTo(url, { ca, startTls, timeoutMs: 100 }))
          expect(error.code).to.equal('directoryUnreachable')
          expect(error.message).to.include('100 ms')
        },
      ))

    it('reports a connection that the server closes during the handshake as directoryTls', () =>
      withoutHandshake(
        (socket) => socket.resetAndDestroy(),
        async (url) => {
          const error = await rejectionOf(connectTo(url, { ca, startTls }))
          expect(error.code).to.equal('directoryTls')
          expect(error.message).to.include('certificate')
        },
      ))

    it('aborts the handshake when the run is aborted', () => {
      const controller = new AbortController()
      return withoutHandshake(
        () => controller.abort(),
        async (url) => {
          const error = await rejectionOf(connectTo(url, { ca, startTls, signal: controller.signal }))
          expect(error.code).to.equal('aborted')
        },
      )
    })
  })
}

describe('StartTLS', () => {
  afterEach(closeConnections)

  it('that the server refuses is directoryTls, and nothing is sent in plain text', async () => {
    const server = await startServer((request) => request.result(52, 'no certificate'))
    const error = await rejectionOf(connectTo(`ldap://127.0.0.1:${server.port}`, { startTls: true }))
    expect(error.code).to.equal('directoryTls')
    expect(error.message).to.include('52 unavailable')
    expect(server.received.map(({ op }) => op)).to.deep.equal([0x77])
  })

  it('times out, and is aborted with the run, while it waits for the response', async () => {
    const server = await startServer(() => {})
    const url = `ldap://127.0.0.1:${server.port}`
    const late = await rejectionOf(connectTo(url, { startTls: true, timeoutMs: 50 }))
    expect(late.code).to.equal('directoryUnreachable')
    const signal = AbortSignal.timeout(50)
    expect((await rejectionOf(connectTo(url, { startTls: true, signal }))).code).to.equal('aborted')
  })

  it('rejects plain text that follows the response', async () => {
    const server = await startServer((request) => {
      request.socket.cork()
      request.result(0)
      request.send(Buffer.from('300c02010261070a0100', 'hex')) // the start of a successful bind response
      request.socket.uncork()
    })
    const error = await rejectionOf(connectTo(`ldap://127.0.0.1:${server.port}`, { startTls: true }))
    expect(error.code).to.equal('directoryTls')
    expect(error.message).to.include('invalid LDAP message')
  })

  it('rejects a response that is not LDAP', async () => {
    const server = await startServer((request) =>
      request.send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'.padEnd(90))),
    )
    expect(
      (await rejectionOf(connectTo(`ldap://127.0.0.1:${server.port}`, { startTls: true }))).code,
    ).to.equal('directoryTls')
  })
})

describe('the URL of a directory server', () => {
  afterEach(closeConnections)

  it('is accepted without TLS for localhost only', () => {
    for (const host of ['localhost', '127.0.0.1', '127.3.2.1', '[::1]', 'LOCALHOST']) {
      expect(parseServerUrl(`ldap://${host}`, false).protection).to.equal('none')
    }
    for (const host of [
      'dc1.corp.example',
      '10.0.0.1',
      '127.0.0.1.example.com',
      'localhost.example',
      '[::2]',
      '128.0.0.1',
    ]) {
      expect(() => parseServerUrl(`ldap://${host}`, false)).to.throw(WritebackError, /LDAP without TLS/)
      expect(parseServerUrl(`ldap://${host}`, true).protection).to.equal('startTls')
      expect(parseServerUrl(`ldaps://${host}`, false).protection).to.equal('tls')
    }
  })

  it('has the default port unless it contains one', () => {
    expect(parseServerUrl('ldaps://dc1', false)).to.include({ host: 'dc1', port: 636 })
    expect(parseServerUrl('ldap://dc1/', true)).to.include({ host: 'dc1', port: 389 })
    expect(parseServerUrl('ldaps://[2001:db8::1]:1636', false)).to.include({
      host: '2001:db8::1',
      port: 1636,
    })
  })

  for (const url of [
    '',
    'dc1',
    'http://dc1',
    'ldaps://',
    'ldaps://dc1/DC=corp',
    'ldaps://dc1?x',
    'ldaps://u:pa55@dc1',
  ]) {
    it(`is invalid as ${JSON.stringify(url)}; the error contains no password`, () => {
      const read = () => parseServerUrl(url, false)
      expect(read)
        .to.throw(WritebackError, /is not a valid LDAP URL/)
        .with.property('code', 'configInvalid')
      expect(read).not.to.throw(/pa55/)
    })
  }

  it('is in the error message if the connection is refused', async () => {
    const server = await startServer()
    await server.stop()
    for (const scheme of ['ldap', 'ldaps']) {
      const error = await rejectionOf(connectTo(`${scheme}://127.0.0.1:${server.port}`))
      expect(error.code).to.equal('directoryUnreachable')
      expect(error.message).to.include(`127.0.0.1:${server.port}`).and.include('ECONNREFUSED')
    }
  })

  it('may be an IPv6 address', async function () {
    const addresses = Object.values(networkInterfaces()).flat()
    if (!addresses.some((known) => known?.address === '::1')) skipNeeding(this, 'IPv6')
    const server = await startServer(undefined, { host: '::1' })
    const connection = await connectTo(`ldap://[::1]:${server.port}`)
    await connection.bind('svc', 'secret')
  })
})
