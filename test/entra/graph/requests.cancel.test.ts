import { expect } from 'chai'
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { GroupSource } from '../../../src/engine/ports.js'
import { openSource, type SourceTimings } from '../../../src/entra/source.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import { newGroup } from '../../contract/sourceFixture.js'
import { startHttps } from '../httpsServer.js'
import { failureOf, graphLog, shortPauses, startEntraFixture, type EntraFixture } from '../fixture.js'

const isGraphRequest = ({ area, batchItem }: EntraRequest) => area === 'graph' && batchItem === undefined
const isSignInRequest = ({ area }: EntraRequest) => area === 'authority'

type Work = (source: GroupSource, signal: AbortSignal) => Promise<unknown>
const readAll: Work = (source, signal) => source.readGroups('all', undefined, signal)
const expectCancelled = (error: unknown) => expect(error).to.have.property('message', 'enough')

describe('requests to Graph that are cancelled or get no response', () => {
  let fixture: EntraFixture
  before(async () => {
    fixture = await startEntraFixture()
    for (const displayName of ['One', 'Two', 'Three']) fixture.entra.tenant.addGroup({ displayName })
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => {
    fixture.entra.faults.clear()
    fixture.watch(() => undefined)
  })

  /**
   * Cancels the work at the first request that matches, and returns the error that the work throws. The awaited event would
   * occur after minutes or never, so work that ignores the signal exceeds the time limit of the test.
   */
  async function cancelAt(
    matches: (request: EntraRequest) => boolean,
    work: Work,
    patience: SourceTimings = {},
  ) {
    const controller = new AbortController()
    const reason = new Error('enough')
    let isReached = false
    fixture.watch((request) => {
      if (!matches(request) || controller.signal.aborted) return
      isReached = true
      void responseSent().then(() => controller.abort(reason))
    })
    const error = await work(fixture.source({}, patience), controller.signal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(isReached, 'reached').to.equal(true)
    return error instanceof Error && error.name === 'AbortError' ? error.cause : error
  }
  /** Waits for the response, and for 200 more turns, since client and server are in one process. */
  async function responseSent(): Promise<void> {
    const before = fixture.entra.log.count()
    for (let turn = 0; turn < 200;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (fixture.entra.log.count() > before) turn++
    }
  }

  it('end at once if they are cancelled during the pause before a retry', async () => {
    fixture.entra.faults.always({ respond: kinds.throttled(300) })
    expectCancelled(await cancelAt(isGraphRequest, readAll))
    expect(graphLog(fixture)).to.have.length(1)
  })

  it('end at once if they are cancelled during the pause before a retry of batch items', async () => {
    fixture.entra.faults.always({
      match: ({ batchItem }) => batchItem !== undefined,
      respond: kinds.throttled(300),
    })
    const groups = [newGroup('Any')]
    expectCancelled(await cancelAt(isGraphRequest, (source, signal) => source.readMembers(groups, signal)))
    expect(graphLog(fixture)).to.have.length(1)
  })

  it('end at once if they are cancelled while no response arrives', async () => {
    fixture.entra.faults.always({ respond: kinds.noAnswer() })
    expectCancelled(await cancelAt(isGraphRequest, readAll))
  })

  it('end at once if they are cancelled during the sign-in', async () => {
    fixture.entra.faults.always({ match: isSignInRequest, respond: kinds.noAnswer() })
    expectCancelled(await cancelAt(isSignInRequest, readAll))
    expect(graphLog(fixture)).to.have.length(0)
  })

  it('leave no connection open after a cancellation during the sign-in', async () => {
    let closed: Promise<unknown> = Promise.reject(new Error('no connection'))
    closed.catch(() => undefined)
    const controller = new AbortController()
    const server = await startHttps((request) => {
      closed = once(request.socket, 'close')
      controller.abort(new Error('enough'))
    })
    const config = {
      ...fixture.config,
      authorityHost: server.origin,
      tls: { caPath: fixture.writeFile('one.pem', server.ca) },
    }
    expectCancelled(
      await readAll(openSource(config, shortPauses), controller.signal).catch((thrown: unknown) => thrown),
    )
    await closed
    await server.close()
  })

  it('end at once if they are cancelled before a further lookup of a group that was not found', async () => {
    const locate: Work = (source, signal) => source.locateGroups('all', [newGroup('Gone').id], signal)
    const isDeletedLookup = ({ body }: EntraRequest) => body.includes('/deletedItems/')
    expectCancelled(await cancelAt(isDeletedLookup, locate, { lookupPausesMs: [300_000] }))
  })

  const optionalReads: Array<[string, Work]> = [
    ['members are counted', (source, signal) => source.countMembers([newGroup('Any').id], signal)],
    ['deleted users are read', (source, signal) => source.readDeletedUsers(signal)],
  ]
  for (const [name, work] of optionalReads) {
    it(`end with the reason of the cancellation while ${name}, although that read is optional`, async () => {
      fixture.entra.faults.always({ respond: kinds.throttled(300) })
      expectCancelled(await cancelAt(isGraphRequest, work))
    })
  }

  it('are not sent if they are cancelled before', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    const error = await readAll(fixture.source(), signal).catch((thrown: unknown) => thrown)
    expectCancelled(error)
    expect(fixture.entra.log.count()).to.equal(0)
  })

  it('are retried after a time-out, and then fail with graphUnreachable', async () => {
    fixture.entra.faults.always({ respond: kinds.noAnswer() })
    const source = fixture.source({}, { responseTimeoutMs: 1000, retryPausesMs: [1, 1] })
    const error = await failureOf(source.readGroups('all'))
    expect(error.code).to.equal('graphUnreachable')
    expect(error.message).to.match(/^Graph cannot be reached for \/groups \(no response within 1 s\)\. Check/)
    expect(source.requestCount()).to.equal(3)
    fixture.entra.faults.clear()
    fixture.entra.faults.next({ respond: kinds.noAnswer() })
    expect((await fixture.source({}, { responseTimeoutMs: 1500 }).readGroups('all')).items).to.have.length(3)
  })

  it('fail with graphUnreachable if the sign-in gets no response in time', async () => {
    fixture.entra.faults.always({ match: isSignInRequest, respond: kinds.noAnswer() })
    const error = await failureOf(fixture.source({}, { responseTimeoutMs: 60 }).readGroups('all'))
    expect(error.code).to.equal('graphUnreachable')
    expect(error.message).to.contain('failed: the endpoint cannot be reached (no response within 0.06 s).')
  })

  it('time out although the garbage collector runs', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const collecting = setInterval(collect, 20)
    fixture.entra.faults.always({ respond: kinds.noAnswer() })
    const { signal } = new AbortController()
    const error = await failureOf(
      readAll(fixture.source({}, { responseTimeoutMs: 400, retryPausesMs: [] }), signal),
    )
    clearInterval(collecting)
    expect(error.code).to.equal('graphUnreachable') // without the time-out, the test would never end
  })

  it('end at a cancellation and at the time-out if a response stops in the middle', async () => {
    const server = await startHttps((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 })
      response.write('{"value":[')
    })
    const config = {
      ...fixture.config,
      graphUrl: server.origin,
      tls: { caPath: fixture.writeFile('both.pem', fixture.entra.caPem + server.ca) },
    }
    // The other server does not check tokens.
    const { entra } = fixture
    entra.faults.always({
      match: ({ method, area }) => area === 'authority' && method === 'POST',
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })
    const timedOut = await failureOf(
      openSource(config, { ...shortPauses, responseTimeoutMs: 1500, retryPausesMs: [1] }).readGroups('all'),
    )
    expect(timedOut.code).to.equal('graphUnreachable')
    expect(timedOut.message).to.contain('(no response within 1.5 s)')
    const signal = AbortSignal.timeout(120)
    const cancelled = await readAll(openSource(config, shortPauses), signal).catch(
      (thrown: unknown) => thrown,
    )
    expect(cancelled).to.equal(signal.reason)
    await server.close()
  })
})

describe('listings that are cancelled', () => {
  it('read no further pages', async () => {
    const fixture = await startEntraFixture({ paging: { pageSize: 1 } })
    for (const displayName of ['One', 'Two', 'Three']) fixture.entra.tenant.addGroup({ displayName })
    const controller = new AbortController()
    fixture.watch(({ query }) => {
      if (query.has('$skiptoken')) controller.abort(new Error('enough'))
    })
    const error = await readAll(fixture.source(), controller.signal).catch((thrown: unknown) => thrown)
    expectCancelled(error)
    await fixture.close()
    expect(graphLog(fixture).length).to.be.lessThan(3)
  })
})
