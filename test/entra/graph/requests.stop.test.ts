import { expect } from 'chai'
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { GroupSource } from '../../../src/engine/ports.js'
import { openSource, type Patience } from '../../../src/entra/source.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import { newGroup } from '../../contract/sourceFixture.js'
import { startHttps } from '../httpsServer.js'
import { failureOf, graphLog, hasty, startPlace, type Place } from '../support.js'

const anyGraph = ({ area, batchItem }: EntraRequest) => area === 'graph' && batchItem === undefined
const anySignIn = ({ area }: EntraRequest) => area === 'authority'

type Work = (source: GroupSource, signal: AbortSignal) => Promise<unknown>
const readAll: Work = (source, signal) => source.readGroups('all', undefined, signal)
const enough = (error: unknown) => expect(error).to.have.property('message', 'enough')

describe('requests to Graph: stopped, or without an answer', () => {
  let place: Place
  before(async () => {
    place = await startPlace()
    for (const displayName of ['One', 'Two', 'Three']) place.entra.tenant.addGroup({ displayName })
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => {
    place.entra.faults.clear()
    place.watch(() => undefined)
  })

  /**
   * Stops the work when a request arrives that matches; tells what came of it. What it waits for then would come after
   * minutes, or never: work that does not hear it runs into the time that the test has.
   */
  async function stopAt(matches: (request: EntraRequest) => boolean, work: Work, patience: Patience = {}) {
    const controller = new AbortController()
    const reason = new Error('enough')
    let isReached = false
    place.watch((request) => {
      if (!matches(request) || controller.signal.aborted) return
      isReached = true
      void answered().then(() => controller.abort(reason))
    })
    const error = await work(place.source({}, patience), controller.signal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(isReached, 'reached').to.equal(true)
    return error instanceof Error && error.name === 'AbortError' ? error.cause : error
  }
  /** Once it has been answered, and after so many turns more: client and server are in one process. */
  async function answered(): Promise<void> {
    const before = place.entra.log.count()
    for (let turn = 0; turn < 200;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (place.entra.log.count() > before) turn++
    }
  }

  it('hears it while it waits for another try', async () => {
    place.entra.faults.always({ respond: kinds.throttled(300) })
    enough(await stopAt(anyGraph, readAll))
    expect(graphLog(place)).to.have.length(1)
  })

  it('hears it while items of a batch wait for another try', async () => {
    place.entra.faults.always({
      match: ({ batchItem }) => batchItem !== undefined,
      respond: kinds.throttled(300),
    })
    const groups = [newGroup('Any')]
    enough(await stopAt(anyGraph, (source, signal) => source.readMembers(groups, signal)))
    expect(graphLog(place)).to.have.length(1)
  })

  it('hears it while no answer comes', async () => {
    place.entra.faults.always({ respond: kinds.noAnswer() })
    enough(await stopAt(anyGraph, readAll))
  })

  it('hears it while it signs in', async () => {
    place.entra.faults.always({ match: anySignIn, respond: kinds.noAnswer() })
    enough(await stopAt(anySignIn, readAll))
    expect(graphLog(place)).to.have.length(0)
  })

  it('leaves nothing open that the process would wait for, when it is stopped while it signs in', async () => {
    let left: Promise<unknown> = Promise.reject(new Error('nobody came'))
    left.catch(() => undefined)
    const controller = new AbortController()
    const server = await startHttps((request) => {
      left = once(request.socket, 'close')
      controller.abort(new Error('enough'))
    })
    const config = {
      ...place.config,
      authorityHost: server.origin,
      tls: { caPath: place.file('one.pem', server.ca) },
    }
    enough(await readAll(openSource(config, hasty), controller.signal).catch((thrown: unknown) => thrown))
    await left
    await server.close()
  })

  it('hears it before it looks again for a group that seems gone', async () => {
    const locate: Work = (source, signal) => source.locateGroups('all', [newGroup('Gone').id], signal)
    const lastLook = ({ body }: EntraRequest) => body.includes('/deletedItems/')
    enough(await stopAt(lastLook, locate, { confirm: [300_000] }))
  })

  const helpers: Array<[string, Work]> = [
    ['members are counted', (source, signal) => source.countMembers([newGroup('Any').id], signal)],
    ['deleted users are read', (source, signal) => source.readDeletedUsers(signal)],
  ]
  for (const [name, work] of helpers) {
    it(`hears it while ${name}, and does not take it for a failure to do without`, async () => {
      place.entra.faults.always({ respond: kinds.throttled(300) })
      enough(await stopAt(anyGraph, work))
    })
  }

  it('sends nothing where it was stopped before', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    const error = await readAll(place.source(), signal).catch((thrown: unknown) => thrown)
    enough(error)
    expect(place.entra.log.count()).to.equal(0)
  })

  it('takes silence for a broken line after a while, and says so', async () => {
    place.entra.faults.always({ respond: kinds.noAnswer() })
    const silent = place.source({}, { answer: 300, retry: [1, 1] })
    const error = await failureOf(silent.readGroups('all'))
    expect(error.code).to.equal('graphUnreachable')
    expect(error.message).to.match(
      /^Graph cannot be reached \(no answer within 0\.3 seconds\) for \/groups\. Check/,
    )
    expect(silent.requests()).to.equal(3)
    place.entra.faults.clear()
    place.entra.faults.next({ respond: kinds.noAnswer() })
    expect((await place.source({}, { answer: 1500 }).readGroups('all')).items).to.have.length(3)
  })

  it('takes silence at sign-in for an authority that cannot be reached', async () => {
    place.entra.faults.always({ match: anySignIn, respond: kinds.noAnswer() })
    const error = await failureOf(place.source({}, { answer: 60 }).readGroups('all'))
    expect(error.code).to.equal('graphUnreachable')
    expect(error.message).to.contain('failed: it cannot be reached (no answer within 0.06 seconds).')
  })

  it('does not let the garbage collector take the deadline away', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const collecting = setInterval(collect, 20)
    place.entra.faults.always({ respond: kinds.noAnswer() })
    const { signal } = new AbortController()
    const error = await failureOf(readAll(place.source({}, { answer: 400, retry: [] }), signal))
    clearInterval(collecting)
    expect(error.code).to.equal('graphUnreachable') // without the deadline, no answer would be waited for without end
  })

  it('ends an answer that stops in the middle, by hand and by the clock', async () => {
    const server = await startHttps((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 })
      response.write('{"value":[')
    })
    const config = {
      ...place.config,
      graphUrl: server.origin,
      tls: { caPath: place.file('both.pem', both(server.ca)) },
    }
    // Tokens are for the emulator; the other server does not look at them.
    const { entra } = place
    entra.faults.always({
      match: ({ method, area }) => area === 'authority' && method === 'POST',
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })
    const late = await failureOf(openSource(config, { ...hasty, answer: 1500, retry: [1] }).readGroups('all'))
    expect([late.code, late.message]).to.deep.equal([
      'graphUnreachable',
      'Graph cannot be reached (no answer within 1.5 seconds) for /groups. Check the network, the proxy (HTTPS_PROXY) and entra.graphUrl.',
    ])
    const signal = AbortSignal.timeout(120)
    const stopped = await readAll(openSource(config, hasty), signal).catch((thrown: unknown) => thrown)
    expect(stopped).to.equal(signal.reason)
    await server.close()
  })

  const both = (ca: string) => place.entra.caPem + ca
})

describe('listings: stopped', () => {
  it('are not read on from page to page', async () => {
    const place = await startPlace({ paging: { pageSize: 1 } })
    for (const displayName of ['One', 'Two', 'Three']) place.entra.tenant.addGroup({ displayName })
    const controller = new AbortController()
    place.watch(({ query }) => {
      if (query.has('$skiptoken')) controller.abort(new Error('enough'))
    })
    const error = await readAll(place.source(), controller.signal).catch((thrown: unknown) => thrown)
    enough(error)
    await place.close()
    expect(graphLog(place).length).to.be.lessThan(3)
  })
})
