import { once } from 'node:events'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { hasResultCode, ldapFailure } from '../../../src/ad/ldap/errors.js'
import { controlTypes } from '../../../src/ad/ldap/controls.js'
import { ops, pagedValue, type Received } from '../../support/ldapServer.js'
import {
  closeConnections,
  connectTo,
  connectToScript,
  rejectionOf,
  readAll,
  startServer,
} from './ldap.helpers.js'
import { handClock } from '../../support/clock.js'

const soon = { timeoutMs: 80 }

describe('a connection whose directory refuses a request', () => {
  afterEach(closeConnections)

  it('reports result code and diagnostic message, also of unknown codes', async () => {
    const text = '00000524: UpdErr: DSID-031A11F8, problem 6005 (ENTRY_EXISTS), data 0\n\0'
    for (const code of [1, 19, 53, 68, 81, 94, 4242]) {
      const { connection } = await connectToScript((request) => request.result(code, text))
      const error = await rejectionOf(connection.add('CN=a,DC=x', { objectClass: ['group'] }))
      const cause = ldapFailure(error)
      expect(cause?.resultCode).to.equal(code)
      expect(cause?.serverText).to.equal(text.slice(0, -1))
      expect(cause?.outcomeUnknown).to.be.false
      expect(error.message)
        .to.include(`${code} `)
        .and.include('CN=a,DC=x')
        .and.include('an account of this name exists')
      expect(hasResultCode(error, 4, code)).to.be.true
      expect(hasResultCode(error, code + 1)).to.be.false
      expect(connection.closed).to.be.false
    }
  })

  const codes = [
    [50, 'directoryDenied'],
    [3, 'directoryTimeout'],
    [4, 'directoryIncomplete'],
    [11, 'directoryIncomplete'],
    [12, 'directoryUnexpected'],
    [68, 'directoryRefused'],
    [32, 'directoryRefused'],
  ] as const
  for (const [code, expected] of codes) {
    it(`reports result code ${code} as ${expected}`, async () => {
      const { connection } = await connectToScript((request) => request.result(code))
      expect((await rejectionOf(connection.delete('CN=a,DC=x'))).code).to.equal(expected)
    })
  }

  const refusals = [
    [
      49,
      '80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 52e, v4563',
      'password is wrong',
    ],
    [
      49,
      '80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 533, v4563',
      'disabled',
    ],
    [49, '80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data 775, v4563', 'locked'],
    [8, 'BindSimple: Transport encryption required.', 'ldaps://'],
  ] as const
  for (const [code, text, words] of refusals) {
    it(`explains a refused bind with "${words}"`, async () => {
      const { connection, server } = await connectToScript((request) => request.result(code, text))
      const error = await rejectionOf(connection.bind('svc@corp', 'pa55-w0rd'))
      expect(error.code).to.equal('bindRefused')
      expect(error.message).to.include(words).and.include('svc@corp')
      expect(server.received).to.have.length(1) // a second attempt could lock the account
    })
  }

  it('reports a bind that gets 51 busy as directoryUnreachable', async () => {
    const { connection } = await connectToScript((request) => request.result(51))
    expect((await rejectionOf(connection.bind('svc', 'x'))).code).to.equal('directoryUnreachable')
  })

  it('does not send a bind without name or password, which would be anonymous', async () => {
    const { connection, server } = await connectToScript()
    expect((await rejectionOf(connection.bind('CN=svc,DC=x', ''))).code).to.equal('bindRefused')
    expect((await rejectionOf(connection.bind('', 'secret'))).code).to.equal('bindRefused')
    expect(server.received).to.deep.equal([])
    expect(connection.requests()).to.equal(0)
  })

  it('never contains the password in an error or in an inspected object', async () => {
    const { connection } = await connectToScript((request) => {
      if (request.op === ops.bind) request.result(49, 'data 52e')
      else request.socket.destroy()
    })
    const refused = await rejectionOf(connection.bind('svc', 'pa55-w0rd'))
    const lost = await rejectionOf(connection.delete('CN=a'))
    expect(inspect([refused, lost, connection], { depth: 20, showHidden: true })).not.to.include('pa55-w0rd')
  })
})

describe('a connection without a response', () => {
  afterEach(closeConnections)
  const silent = () => {}

  it('rejects a bind with directoryTimeout and closes', async () => {
    const { connection } = await connectToScript(silent, soon)
    const error = await rejectionOf(connection.bind('svc', 'secret'))
    expect(error.code).to.equal('directoryTimeout')
    expect(connection.closed).to.be.true
  })

  it('times out for a search that stops in the middle, not for one that keeps sending entries', async () => {
    const last = [{ type: controlTypes.pagedResults, value: pagedValue(0, Buffer.alloc(0)) }]
    const dribble = async (request: Received) => {
      for (let n = 0; n < 6; n++) {
        const heard = clock.looks()
        request.entry(`CN=${n}`)
        while (clock.looks() === heard) await new Promise(setImmediate)
        clock.pass(soon.timeoutMs - 1) // in total longer than the time-out
      }
      request.result(0, '', last)
    }
    const alive = await connectToScript((request) => void dribble(request), soon)
    const clock = handClock()
    const reading = readAll(alive.connection, { base: 'DC=x', scope: 'one', attributes: [] })
    expect(await reading.finally(() => clock.reset())).to.have.length(6)
    const stuck = await connectToScript((request) => request.entry('CN=1'), soon)
    const error = await rejectionOf(
      readAll(stuck.connection, { base: 'DC=x', scope: 'base', attributes: [] }),
    )
    expect(error.code).to.equal('directoryTimeout')
    expect(ldapFailure(error)?.outcomeUnknown).to.be.false
  })

  it('waits for the last of several pipelined requests while the others get responses', async () => {
    const asked: Received[] = []
    const names = ['a', 'b', 'c', 'd']
    const { connection } = await connectToScript((request) => {
      if (request.op !== ops.unbind && asked.push(request) === names.length) asked.shift()?.result(0)
    }, soon)
    const clock = handClock()
    const answered = async (name: string) => {
      await connection.delete(`CN=${name}`)
      clock.pass(soon.timeoutMs - 1) // in total longer than the time-out
      asked.shift()?.result(0)
    }
    await Promise.all(names.map(answered)).finally(() => clock.reset())
    expect(connection.closed).to.be.false
  })

  it('reports a write that timed out as outcomeUnknown, and sends no abandon request', async () => {
    const { connection, server } = await connectToScript(silent, soon)
    const error = await rejectionOf(
      connection.modify('CN=a', [{ operation: 'replace', attribute: 'info', values: ['x'] }]),
    )
    expect(error.code).to.equal('outcomeUnknown')
    expect(ldapFailure(error)?.resultCode).to.equal(undefined)
    expect(ldapFailure(error)?.outcomeUnknown).to.be.true
    await new Promise((resolve) => setTimeout(resolve, soon.timeoutMs)) // a late timer would throw here
    expect(server.received.map(({ op }) => op)).to.be.members(
      [ops.modify, ops.unbind].slice(0, server.received.length),
    )
  })

  for (const end of ['destroy', 'resetAndDestroy', 'end'] as const) {
    it(`rejects pending requests on the server’s ${end}(), and later ones without sending them`, async () => {
      const { connection, server } = await connectToScript((request) => {
        if (request.op === ops.delete) request.socket[end]()
      })
      const read = rejectionOf(readAll(connection, { base: 'DC=x', scope: 'base', attributes: [] }))
      const write = rejectionOf(connection.add('CN=a', { objectClass: ['group'] }))
      const last = rejectionOf(connection.delete('CN=b'))
      expect((await read).code).to.equal('directoryUnreachable')
      expect((await write).code).to.equal('outcomeUnknown')
      expect((await last).code).to.equal('outcomeUnknown')
      expect(connection.closed).to.be.true
      const later = await rejectionOf(connection.delete('CN=c'))
      expect(later.code).to.equal('directoryUnreachable')
      expect(ldapFailure(later)?.outcomeUnknown).to.be.false
      expect(connection.requests()).to.equal(3)
      expect(server.connections()).to.equal(1) // no reconnect
    })
  }

  it('rejects pending requests when it is closed', async () => {
    const { connection } = await connectToScript(silent)
    const pending = rejectionOf(connection.add('CN=a', { objectClass: ['group'] }))
    connection.close()
    expect((await pending).code).to.equal('outcomeUnknown')
    connection.close()
    expect(connection.closed).to.be.true
  })

  it('closes and rejects with aborted when the run is aborted', async () => {
    const controller = new AbortController()
    const { connection, server } = await connectToScript(silent, { signal: controller.signal })
    const write = rejectionOf(connection.delete('CN=a'))
    while (server.received.length === 0) await new Promise(setImmediate)
    controller.abort()
    const error = await write
    expect(error.code).to.equal('aborted')
    expect(ldapFailure(error)?.outcomeUnknown).to.be.true
    expect((await rejectionOf(connection.delete('CN=b'))).code).to.equal('aborted')
    const [socket] = server.received.map((request) => request.socket)
    if (socket && !socket.closed) await once(socket, 'close')
  })

  it('is not opened for a run that is aborted already', async () => {
    const server = await startServer()
    const url = `ldap://127.0.0.1:${server.port}`
    expect((await rejectionOf(connectTo(url, { signal: AbortSignal.abort() }))).code).to.equal('aborted')
  })
})
