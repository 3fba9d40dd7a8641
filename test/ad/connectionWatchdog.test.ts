import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect } from 'chai'
import { setTimeout as sleep } from 'node:timers/promises'
import { patienceFor } from '../../src/ad/connectionRequests.js'
import { startWatchdog } from '../../src/ad/connectionWatchdog.js'
import { longWaitMs } from '../../src/ad/waits.js'
import { closeAll, connectTo, connectToScript, failure } from './connection.helpers.js'

describe('the patience with a directory', () => {
  it('grows with what is asked', () => {
    expect(patienceFor({}, 15_000)).to.equal(15_000)
    expect(patienceFor({ slow: true }, 15_000)).to.equal(60_000)
    expect(patienceFor({ values: 1000 }, 15_000)).to.equal(75_000)
  })

  it('is given to each write by its size, and most to renames, moves and deletions', async () => {
    const { connection } = await connectToScript(() => {}, { timeoutMs: 100 })
    const began = performance.now()
    const change = { operation: 'add', attribute: 'member', values: ['a', 'b', 'c'] } as const
    const error = await failure(connection.modify('CN=a', [change]))
    expect(performance.now() - began).to.be.within(279, 2000)
    expect(error.message).to.include('280 ms')
    const renaming = await connectToScript(() => {}, { timeoutMs: 100 })
    expect((await failure(renaming.connection.modifyDn('CN=a', 'CN=b'))).message).to.include('400 ms')
    await closeAll()
  })
})

describe('the watch over a silent server', () => {
  const ended: number[] = []
  const waits: Date[] = []
  const start = () => startWatchdog({ onLong: (until) => waits.push(until), onEnd: (ms) => ended.push(ms) })
  beforeEach(() => {
    ended.length = 0
    waits.length = 0
  })
  afterEach(closeAll)

  it('waits as long as the most patient of the requests bears it', async () => {
    const watchdog = start()
    watchdog.waitFor(200)
    const answered = watchdog.waitFor(60_000)
    await sleep(400)
    expect(ended).to.deep.equal([])
    answered() // something was heard: the other one waits from now on
    expect(ended).to.deep.equal([])
    await sleep(400)
    expect(ended).to.deep.equal([200])
    watchdog.stop()
  })

  it('starts anew with everything that is heard', async () => {
    const watchdog = start()
    watchdog.waitFor(500)
    for (let n = 0; n < 8; n++) {
      await sleep(100)
      watchdog.heard()
    }
    expect(ended).to.deep.equal([])
    await sleep(800)
    expect(ended).to.deep.equal([500])
    watchdog.stop()
  })

  it('tells of a wait that is long, once, and until when', async function () {
    this.timeout(10_000)
    const watchdog = start()
    watchdog.waitFor(longWaitMs + 500)
    const end = Date.now() + longWaitMs + 500
    await sleep(longWaitMs + 200)
    expect(waits).to.have.length(1)
    expect(waits[0]?.getTime()).to.be.closeTo(end, 1000)
    await sleep(800)
    expect(ended).to.deep.equal([longWaitMs + 500])
    expect(waits).to.have.length(1)
    watchdog.stop()
  })

  it('begins with the connection itself', async function () {
    this.timeout(10_000)
    const silent = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const onWait = (until: Date) => void waits.push(until)
    const connecting = connectTo(`ldaps://127.0.0.1:${port}`, { timeoutMs: longWaitMs + 300, onWait })
    expect((await failure(connecting)).code).to.equal('directoryUnreachable')
    expect(waits).to.have.length(1)
    silent.close()
  })
})
