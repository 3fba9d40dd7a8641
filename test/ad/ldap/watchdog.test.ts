import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect } from 'chai'
import { requestTimeoutMs } from '../../../src/ad/ldap/requests.js'
import { startWatchdog } from '../../../src/ad/ldap/watchdog.js'
import { longWaitMs } from '../../../src/ad/ldap/waitWarnings.js'
import { handClock, type HandClock } from '../../support/clock.js'
import { closeConnections, connectTo, connectToScript, rejectionOf } from './ldap.helpers.js'

describe('the time-out of a request', () => {
  it('is longer for slow requests and for many values', () => {
    expect(requestTimeoutMs({}, 15_000)).to.equal(15_000)
    expect(requestTimeoutMs({ slow: true }, 15_000)).to.equal(60_000)
    expect(requestTimeoutMs({ values: 1000 }, 15_000)).to.equal(75_000)
  })

  it('of a modify grows with its values; of a rename it is four times the usual one', async () => {
    const { connection } = await connectToScript(() => {}, { timeoutMs: 100 })
    const change = { operation: 'add', attribute: 'member', values: ['a', 'b', 'c'] } as const
    const error = await rejectionOf(connection.modify('CN=a', [change]))
    expect(error.message).to.include('280 ms')
    const renaming = await connectToScript(() => {}, { timeoutMs: 100 })
    expect((await rejectionOf(renaming.connection.modifyDn('CN=a', 'CN=b'))).message).to.include('400 ms')
    await closeConnections()
  })
})

describe('the watchdog', () => {
  const ended: number[] = []
  const waits: Date[] = []
  let clock: HandClock
  const start = () =>
    startWatchdog({ onLongWait: (until) => waits.push(until), onTimeout: (ms) => ended.push(ms) })
  beforeEach(() => {
    ended.length = 0
    waits.length = 0
    clock = handClock()
  })
  afterEach(async () => {
    clock.reset()
    await closeConnections()
  })

  it('waits for the longest time-out of the pending requests', () => {
    const watchdog = start()
    watchdog.waitFor(200)
    const stopWaiting = watchdog.waitFor(60_000)
    clock.pass(400)
    expect(ended).to.deep.equal([])
    stopWaiting() // a response: the time of the other request starts again
    clock.pass(199)
    expect(ended).to.deep.equal([])
    clock.pass(1)
    expect(ended).to.deep.equal([200])
    watchdog.stop()
  })

  it('restarts the time with every message from the server', () => {
    const watchdog = start()
    watchdog.waitFor(500)
    for (let n = 0; n < 8; n++) {
      clock.pass(400)
      watchdog.recordMessage()
    }
    clock.pass(499)
    expect(ended).to.deep.equal([])
    clock.pass(1)
    expect(ended).to.deep.equal([500])
    watchdog.stop()
  })

  it('reports a long wait once, with the time of the time-out', () => {
    const watchdog = start()
    watchdog.waitFor(longWaitMs + 500)
    const end = Date.now() + longWaitMs + 500
    clock.pass(longWaitMs - 1)
    expect(waits).to.deep.equal([])
    clock.pass(1)
    expect(waits).to.deep.equal([new Date(end)])
    clock.pass(500)
    expect(ended).to.deep.equal([longWaitMs + 500])
    expect(waits).to.have.length(1)
    watchdog.stop()
  })

  it('reports a long wait for the TLS handshake, too', async () => {
    const silent = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const onWait = (until: Date) => void waits.push(until)
    const connecting = connectTo(`ldaps://127.0.0.1:${port}`, { timeoutMs: longWaitMs + 300, onWait })
    clock.pass(longWaitMs)
    expect(waits).to.have.length(1)
    clock.pass(300)
    expect((await rejectionOf(connecting)).code).to.equal('directoryUnreachable')
    expect(waits).to.have.length(1)
    silent.close()
  })
})
