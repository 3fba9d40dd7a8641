import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect } from 'chai'
import { parseServerUrl } from '../../src/ad/ldap/serverUrl.js'
import { connectError } from '../../src/ad/ldap/tls.js'
import { resultCodes } from '../../src/ad/ldap/resultCodes.js'
import { openSession, type Session } from '../../src/ad/session.js'
import type { Problem } from '../../src/errors.js'
import { agreeable, ops, type Script } from '../support/ldapServer.js'
import {
  urlOf,
  closeConnections,
  configFor,
  rejectionOf,
  setPassword,
  startServer,
  deletePassword,
} from './ldap/ldap.helpers.js'

const sessions: Session[] = []

function open(
  urls: string[],
  password: { env: string } = { env: 'AD_TEST_PASSWORD' },
  signal?: AbortSignal,
): Session {
  const session = openSession(configFor(urls, { bind: { dn: 'CN=svc', password } }), { signal })
  sessions.push(session)
  return session
}

const refusing: Script = (request) => {
  if (request.op === ops.bind) request.result(resultCodes.invalidCredentials, 'data 52e')
}

describe('openSession', () => {
  before(setPassword)
  after(deletePassword)
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.close()
    await closeConnections()
  })

  it('connects and signs in once, on first use', async () => {
    const server = await startServer()
    const session = open([urlOf(server)])
    expect(server.connections()).to.equal(0)
    const [one, two] = await Promise.all([session.connection(), session.connection()])
    expect(one).to.equal(two)
    expect(server.received.map(({ op }) => op)).to.deep.equal([ops.bind])
    expect(session.requests()).to.equal(1)
  })

  it('tries URLs in order until a controller responds', async () => {
    const [gone, first, second] = [await startServer(), await startServer(), await startServer()]
    await gone.stop()
    await open([urlOf(gone), urlOf(first), urlOf(second)]).connection()
    expect([first, second].map((server) => server.connections())).to.deep.equal([1, 0])
  })

  it('reports the errors of all controllers in one error', async () => {
    const [one, two] = [await startServer(), await startServer()]
    await Promise.all([one.stop(), two.stop()])
    const error = await rejectionOf(open([urlOf(one), urlOf(two)]).connection())
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.message)
      .to.include(String(one.port))
      .and.include(String(two.port))
      .and.include('directory.urls')
    const alone = await rejectionOf(open([urlOf(one)]).connection())
    expect(alone.code).to.equal('directoryUnreachable')
    expect(alone.message).to.include('ECONNREFUSED').and.include('directory.urls')
  })

  it('reports the errors of all IP addresses of a host name', () => {
    const refused = new AggregateError([
      new Error('connect ECONNREFUSED ::1:1'),
      new Error('connect ECONNREFUSED 127.0.0.1:1'),
    ])
    const { message } = connectError(parseServerUrl('ldaps://localhost:1', false), refused)
    expect(message).to.match(
      / is not reachable: connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127\.0\.0\.1:1\. /,
    )
  })

  it('rejects with directoryUnreachable if DNS has no domain controller', async () => {
    const error = await rejectionOf(open(['dns:nowhere.invalid']).connection())
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.message).to.include('nowhere.invalid')
  })

  it('tries a refused password only once, also with several URLs and repeated calls', async () => {
    const [first, second] = [await startServer(refusing), await startServer()]
    const session = open([urlOf(first), urlOf(second)])
    for (let n = 0; n < 3; n++) expect((await rejectionOf(session.connection())).code).to.equal('bindRefused')
    expect(first.received).to.have.length(1)
    expect(second.connections()).to.equal(0)
  })

  it('rejects with secretMissing without connecting', async () => {
    const server = await startServer()
    const error = await rejectionOf(open([urlOf(server)], { env: 'SESSION_NO_PASSWORD' }).connection())
    expect(error.code).to.equal('secretMissing')
    expect(error.message).to.include('directory.bind.password').and.include('SESSION_NO_PASSWORD')
    expect(server.connections()).to.equal(0)
  })

  it('reconnects once to the same server after a loss, and signs in again', async () => {
    const [first, second] = [await startServer(), await startServer()]
    const session = open([urlOf(first), urlOf(second)])
    const lost = await session.connection()
    first.received[0]?.socket.destroy()
    await rejectionOf(lost.delete('CN=x'))
    const [one, two] = await Promise.all([session.connection(), session.connection()])
    expect(one).to.equal(two).and.not.equal(lost)
    expect(first.received.filter(({ op }) => op === ops.bind)).to.have.length(2)
    expect(second.connections()).to.equal(0)
    expect(session.requests()).to.be.at.least(2)
  })

  it('rejects with directoryUnreachable if the server stays unavailable, with one warning', async () => {
    const server = await startServer()
    const warnings: Problem[] = []
    const onWarning = (problem: Problem) => void warnings.push(problem)
    const session = openSession(configFor([urlOf(server)]), { onWarning })
    sessions.push(session)
    const lost = await session.connection()
    await server.stop()
    await rejectionOf(lost.delete('CN=x'))
    expect((await rejectionOf(session.connection())).code).to.equal('directoryUnreachable')
    expect(warnings).to.have.length(1) // only one pause is long
    expect(warnings[0]?.message).to.include(urlOf(server)).and.include('ECONNREFUSED')
  })

  it('tries a password that is refused after a reconnect only once', async () => {
    let isRefused = false
    const server = await startServer((request) => (isRefused ? refusing(request) : agreeable(request)))
    const session = open([urlOf(server)])
    const lost = await session.connection()
    isRefused = true
    server.received[0]?.socket.destroy()
    await rejectionOf(lost.delete('CN=x'))
    expect((await rejectionOf(session.connection())).code).to.equal('bindRefused')
    expect((await rejectionOf(session.connection())).code).to.equal('bindRefused')
    expect(server.received.filter(({ op }) => op === ops.bind)).to.have.length(2)
  })

  it('warns of a server that does not respond, with the time of the time-out', async function () {
    const warnings: Problem[] = []
    const config = configFor([urlOf(await startServer(() => undefined))], { timeoutMs: 3300 })
    const session = openSession(config, { onWarning: (problem) => void warnings.push(problem) })
    sessions.push(session)
    expect((await rejectionOf(session.connection())).code).to.equal('directoryTimeout')
    expect(warnings.map(({ code }) => code)).to.deep.equal(['directoryTimeout'])
    expect(warnings[0]?.message)
      .to.include(config.urls[0])
      .and.match(/times out at \d{4}-\d\d-\d\dT[\d:]+Z\.$/)
  })

  it('aborts a sign-in with the run, and keeps an open connection', async () => {
    const controller = new AbortController()
    const silent = await startServer(() => controller.abort())
    const patient = configFor([urlOf(silent)], { timeoutMs: 3_600_000 }) // no time-out during the test
    const signingIn = openSession(patient, { signal: controller.signal })
    sessions.push(signingIn)
    expect((await rejectionOf(signingIn.connection())).code).to.equal('aborted')

    const early = open([urlOf(await startServer())], undefined, AbortSignal.abort())
    expect((await rejectionOf(early.connection())).code).to.equal('aborted')

    const later = new AbortController()
    const session = open([urlOf(await startServer())], undefined, later.signal)
    const connection = await session.connection()
    later.abort()
    await connection.delete('CN=x')
    expect(await session.connection()).to.equal(connection)
  })

  it('leaves no timer behind after an aborted connection, because the process would wait for it', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const controller = new AbortController()
    const silent = createServer((socket) => {
      // In the middle of the handshake.
      socket.on('error', () => undefined).once('data', () => controller.abort())
    }).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const session = open([`ldaps://127.0.0.1:${port}`], undefined, controller.signal)
    const before = timers()
    expect((await rejectionOf(session.connection())).code).to.equal('aborted')
    expect(timers()).to.equal(before)
    silent.close()
  })
})
