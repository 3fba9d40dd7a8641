import { expect } from 'chai'
import { createMessageSplitter } from '../../../src/ad/ldap/responses.js'
import { hasResultCode } from '../../../src/ad/ldap/errors.js'
import { ops, type Received } from '../../support/ldapServer.js'
import { closeConnections, connectToScript, rejectionOf, sendNotice, readAll } from './ldap.helpers.js'

const one = { base: 'CN=a', scope: 'base', attributes: ['cn'] } as const
const megabytes = (count: number) => {
  const header = Buffer.from([0x30, 0x84, 0, 0, 0, 0])
  header.writeUInt32BE(count * 1_048_576, 2)
  return header
}

describe('a response that exceeds the limits', () => {
  afterEach(closeConnections)

  it('of more than 64 MB closes the connection as soon as its header has arrived', async () => {
    expect(createMessageSplitter()(megabytes(64))).to.deep.equal([])
    expect(() => createMessageSplitter()(megabytes(65))).to.throw(/65 MB.*64 MB/)
    const { connection } = await connectToScript(({ send }) => send(megabytes(1024)))
    const error = await rejectionOf(readAll(connection, one))
    expect(error.code).to.equal('directoryUnexpected')
    expect(error.message).to.include('1024 MB').and.include('64 MB')
    expect(connection.closed).to.be.true
  })

  it('of more than 64 MB to a write is outcomeUnknown', async () => {
    const { connection } = await connectToScript(({ send }) => send(megabytes(1024)))
    expect((await rejectionOf(connection.delete('CN=a'))).code).to.equal('outcomeUnknown')
  })

  it('with two objects for a base search is directoryUnexpected; the search has a size limit of 1', async () => {
    const { connection, server } = await connectToScript((request) => {
      request.entry('CN=a')
      request.entry('CN=b')
      request.result(0)
    })
    expect((await rejectionOf(readAll(connection, one))).code).to.equal('directoryUnexpected')
    const sizeLimits = server.received.map(({ parts }) => parts[3]?.content)
    expect(sizeLimits).to.deep.equal([Buffer.from([1])])
    await rejectionOf(readAll(connection, { ...one, scope: 'sub' }))
    expect(server.received[1]?.parts[3]?.content).to.deep.equal(Buffer.from([0]))
  })
})

describe('a notice of disconnection', () => {
  afterEach(closeConnections)

  it('rejects all pending requests, although the server leaves the socket open', async () => {
    const { connection } = await connectToScript((request: Received) => {
      if (request.op === ops.delete) sendNotice(request, 52)
    })
    const read = rejectionOf(readAll(connection, one))
    const write = rejectionOf(connection.delete('CN=a'))
    const error = await read
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.message).to.include('52 unavailable').and.include('going down')
    expect(hasResultCode(error, 52)).to.equal(false) // the notice is not a response to this request
    expect((await write).code).to.equal('outcomeUnknown')
    expect(connection.closed).to.be.true
  })
})
