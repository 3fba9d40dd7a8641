import { expect } from 'chai'
import { entryMessage, type Received } from '../../support/ldapServer.js'
import { closeConnections, connectToScript, readAll, rejectionOf } from './ldap.helpers.js'

describe('a connection to a server that does not conform to LDAP', () => {
  afterEach(closeConnections)

  const nonsense: Array<[string, (request: Received) => void]> = [
    ['responds with HTTP', ({ send }) => send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['sends an endless length', ({ send }) => send(Buffer.from([0x30, 0x80, 0x02, 0x01]))],
    // An attribute whose value announces more bytes than there are: ldapjs loops endlessly on it.
    [
      'sends a wrong length',
      ({ id, send }) => send(Buffer.from(`300c0201${hex(id)}64070400300304ff01`, 'hex')),
    ],
    ['sends a request', ({ id, send }) => send(Buffer.from(`30050201${hex(id)}4200`, 'hex'))],
    ['sends an unknown operation', ({ id, send }) => send(Buffer.from(`30050201${hex(id)}7f00`, 'hex'))],
    ['sends an intermediate response', ({ id, send }) => send(Buffer.from(`30050201${hex(id)}7900`, 'hex'))],
  ]
  for (const [title, script] of nonsense) {
    it(`rejects with directoryUnreachable if the server ${title}`, async () => {
      const { connection } = await connectToScript(script)
      const error = await rejectionOf(readAll(connection, { base: '', scope: 'base', attributes: [] }))
      expect(error.code).to.equal('directoryUnreachable')
      expect(connection.closed).to.be.true
    })
  }

  it('handles 9,000 small messages in one piece', async () => {
    const { connection } = await connectToScript((request) => {
      const tiny = entryMessage(9, '', {}) // an entry of a search that was never requested
      request.send(Buffer.concat(Array.from({ length: 9000 }, () => tiny)))
      request.result(0)
    })
    await connection.delete('CN=a')
  })
})

const hex = (id: number): string => id.toString(16).padStart(2, '0')
