import { expect } from 'chai'
import { persist } from '../../src/ad/persist.js'
import { resultCodes } from '../../src/ad/resultCodes.js'
import { openSession } from '../../src/ad/session.js'
import { ops, type Received, type Script } from '../support/ldapServer.js'
import { closeAll, failure, serve } from './connection.helpers.js'

describe('a write that has to get through', () => {
  before(() => (process.env['PERSIST_PASSWORD'] = 'secret'))
  after(() => delete process.env['PERSIST_PASSWORD'])
  afterEach(closeAll)

  /** Deletes an object on a server whose first answers to that are these. */
  async function deleting(...answers: Array<(request: Received) => void>) {
    const deletions: Received[] = []
    const script: Script = (request) => {
      if (request.op === ops.delete)
        (answers[deletions.push(request) - 1] ?? ((one) => one.result(0)))(request)
      else if (request.op !== ops.unbind) request.result(0)
    }
    const { port } = await serve(script)
    const bind = { dn: 'CN=svc', password: { env: 'PERSIST_PASSWORD' } }
    const session = openSession({
      urls: [`ldap://127.0.0.1:${port}`],
      bind,
      tls: { startTls: false },
      container: 'OU=x',
    })
    const outcome = persist(session, (connection) => connection.delete('CN=x'))
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
    expect((await failure(outcome)).code).to.equal('directoryDenied')
    expect(deletions).to.have.length(1)
  })

  it('ends with what is known when it never gets through', async function () {
    this.timeout(15_000)
    const { outcome, deletions } = await deleting(busy, busy, busy, busy, busy)
    expect((await failure(outcome)).message).to.include('busy')
    expect(deletions).to.have.length(4)
  })
})
