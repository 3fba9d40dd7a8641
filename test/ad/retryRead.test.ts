import { expect } from 'chai'
import { resultCodes } from '../../src/ad/ldap/resultCodes.js'
import { retryRead } from '../../src/ad/retryRead.js'
import { openSession, type SessionOptions } from '../../src/ad/session.js'
import type { Problem } from '../../src/errors.js'
import { ops, type FakeServer, type Received } from '../support/ldapServer.js'
import {
  urlOf,
  closeConnections,
  configFor,
  rejectionOf,
  setPassword,
  sendNotice,
  readAll,
  startServer,
  deletePassword,
} from './ldap/ldap.helpers.js'

type Respond = (request: Received) => void

const fine: Respond = (request) => {
  request.entry('CN=a', { host: [String(request.socket.localPort)] })
  request.result(0)
}
const busy: Respond = (request) => request.result(resultCodes.busy)
const unavailable: Respond = (request) => request.result(resultCodes.unavailable)
const notice: Respond = (request) => sendNotice(request, resultCodes.unavailable)
const lost: Respond = (request) => request.socket.destroy()
const silent: Respond = () => undefined
const refused: Respond = (request) => request.result(resultCodes.insufficientAccessRights)
const slow: Respond = (request) => request.result(resultCodes.timeLimitExceeded)

/** Starts a server that responds to searches in this order, repeating the last response. */
function searching(...answers: Respond[]): Promise<FakeServer> {
  return startServer((request) => {
    if (request.op === ops.search) (answers.length > 1 ? answers.shift() : answers[0])?.(request)
    else if (request.op !== ops.unbind) request.result(0)
  })
}
const binding = (code: number) =>
  startServer((request) => (request.op === ops.bind ? request.result(code) : undefined))

const searches = ({ received }: FakeServer) => received.filter(({ op }) => op === ops.search).length
const binds = ({ received }: FakeServer) => received.filter(({ op }) => op === ops.bind).length

const warnings: Problem[] = []

/** Reads one object from these servers; returns the port of the one that responded. */
async function readPort(
  servers: readonly FakeServer[],
  more: SessionOptions & { timeoutMs?: number } = {},
): Promise<number> {
  const { timeoutMs = 15_000, ...options } = more
  const onWarning = (problem: Problem) => void warnings.push(problem)
  const session = openSession(configFor(servers.map(urlOf), { timeoutMs }), { onWarning, ...options })
  const read = retryRead(session, (connection) =>
    readAll(connection, { base: 'CN=a', scope: 'base', attributes: ['host'] }),
  )
  const [entry] = await read.finally(() => session.close())
  return Number(entry?.attributes.get('host')?.[0])
}

describe('retryRead', function () {
  before(setPassword)
  after(deletePassword)
  beforeEach(() => warnings.splice(0))
  afterEach(closeConnections)

  const passing: Array<[string, Respond[], binds: number]> = [
    ['busy', [busy, fine], 1],
    ['unavailable', [unavailable, busy, fine], 1],
    ['connection lost', [lost, fine], 2],
    ['notice of disconnection', [notice, fine], 2],
  ]
  for (const [what, answers, expected] of passing) {
    it(`retries on the same controller after: ${what}`, async () => {
      const [first, other] = [await searching(...answers), await searching(fine)]
      expect(await readPort([first, other])).to.equal(first.port)
      expect(binds(first)).to.equal(expected)
      expect(other.connections()).to.equal(0)
      expect(warnings).to.deep.equal([])
    })
  }

  for (const [what, answer] of [
    ['responding busy', busy],
    ['closing the connection', lost],
  ] as const) {
    it(`moves on to the next controller after four attempts on one that keeps ${what}, and warns of the long pause`, async () => {
      const [first, other] = [await searching(answer), await searching(fine)]
      expect(await readPort([first, other])).to.equal(other.port)
      expect(searches(first)).to.equal(4)
      expect(warnings).to.have.length(1)
      expect(warnings[0]?.message)
        .to.include(urlOf(first))
        .and.match(/at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/)
    })
  }

  it('rejects with directoryUnreachable if the only controller stays busy', async () => {
    const error = await rejectionOf(readPort([await searching(busy)]))
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.message).to.include('51 busy')
    expect(error.problems[0].hint).to.include('directory.urls')
  })

  it('reports the results of all controllers if every one is busy', async () => {
    const [first, other] = [await searching(busy), await searching(unavailable)]
    const error = await rejectionOf(readPort([first, other]))
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.message).to.include('51 busy').and.include('52 unavailable')
  })

  for (const code of [resultCodes.busy, resultCodes.unavailable]) {
    it(`moves on from a controller that responds to the bind with ${code}`, async () => {
      const [first, other] = [await binding(code), await searching(fine)]
      expect(await readPort([first, other])).to.equal(other.port)
      expect(binds(first)).to.equal(1)
    })
  }

  it('moves on at once after a time-out if there is another controller', async () => {
    const [first, other] = [await searching(silent), await searching(fine)]
    expect(await readPort([first, other], { timeoutMs: 1000 })).to.equal(other.port)
    expect(searches(first)).to.equal(1)
  })

  it('moves on after a time-out of the bind', async () => {
    const [first, other] = [await startServer(() => undefined), await searching(fine)]
    expect(await readPort([first, other], { timeoutMs: 1000 })).to.equal(other.port)
  })

  it('retries after a time-out on the only controller', async () => {
    const server = await searching(silent, fine)
    expect(await readPort([server], { timeoutMs: 1000 })).to.equal(server.port)
    expect(binds(server)).to.equal(2)
  })

  it('moves on after timeLimitExceeded, and does not retry it on the only controller', async () => {
    const server = await searching(slow, fine)
    expect((await rejectionOf(readPort([server]))).code).to.equal('directoryTimeout')
    expect(searches(server)).to.equal(1)
    const [first, other] = [await searching(slow), await searching(fine)]
    expect(await readPort([first, other])).to.equal(other.port)
    expect(searches(first)).to.equal(1)
  })

  it('does not retry a read that the directory refuses', async () => {
    const [first, other] = [await searching(refused), await searching(fine)]
    expect((await rejectionOf(readPort([first, other]))).code).to.equal('directoryDenied')
    expect(searches(first)).to.equal(1)
    expect(other.connections()).to.equal(0)
  })

  it('does not try a refused password on another controller', async () => {
    const [first, other] = [await binding(resultCodes.invalidCredentials), await searching(fine)]
    expect((await rejectionOf(readPort([first, other]))).code).to.equal('bindRefused')
    expect(binds(first)).to.equal(1)
    expect(other.connections()).to.equal(0)
  })

  it('rejects with aborted when the run is aborted during a pause', async () => {
    const controller = new AbortController()
    const server = await searching((request) => {
      busy(request)
      setTimeout(() => controller.abort(), 50)
    })
    const error = await rejectionOf(readPort([server], { signal: controller.signal }))
    expect(error.code).to.equal('aborted')
    expect(searches(server)).to.equal(1)
  })

  it('moves on once for all reads that run at the same time', async () => {
    const [first, other] = [await searching(busy), await searching(fine)]
    const session = openSession(configFor([first, other].map(urlOf)))
    const read = () =>
      retryRead(session, (connection) => readAll(connection, { base: 'CN=a', scope: 'base', attributes: [] }))
    await Promise.all(Array.from({ length: 8 }, read))
    expect(binds(other)).to.equal(1)
    expect(session.url()).to.equal(urlOf(other))
    session.close()
  })

  it('does not move on after a write', async () => {
    const [first, other] = [await searching(busy), await searching(fine)]
    const session = openSession(configFor([first, other].map(urlOf)))
    await (await session.connection()).delete('CN=x')
    session.recordWrite()
    const read = retryRead(session, (connection) =>
      readAll(connection, { base: 'CN=a', scope: 'base', attributes: [] }),
    )
    expect((await rejectionOf(read)).code).to.equal('directoryUnreachable')
    expect(other.connections()).to.equal(0)
    session.close()
  })
})
