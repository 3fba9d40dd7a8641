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
} from './ldap/connection.helpers.js'

type Answer = (request: Received) => void

const fine: Answer = (request) => {
  request.entry('CN=a', { host: [String(request.socket.localPort)] })
  request.result(0)
}
const busy: Answer = (request) => request.result(resultCodes.busy)
const unavailable: Answer = (request) => request.result(resultCodes.unavailable)
const notice: Answer = (request) => sendNotice(request, resultCodes.unavailable)
const lost: Answer = (request) => request.socket.destroy()
const silent: Answer = () => undefined
const refused: Answer = (request) => request.result(resultCodes.insufficientAccessRights)
const slow: Answer = (request) => request.result(resultCodes.timeLimitExceeded)

/** A server whose first searches are answered like this, the last of it for ever. */
function searching(...answers: Answer[]): Promise<FakeServer> {
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

/** Asks one of these servers for one object; gives the port of the one that answered. */
async function ask(
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

describe('a read that has to get through', function () {
  before(setPassword)
  after(deletePassword)
  beforeEach(() => warnings.splice(0))
  afterEach(closeConnections)

  const passing: Array<[string, Answer[], binds: number]> = [
    ['busy', [busy, fine], 1],
    ['unavailable', [unavailable, busy, fine], 1],
    ['lost', [lost, fine], 2],
    ['ended with a notice', [notice, fine], 2],
  ]
  for (const [what, answers, expected] of passing) {
    it(`is repeated on the same controller where that was ${what}`, async () => {
      const [first, other] = [await searching(...answers), await searching(fine)]
      expect(await ask([first, other])).to.equal(first.port)
      expect(binds(first)).to.equal(expected)
      expect(other.connections()).to.equal(0)
      expect(warnings).to.deep.equal([])
    })
  }

  for (const [what, answer] of [
    ['busy', busy],
    ['dying', lost],
  ] as const) {
    it(`goes on with the next controller where one stays ${what}, and tells of the wait`, async () => {
      const [first, other] = [await searching(answer), await searching(fine)]
      expect(await ask([first, other])).to.equal(other.port)
      expect(searches(first)).to.equal(4)
      expect(warnings).to.have.length(1)
      expect(warnings[0]?.message)
        .to.include(urlOf(first))
        .and.match(/at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/)
    })
  }

  it('says that nobody could be reached where the only one stays busy', async () => {
    const error = await rejectionOf(ask([await searching(busy)]))
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.message).to.include('51 busy')
    expect(error.problems[0].hint).to.include('directory.urls')
  })

  it('names all that were asked', async () => {
    const [first, other] = [await searching(busy), await searching(unavailable)]
    const error = await rejectionOf(ask([first, other]))
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.message).to.include('51 busy').and.include('52 unavailable')
  })

  for (const code of [resultCodes.busy, resultCodes.unavailable]) {
    it(`passes over a controller that answers ${code} to the sign-in`, async () => {
      const [first, other] = [await binding(code), await searching(fine)]
      expect(await ask([first, other])).to.equal(other.port)
      expect(binds(first)).to.equal(1)
    })
  }

  it('leaves a silent controller at once where there is another', async () => {
    const [first, other] = [await searching(silent), await searching(fine)]
    expect(await ask([first, other], { timeoutMs: 1000 })).to.equal(other.port)
    expect(searches(first)).to.equal(1)
  })

  it('leaves one that is silent to the sign-in', async () => {
    const [first, other] = [await startServer(() => undefined), await searching(fine)]
    expect(await ask([first, other], { timeoutMs: 1000 })).to.equal(other.port)
  })

  it('asks a silent controller again where it is the only one', async () => {
    const server = await searching(silent, fine)
    expect(await ask([server], { timeoutMs: 1000 })).to.equal(server.port)
    expect(binds(server)).to.equal(2)
  })

  it('does not ask the only one again what took it too long', async () => {
    const server = await searching(slow, fine)
    expect((await rejectionOf(ask([server]))).code).to.equal('directoryTimeout')
    expect(searches(server)).to.equal(1)
    const [first, other] = [await searching(slow), await searching(fine)]
    expect(await ask([first, other])).to.equal(other.port)
    expect(searches(first)).to.equal(1)
  })

  it('is not repeated where the directory says no', async () => {
    const [first, other] = [await searching(refused), await searching(fine)]
    expect((await rejectionOf(ask([first, other]))).code).to.equal('directoryDenied')
    expect(searches(first)).to.equal(1)
    expect(other.connections()).to.equal(0)
  })

  it('never takes a wrong password to another controller', async () => {
    const [first, other] = [await binding(resultCodes.invalidCredentials), await searching(fine)]
    expect((await rejectionOf(ask([first, other]))).code).to.equal('bindRefused')
    expect(binds(first)).to.equal(1)
    expect(other.connections()).to.equal(0)
  })

  it('gives up waiting when it is stopped', async () => {
    const controller = new AbortController()
    const server = await searching((request) => {
      busy(request)
      setTimeout(() => controller.abort(), 50)
    })
    const error = await rejectionOf(ask([server], { signal: controller.signal }))
    expect(error.code).to.equal('aborted')
    expect(searches(server)).to.equal(1)
  })

  it('moves once, however many find their controller gone', async () => {
    const [first, other] = [await searching(busy), await searching(fine)]
    const session = openSession(configFor([first, other].map(urlOf)))
    const read = () =>
      retryRead(session, (connection) => readAll(connection, { base: 'CN=a', scope: 'base', attributes: [] }))
    await Promise.all(Array.from({ length: 8 }, read))
    expect(binds(other)).to.equal(1)
    expect(session.url()).to.equal(urlOf(other))
    session.close()
  })

  it('stays where something was written', async () => {
    const [first, other] = [await searching(busy), await searching(fine)]
    const session = openSession(configFor([first, other].map(urlOf)))
    await (await session.connection()).delete('CN=x')
    session.stay()
    const read = retryRead(session, (connection) =>
      readAll(connection, { base: 'CN=a', scope: 'base', attributes: [] }),
    )
    expect((await rejectionOf(read)).code).to.equal('directoryUnreachable')
    expect(other.connections()).to.equal(0)
    session.close()
  })
})
