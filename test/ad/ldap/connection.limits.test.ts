import { expect } from 'chai'
import { messageCutter } from '../../../src/ad/ldap/responses.js'
import { answeredWith } from '../../../src/ad/ldap/errors.js'
import { ops, type Received } from '../../support/ldapServer.js'
import { closeAll, connectToScript, failure, giveNotice, readAll } from './connection.helpers.js'

const one = { base: 'CN=a', scope: 'base', attributes: ['cn'] } as const
const megabytes = (count: number) => {
  const header = Buffer.from([0x30, 0x84, 0, 0, 0, 0])
  header.writeUInt32BE(count * 1_048_576, 2)
  return header
}

describe('an answer that is larger than any should be', () => {
  afterEach(closeAll)

  it('is refused as soon as it says so, before it fills the memory', async () => {
    expect(messageCutter()(megabytes(64))).to.deep.equal([])
    expect(() => messageCutter()(megabytes(65))).to.throw(/65 MB.*64 MB/)
    const { connection } = await connectToScript(({ send }) => send(megabytes(1024)))
    const error = await failure(readAll(connection, one))
    expect(error.code).to.equal('directoryUnexpected')
    expect(error.message).to.include('1024 MB').and.include('64 MB')
    expect(connection.closed).to.be.true
  })

  it('leaves the outcome of a write unknown', async () => {
    const { connection } = await connectToScript(({ send }) => send(megabytes(1024)))
    expect((await failure(connection.delete('CN=a'))).code).to.equal('outcomeUnknown')
  })

  it('of a search for one object is two: one is asked for, a second refused', async () => {
    const { connection, server } = await connectToScript((request) => {
      request.entry('CN=a')
      request.entry('CN=b')
      request.result(0)
    })
    expect((await failure(readAll(connection, one))).code).to.equal('directoryUnexpected')
    const sizeLimits = server.received.map(({ parts }) => parts[3]?.content)
    expect(sizeLimits).to.deep.equal([Buffer.from([1])])
    await failure(readAll(connection, { ...one, scope: 'sub' }))
    expect(server.received[1]?.parts[3]?.content).to.deep.equal(Buffer.from([0]))
  })
})

describe('a notice of disconnection', () => {
  afterEach(closeAll)

  it('ends everything that waits, though the server leaves closing to us', async () => {
    const { connection } = await connectToScript((request: Received) => {
      if (request.op === ops.delete) giveNotice(request, 52)
    })
    const read = failure(readAll(connection, one))
    const write = failure(connection.delete('CN=a'))
    const error = await read
    expect(error.code).to.equal('directoryUnreachable')
    expect(error.message).to.include('52 unavailable').and.include('going down')
    expect(answeredWith(error, 52)).to.equal(false) // it is no answer to this request
    expect((await write).code).to.equal('outcomeUnknown')
    expect(connection.closed).to.be.true
  })
})
