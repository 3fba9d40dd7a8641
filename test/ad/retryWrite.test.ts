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
} from './ldap/ldap.helpers.js'

describe('retryWrite', () => {
  before(setPassword)
  after(deletePassword)
  afterEach(closeConnections)

  /** Deletes an object on a server that responds to deletions in this order. */
  async function deleteObject(...answers: Array<(request: Received) => void>) {
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

  it('retries while the directory responds busy or unavailable', async () => {
    const { outcome, deletions } = await deleteObject(busy, (request) =>
      request.result(resultCodes.unavailable),
    )
    await outcome
    expect(deletions).to.have.length(3)
  })

  it('retries on a new connection if the outcome is unknown', async () => {
    const { outcome, deletions } = await deleteObject(lost)
    await outcome
    expect(deletions).to.have.length(2)
    expect(deletions[0]?.socket).to.not.equal(deletions[1]?.socket)
  })

  it('does not retry a write that the directory refuses', async () => {
    const { outcome, deletions } = await deleteObject((request) =>
      request.result(resultCodes.insufficientAccessRights),
    )
    expect((await rejectionOf(outcome)).code).to.equal('directoryDenied')
    expect(deletions).to.have.length(1)
  })

  it('moves on from read-only controllers to a writable one, with one warning for each', async () => {
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

  it('rejects with directoryReadOnly if all controllers are read-only', async () => {
    const { outcome } = await deleteObject((request) => sendReferral(request, ['ldap://elsewhere.test']))
    const error = await rejectionOf(outcome)
    expect(error.code).to.equal('directoryReadOnly')
    expect(error.problems[0].hint).to.include('directory.urls')
  })

  it('passes mayBeDone after an attempt without a response, not after busy', async () => {
    const passed: boolean[] = []
    const answers = [busy, lost, (request: Received) => request.result(0)]
    const server = await startServer((request) => {
      if (request.op === ops.delete) answers.shift()?.(request)
      else if (request.op !== ops.unbind) request.result(0)
    })
    const session = openSession(configFor([urlOf(server)]))
    await retryWrite(session, async (connection, mayBeDone) => {
      passed.push(mayBeDone)
      await connection.delete('CN=x')
    })
    expect(passed).to.deep.equal([false, false, true])
    session.close()
  })

  it('rejects with the last error after four attempts', async function () {
    const { outcome, deletions } = await deleteObject(busy, busy, busy, busy, busy)
    expect((await rejectionOf(outcome)).message).to.include('busy')
    expect(deletions).to.have.length(4)
  })
})
