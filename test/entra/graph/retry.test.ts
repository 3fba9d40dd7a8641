import { expect } from 'chai'
import type { GroupSource } from '../../../src/engine/ports.js'
import { retryAfterMs } from '../../../src/entra/graph/retryAfter.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import { failureOf, graphLog, startPlace, type Place } from '../support.js'
import { handClock, pausesOf } from '../../support/clock.js'

const page = (status: number, body: unknown): FaultResponse => ({ status, body })

/** What passes, given time. */
const passing: Array<[string, FaultResponse]> = [
  ['429 with a pause', kinds.throttled(0.02)],
  ['429 without a pause', kinds.throttled()],
  ['503 and nothing else', kinds.unavailable()],
  ['503 with a pause', kinds.unavailable(0.02)],
  ['504 and nothing else', kinds.gatewayTimeout()],
  ['the page of a gateway', kinds.badGateway()],
  ["500 in Graph's words", kinds.internalError()],
  ['a connection that closes before the answer', kinds.connectionReset()],
  ['a connection that closes after the work', kinds.answerLost()],
  ['half a body', kinds.halfBody()],
  ['a body that breaks off', kinds.brokenBody()],
  ['a page where JSON should be', page(200, '<html><title>Welcome to the hotel</title></html>')],
  ['an empty answer', page(200, '')],
]

/** What six tries do not mend: the code, and what is said. */
const lasting: Array<[string, FaultResponse, string, RegExp]> = [
  ['429', kinds.throttled(), 'graphThrottled', /^Graph answered 429 for \/groups: TooManyRequests: Too many/],
  [
    '503',
    kinds.unavailable(),
    'graphUnavailable',
    /answered 503 for \/groups: an empty answer \(HTTP 503\)\. It/,
  ],
  ['504', kinds.gatewayTimeout(), 'graphUnavailable', /answered 504 for \/groups: an empty answer/],
  [
    '502',
    kinds.badGateway(),
    'graphUnavailable',
    /answered 502 for \/groups: 502 Bad Gateway\. It was tried/,
  ],
  ['500', kinds.internalError(), 'graphUnavailable', /answered 500 for \/groups: UnknownError: An internal/],
  [
    'a reset',
    kinds.connectionReset(),
    'graphUnreachable',
    /^Graph cannot be reached \(.*hang up.*\) for \/groups\. /,
  ],
  [
    'half a body',
    kinds.halfBody(),
    'graphUnexpected',
    /answered 200 for \/groups: an answer that is no JSON\. Run/,
  ],
  [
    'a broken body',
    kinds.brokenBody(),
    'graphUnreachable',
    /^Graph cannot be reached \(.*aborted.*\) for \/groups\. /,
  ],
  [
    'a page',
    page(200, '<title>\n Sign in\n first </title>'),
    'graphUnexpected',
    /200 for \/groups: Sign in first\. Check entra\.graphUrl, the proxy/,
  ],
]

/** What no second try would mend. */
const final: Array<[string, FaultResponse, string, RegExp]> = [
  [
    '400',
    { status: 400, code: 'BadRequest', message: 'No.' },
    'graphUnexpected',
    /BadRequest: No\. Run again/,
  ],
  ['403', kinds.accessDenied(), 'graphDenied', /permission GroupMember\.Read\.All with admin consent\.$/],
  [
    '404',
    { status: 404, code: 'NotFound', message: 'No.' },
    'graphUnexpected',
    /answered 404 for \/groups: NotFound/,
  ],
  ['501', { status: 501, code: 'NotImplemented', message: 'Never.' }, 'graphUnexpected', /answered 501/],
  ['302', { status: 302, headers: { Location: 'https://127.0.0.1/' } }, 'graphUnexpected', /answered 302/],
  ['204', { status: 204 }, 'graphUnexpected', /answered 204 for \/groups: an empty answer/],
  ['407', page(407, 'Password, please'), 'graphUnreachable', /The proxy requires authentication/],
  [
    'an error of another kind',
    page(400, { error: null }),
    'graphUnexpected',
    /400 for \/groups: something unexpected\./,
  ],
  [
    'an error as a text',
    page(400, { error: 'bad' }),
    'graphUnexpected',
    /400 for \/groups: something unexpected\./,
  ],
  [
    'an error in odd types',
    page(400, { error: { code: 5, message: {} } }),
    'graphUnexpected',
    /400 for \/groups: something unexpected\./,
  ],
]

describe('requests to Graph: another try, or none', () => {
  let place: Place
  let reader: GroupSource
  before(async () => {
    place = await startPlace()
    reader = place.source()
    place.entra.tenant.addGroup({ displayName: 'Sales' })
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  const names = async (source = reader) =>
    (await source.readGroups('all')).items.map(({ displayName }) => displayName)
  const patient = (retry: number[]) => place.source({}, { retry })
  const tries = () => graphLog(place).length

  for (const [name, respond] of passing) {
    it(`tries again after ${name}`, async () => {
      place.entra.faults.next({ respond, times: 5 })
      expect(await names()).to.deep.equal(['Sales'])
      expect(tries()).to.equal(6)
    })
  }

  for (const [name, respond, code, text] of lasting) {
    it(`gives up after six times ${name}, and says ${code}`, async () => {
      place.entra.faults.always({ respond })
      const error = await failureOf(names())
      expect([error.code, tries()]).to.deep.equal([code, 6])
      expect(error.message).to.match(text).and.not.contain('\n')
    })
  }

  for (const [name, respond, code, text] of final) {
    it(`asks once where the answer is ${name}, and says ${code}`, async () => {
      place.entra.faults.always({ respond })
      const error = await failureOf(names())
      expect([error.code, tries()]).to.deep.equal([code, 1])
      expect(error.message).to.match(text)
    })
  }

  it('signs in anew, once, where Graph refuses a token before its time', async () => {
    const signIns = () =>
      place.entra.log.count(({ area, method }) => area === 'authority' && method === 'POST')
    const source = place.source()
    await names(source)
    expect([signIns(), tries()]).to.deep.equal([1, 1])
    place.entra.faults.next({ respond: kinds.tokenRefused() })
    expect(await names(source)).to.deep.equal(['Sales'])
    expect([signIns(), tries()]).to.deep.equal([2, 3])
    place.entra.faults.always({ match: ({ area }) => area === 'graph', respond: kinds.tokenRefused() })
    const error = await failureOf(names(source))
    expect([error.code, signIns(), tries()]).to.deep.equal(['graphUnauthorized', 3, 5])
    expect(error.message).to.match(/not accepted: check entra\.tenantId/)
  })

  it('waits as long as Graph asks, to the fraction of a second', async () => {
    place.entra.faults.next({ respond: kinds.throttled(0.3) })
    expect(await pausesOf(() => names(patient([60_000])))).to.deep.equal([300])
  })

  it('waits its own time, lengthened by up to a half, where Graph does not say how long', async () => {
    place.entra.faults.next({ respond: kinds.gatewayTimeout() })
    const [pause, ...others] = await pausesOf(() => names(patient([200])))
    expect(pause).to.be.within(200, 300)
    expect(others).to.deep.equal([])
  })

  it('does not storm a server that asks to wait for no time at all', async () => {
    place.entra.faults.next({ respond: kinds.throttled(0) })
    const [pause] = await pausesOf(() => names(patient([150])))
    expect(pause).to.be.at.least(150)
  })

  it('gives up at once where Graph asks to wait longer than a run does, and says how long', async () => {
    place.entra.faults.always({ respond: kinds.throttled(3600.2) })
    const error = await failureOf(names())
    expect([error.code, tries()]).to.deep.equal(['graphThrottled', 1])
    expect(error.message).to.match(
      /It asks to wait 3601 seconds, longer than a run does; run again after that\.$/,
    )
  })

  it('reads Retry-After as seconds, fractions or a date, and ignores what is none', () => {
    const cases: Array<[string | null | undefined, number | undefined]> = [
      ['2.128', 2128],
      ['0', 0],
      ['-3', 0],
      ['', undefined],
      [' ', undefined],
      ['soon', undefined],
      [null, undefined],
      [undefined, undefined],
      ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ]
    for (const [text, expected] of cases) expect(retryAfterMs(text), String(text)).to.equal(expected)
    const clock = handClock()
    const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000)
    expect(retryAfterMs(date.toUTCString())).to.equal(date.getTime() - Date.now())
    clock.reset()
  })

  it('counts every try', async () => {
    place.entra.faults.next({ respond: kinds.unavailable(), times: 3 })
    const source = place.source()
    expect(source.requests()).to.equal(0)
    await source.readGroups('all')
    expect(source.requests()).to.equal(4)
  })
})
