import { expect } from 'chai'
import type { GroupSource } from '../../../src/engine/ports.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import { failureOf, graphLog, startEntraFixture, type EntraFixture } from '../fixture.js'
import { pausesOf } from '../../support/clock.js'

const page = (status: number, body: unknown): FaultResponse => ({ status, body })

/** Failures after which a retry can succeed. */
const temporary: Array<[name: string, respond: FaultResponse]> = [
  ['status 429 with Retry-After', kinds.throttled(0.02)],
  ['status 429 without Retry-After', kinds.throttled()],
  ['status 503 without a body', kinds.unavailable()],
  ['status 503 with Retry-After', kinds.unavailable(0.02)],
  ['status 504 without a body', kinds.gatewayTimeout()],
  ['the HTML page of a gateway', kinds.badGateway()],
  ['status 500 with an error of Graph', kinds.internalError()],
  ['a connection that is closed before the request is processed', kinds.connectionReset()],
  ['a connection that is closed after the request is processed', kinds.answerLost()],
  ['truncated JSON', kinds.halfBody()],
  ['a body that is shorter than its length', kinds.brokenBody()],
  ['an HTML page with status 200', page(200, '<html><title>Welcome to the hotel</title></html>')],
  ['an empty body with status 200', page(200, '')],
]

/** Error codes and statuses after six attempts with the same response. */
const persistent: Array<[name: string, respond: FaultResponse, code: string, httpStatus: number]> = [
  ['status 429', kinds.throttled(), 'graphThrottled', 429],
  ['status 503', kinds.unavailable(), 'graphUnavailable', 503],
  ['status 504', kinds.gatewayTimeout(), 'graphUnavailable', 504],
  ['the HTML page of a gateway', kinds.badGateway(), 'graphUnavailable', 502],
  ['status 500', kinds.internalError(), 'graphUnavailable', 500],
  ['truncated JSON', kinds.halfBody(), 'graphUnexpected', 200],
  ['an HTML page with status 200', page(200, '<title>\n Sign in\n first </title>'), 'graphUnexpected', 200],
]

/** Reasons in the messages of `graphUnreachable` after six attempts that end in the same way. */
const connectionFailures: Array<[name: string, respond: FaultResponse, reason: RegExp]> = [
  ['a closed connection', kinds.connectionReset(), /hang up/],
  ['a body that is shorter than its length', kinds.brokenBody(), /aborted/],
]

/** Error codes and statuses of responses that are not retried. */
const permanent: Array<
  [name: string, respond: FaultResponse, code: string, httpStatus: number, graphCode?: string]
> = [
  ['400', { status: 400, code: 'BadRequest', message: 'No.' }, 'graphUnexpected', 400, 'BadRequest'],
  ['403', kinds.accessDenied(), 'graphDenied', 403, 'Authorization_RequestDenied'],
  ['404', { status: 404, code: 'NotFound', message: 'No.' }, 'graphUnexpected', 404, 'NotFound'],
  [
    '501',
    { status: 501, code: 'NotImplemented', message: 'Never.' },
    'graphUnexpected',
    501,
    'NotImplemented',
  ],
  ['302', { status: 302, headers: { Location: 'https://127.0.0.1/' } }, 'graphUnexpected', 302],
  ['204', { status: 204 }, 'graphUnexpected', 204],
  ['407', page(407, 'Password, please'), 'graphUnreachable', 407],
  ['400 whose error is null', page(400, { error: null }), 'graphUnexpected', 400],
  ['400 whose error is a text', page(400, { error: 'bad' }), 'graphUnexpected', 400],
  ['400 whose code is a number', page(400, { error: { code: 5, message: {} } }), 'graphUnexpected', 400],
]

describe('requests to Graph that fail', () => {
  let fixture: EntraFixture
  let reader: GroupSource
  before(async () => {
    fixture = await startEntraFixture()
    reader = fixture.source()
    fixture.entra.tenant.addGroup({ displayName: 'Sales' })
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  const names = async (source = reader) =>
    (await source.readGroups('all')).items.map(({ displayName }) => displayName)
  const sourceWithPauses = (retryPausesMs: number[]) => fixture.source({}, { retryPausesMs })
  const attempts = () => graphLog(fixture).length

  for (const [name, respond] of temporary) {
    it(`are retried after ${name}`, async () => {
      fixture.entra.faults.next({ respond, times: 5 })
      expect(await names()).to.deep.equal(['Sales'])
      expect(attempts()).to.equal(6)
    })
  }

  for (const [name, respond, code, httpStatus] of persistent) {
    it(`fail with ${code} after six attempts with ${name}`, async () => {
      fixture.entra.faults.always({ respond })
      const error = await failureOf(names())
      expect([error.code, error.details.httpStatus, attempts()]).to.deep.equal([code, httpStatus, 6])
      expect(error.message).to.not.contain('\n')
    })
  }

  for (const [name, respond, reason] of connectionFailures) {
    it(`fail with graphUnreachable after six attempts with ${name}`, async () => {
      fixture.entra.faults.always({ respond })
      const error = await failureOf(names())
      expect([error.code, attempts()]).to.deep.equal(['graphUnreachable', 6])
      expect(error.message).to.match(reason).and.not.contain('\n')
    })
  }

  for (const [name, respond, code, httpStatus, graphCode] of permanent) {
    it(`fail with ${code} after one attempt with status ${name}`, async () => {
      fixture.entra.faults.always({ respond })
      const error = await failureOf(names())
      expect([error.code, attempts()]).to.deep.equal([code, 1])
      expect([error.details.httpStatus, error.details.graphCode]).to.deep.equal([httpStatus, graphCode])
    })
  }

  it('are repeated once with a new token if Graph rejects a token early', async () => {
    const signIns = () =>
      fixture.entra.log.count(({ area, method }) => area === 'authority' && method === 'POST')
    const source = fixture.source()
    await names(source)
    expect([signIns(), attempts()]).to.deep.equal([1, 1])
    fixture.entra.faults.next({ respond: kinds.tokenRefused() })
    expect(await names(source)).to.deep.equal(['Sales'])
    expect([signIns(), attempts()]).to.deep.equal([2, 3])
    fixture.entra.faults.always({ match: ({ area }) => area === 'graph', respond: kinds.tokenRefused() })
    const error = await failureOf(names(source))
    expect([error.code, signIns(), attempts()]).to.deep.equal(['graphUnauthorized', 3, 5])
    expect(error.details.httpStatus).to.equal(401)
  })

  it('are retried after the pause that Graph requests, in milliseconds', async () => {
    fixture.entra.faults.next({ respond: kinds.throttled(0.3) })
    expect(await pausesOf(() => names(sourceWithPauses([60_000])))).to.deep.equal([300])
  })

  it('are retried after the default pause and up to a half more if Graph requests none', async () => {
    fixture.entra.faults.next({ respond: kinds.gatewayTimeout() })
    const [pause, ...others] = await pausesOf(() => names(sourceWithPauses([200])))
    expect(pause).to.be.within(200, 300)
    expect(others).to.deep.equal([])
  })

  it('are retried after the default pause if Graph requests a pause of 0 s', async () => {
    fixture.entra.faults.next({ respond: kinds.throttled(0) })
    const [pause] = await pausesOf(() => names(sourceWithPauses([150])))
    expect(pause).to.be.at.least(150)
  })

  it('fail at once, with waitSeconds, if Graph requests a longer pause than a run makes', async () => {
    fixture.entra.faults.always({ respond: kinds.throttled(3600.2) })
    const error = await failureOf(names())
    expect([error.code, attempts()]).to.deep.equal(['graphThrottled', 1])
    expect(error.details.waitSeconds).to.equal(3601)
  })

  it('are counted with every attempt', async () => {
    fixture.entra.faults.next({ respond: kinds.unavailable(), times: 3 })
    const source = fixture.source()
    expect(source.requestCount()).to.equal(0)
    await source.readGroups('all')
    expect(source.requestCount()).to.equal(4)
  })
})
