import { once } from 'node:events'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { answeredWith, ldapFailure } from '../../../src/ad/ldap/errors.js'
import { controlTypes } from '../../../src/ad/ldap/controls.js'
import { entryMessage, ops, pagedValue, type Received } from '../../support/ldapServer.js'
import { closeAll, connectTo, connectToScript, failure, readAll, serve } from './connection.helpers.js'
import { handClock } from '../../support/clock.js'

const soon = { timeoutMs: 80 }

describe('a connection when the directory says no', () => {
  afterEach(closeAll)

  it('keeps the result code and the words of the server, whatever the code', async () => {
    const text = '00000524: UpdErr: DSID-031A11F8, problem 6005 (ENTRY_EXISTS), data 0\n\0'
    for (const code of [1, 19, 53, 68, 81, 94, 4242]) {
      const { connection } = await connectToScript((request) => request.result(code, text))
      const error = await failure(connection.add('CN=a,DC=x', { objectClass: ['group'] }))
      const cause = ldapFailure(error)
      expect(cause?.resultCode).to.equal(code)
      expect(cause?.serverText).to.equal(text.slice(0, -1))
      expect(cause?.outcomeUnknown).to.be.false
      expect(error.message)
        .to.include(`${code} `)
        .and.include('CN=a,DC=x')
        .and.include('an account of this name exists')
      expect(answeredWith(error, 4, code)).to.be.true
      expect(answeredWith(error, code + 1)).to.be.false
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
    it(`calls result ${code} ${expected}`, async () => {
      const { connection } = await connectToScript((request) => request.result(code))
      expect((await failure(connection.delete('CN=a,DC=x'))).code).to.equal(expected)
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
    it(`explains a refused bind: ${words}`, async () => {
      const { connection, server } = await connectToScript((request) => request.result(code, text))
      const error = await failure(connection.bind('svc@corp', 'pa55-w0rd'))
      expect(error.code).to.equal('bindRefused')
      expect(error.message).to.include(words).and.include('svc@corp')
      expect(server.received).to.have.length(1) // no second try: that is how accounts get locked
    })
  }

  it('takes a server that is busy at the bind for one that cannot be reached', async () => {
    const { connection } = await connectToScript((request) => request.result(51))
    expect((await failure(connection.bind('svc', 'x'))).code).to.equal('directoryUnreachable')
  })

  it('does not send an empty password, which would be an anonymous bind', async () => {
    const { connection, server } = await connectToScript()
    expect((await failure(connection.bind('CN=svc,DC=x', ''))).code).to.equal('bindRefused')
    expect((await failure(connection.bind('', 'secret'))).code).to.equal('bindRefused')
    expect(server.received).to.deep.equal([])
    expect(connection.requests()).to.equal(0)
  })

  it('shows the password nowhere', async () => {
    const { connection } = await connectToScript((request) => {
      if (request.op === ops.bind) request.result(49, 'data 52e')
      else request.socket.destroy()
    })
    const refused = await failure(connection.bind('svc', 'pa55-w0rd'))
    const lost = await failure(connection.delete('CN=a'))
    expect(inspect([refused, lost, connection], { depth: 20, showHidden: true })).not.to.include('pa55-w0rd')
  })
})

describe('a connection when no answer comes', () => {
  afterEach(closeAll)
  const silent = () => {}

  it('gives up a bind after the deadline', async () => {
    const { connection } = await connectToScript(silent, soon)
    const error = await failure(connection.bind('svc', 'secret'))
    expect(error.code).to.equal('directoryTimeout')
    expect(connection.closed).to.be.true
  })

  it('gives up a search that stops in the middle, and not one that is slow but alive', async () => {
    const last = [{ type: controlTypes.pagedResults, value: pagedValue(0, Buffer.alloc(0)) }]
    const dribble = async (request: Received) => {
      for (let n = 0; n < 6; n++) {
        const heard = clock.looks()
        request.entry(`CN=${n}`)
        while (clock.looks() === heard) await new Promise(setImmediate)
        clock.pass(soon.timeoutMs - 1) // longer in all than it would wait for one
      }
      request.result(0, '', last)
    }
    const alive = await connectToScript((request) => void dribble(request), soon)
    const clock = handClock()
    const reading = readAll(alive.connection, { base: 'DC=x', scope: 'one', attributes: [] })
    expect(await reading.finally(() => clock.reset())).to.have.length(6)
    const stuck = await connectToScript((request) => request.entry('CN=1'), soon)
    const error = await failure(readAll(stuck.connection, { base: 'DC=x', scope: 'base', attributes: [] }))
    expect(error.code).to.equal('directoryTimeout')
    expect(ldapFailure(error)?.outcomeUnknown).to.be.false
  })

  it('waits for the last of many requests as long as the others are answered', async () => {
    const asked: Received[] = []
    const names = ['a', 'b', 'c', 'd']
    const { connection } = await connectToScript((request) => {
      if (request.op !== ops.unbind && asked.push(request) === names.length) asked.shift()?.result(0)
    }, soon)
    const clock = handClock()
    const answered = async (name: string) => {
      await connection.delete(`CN=${name}`)
      clock.pass(soon.timeoutMs - 1) // longer in all than it would wait for one
      asked.shift()?.result(0)
    }
    await Promise.all(names.map(answered)).finally(() => clock.reset())
    expect(connection.closed).to.be.false
  })

  it('says that the outcome of a write is not known, and abandons nothing', async () => {
    const { connection, server } = await connectToScript(silent, soon)
    const error = await failure(
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
    it(`rejects everything at once when the server does ${end}, and from then on before sending`, async () => {
      const { connection, server } = await connectToScript((request) => {
        if (request.op === ops.delete) request.socket[end]()
      })
      const read = failure(readAll(connection, { base: 'DC=x', scope: 'base', attributes: [] }))
      const write = failure(connection.add('CN=a', { objectClass: ['group'] }))
      const last = failure(connection.delete('CN=b'))
      expect((await read).code).to.equal('directoryUnreachable')
      expect((await write).code).to.equal('outcomeUnknown')
      expect((await last).code).to.equal('outcomeUnknown')
      expect(connection.closed).to.be.true
      const later = await failure(connection.delete('CN=c'))
      expect(later.code).to.equal('directoryUnreachable')
      expect(ldapFailure(later)?.outcomeUnknown).to.be.false
      expect(connection.requests()).to.equal(3)
      expect(server.connections()).to.equal(1) // never connects again by itself
    })
  }

  it('rejects what is pending when it is closed', async () => {
    const { connection } = await connectToScript(silent)
    const pending = failure(connection.add('CN=a', { objectClass: ['group'] }))
    connection.close()
    expect((await pending).code).to.equal('outcomeUnknown')
    connection.close()
    expect(connection.closed).to.be.true
  })

  it('ends when the run is aborted', async () => {
    const controller = new AbortController()
    const { connection, server } = await connectToScript(silent, { signal: controller.signal })
    const write = failure(connection.delete('CN=a'))
    while (server.received.length === 0) await new Promise(setImmediate)
    controller.abort()
    const error = await write
    expect(error.code).to.equal('aborted')
    expect(ldapFailure(error)?.outcomeUnknown).to.be.true
    expect((await failure(connection.delete('CN=b'))).code).to.equal('aborted')
    const [socket] = server.received.map((request) => request.socket)
    if (socket && !socket.closed) await once(socket, 'close')
  })

  it('does not connect for a run that was aborted before', async () => {
    const server = await serve()
    const url = `ldap://127.0.0.1:${server.port}`
    expect((await failure(connectTo(url, { signal: AbortSignal.abort() }))).code).to.equal('aborted')
  })
})

describe('a connection to something that is no proper LDAP server', () => {
  afterEach(closeAll)

  const nonsense: Array<[string, (request: Received) => void]> = [
    ['answers in HTTP', ({ send }) => send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['sends an endless length', ({ send }) => send(Buffer.from([0x30, 0x80, 0x02, 0x01]))],
    // An attribute whose value claims more bytes than there are: ldapjs never returned from this.
    [
      'sends a wrong length',
      ({ id, send }) => send(Buffer.from(`300c0201${hex(id)}64070400300304ff01`, 'hex')),
    ],
    ['sends a request', ({ id, send }) => send(Buffer.from(`30050201${hex(id)}4200`, 'hex'))],
    ['sends an unknown operation', ({ id, send }) => send(Buffer.from(`30050201${hex(id)}7f00`, 'hex'))],
    ['sends an intermediate answer', ({ id, send }) => send(Buffer.from(`30050201${hex(id)}7900`, 'hex'))],
  ]
  for (const [title, script] of nonsense) {
    it(`ends at once when it ${title}`, async () => {
      const { connection } = await connectToScript(script)
      const error = await failure(readAll(connection, { base: '', scope: 'base', attributes: [] }))
      expect(error.code).to.equal('directoryUnreachable')
      expect(connection.closed).to.be.true
    })
  }

  it('survives thousands of tiny messages in one piece', async () => {
    const { connection } = await connectToScript((request) => {
      const tiny = entryMessage(9, '', {}) // of a search that was never asked for
      request.send(Buffer.concat(Array.from({ length: 9000 }, () => tiny)))
      request.result(0)
    })
    await connection.delete('CN=a')
  })
})

const hex = (id: number): string => id.toString(16).padStart(2, '0')
