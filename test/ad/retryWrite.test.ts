import { expect } from 'chai'
import { resultCodes } from '../../src/ad/ldap/resultCodes.js'
import { retryWrite } from '../../src/ad/retryWrite.js'
import { openSession } from '../../src/ad/session.js'
import { ops, type Received, type Script } from '../support/ldapServer.js'
import {
  urlOf,
  closeConnections,
  configFor,
  rejectionOf,
  setPassword,
  sendReferral,
  startServer,
  deletePassword,
} from './ldap/connection.helpers.js'

describe('a write that has to get through', () => {
  before(setPassword)
  after(deletePassword)
  afterEach(closeConnections)

  /** Deletes an object on a server whose first answers to that are these. */
  async function deleting(...answers: Array<(request: Received) => void>) {
    const deletions: Received[] = []
    const script: Script = (request) => {
      if (request.op === ops.delete)
        (answers[deletions.push(request) - 1] ?? ((one) => one.result(0)))(request)
      else if (request.op !== ops.unbind) request.result(0)
    }
    const session = openSession(configFor([urlOf(await startServer(script))]))
    const outcome = retryWrite(session, (connection) => connection.delete('CN=x'))
    return { outcome: outcome.finally(() => session.close()), deletions }
  }
  const busy = (request: Received) => request.result(resultCodes.busy)
  const lost = (request: Received) => request.socket.destroy()

  it('is repeated while the directory is busy', async () => {
    const { outcome, deletions } = await deleting(busy, (request) => request.result(resultCodes.unavailable))
    await outcome
    expect(deletions).to.have.length(3)
  })

  it('is repeated on a new connection when nobody knows its outcome', async () => {
    const { outcome, deletions } = await deleting(lost)
    await outcome
    expect(deletions).to.have.length(2)
    expect(deletions[0]?.socket).to.not.equal(deletions[1]?.socket)
  })

  it('is not repeated when the directory says no', async () => {
    const { outcome, deletions } = await deleting((request) =>
      request.result(resultCodes.insufficientAccessRights),
    )
    expect((await rejectionOf(outcome)).code).to.equal('directoryDenied')
    expect(deletions).to.have.length(1)
  })

  it('leaves a read-only controller for the next one that can be written to, and names it', async () => {
    const writes: string[] = []
    const writable = await startServer((request) => {
      if (request.op === ops.delete) writes.push('writable')
      if (request.op !== ops.unbind) request.result(0)
    })
    const readOnly = (name: string) =>
      startServer((request) => {
        if (request.op === ops.delete) writes.push(name)
        if (request.op === ops.delete) sendReferral(request, [urlOf(writable)])
        else if (request.op !== ops.unbind) request.result(0)
      })
    const [first, second] = [await readOnly('first'), await readOnly('second')]
    const warnings: string[] = []
    const session = openSession(configFor([first, second, writable].map(urlOf)), {
      onWarning: ({ code, message }) => void warnings.push(`${code} ${message}`),
    })
    const remove = () => retryWrite(session, (connection) => connection.delete('CN=x'))
    await Promise.all([remove(), remove()])
    await remove()
    expect(new Set(writes)).to.deep.equal(new Set(['first', 'second', 'writable']))
    expect(writes.filter((name) => name === 'writable')).to.have.length(3)
    expect(warnings).to.have.length(2)
    expect(warnings[0]).to.include('directoryReadOnly').and.include(urlOf(first))
    session.close()
  })

  it('is refused where all controllers are read-only', async () => {
    const { outcome } = await deleting((request) => sendReferral(request, ['ldap://elsewhere.test']))
    const error = await rejectionOf(outcome)
    expect(error.code).to.equal('directoryReadOnly')
    expect(error.problems[0].hint).to.include('directory.urls')
  })

  it('tells whether an earlier try may have been carried out', async () => {
    const told: boolean[] = []
    const answers = [busy, lost, (request: Received) => request.result(0)]
    const server = await startServer((request) => {
      if (request.op === ops.delete) answers.shift()?.(request)
      else if (request.op !== ops.unbind) request.result(0)
    })
    const session = openSession(configFor([urlOf(server)]))
    await retryWrite(session, async (connection, mayBeDone) => {
      told.push(mayBeDone)
      await connection.delete('CN=x')
    })
    expect(told).to.deep.equal([false, false, true])
    session.close()
  })

  it('ends with what is known when it never gets through', async function () {
    const { outcome, deletions } = await deleting(busy, busy, busy, busy, busy)
    expect((await rejectionOf(outcome)).message).to.include('busy')
    expect(deletions).to.have.length(4)
  })
})
