import { expect } from 'chai'
import type { BatchAnswer } from '../../../src/entra/graph/batch.js'
import type { Requests } from '../../../src/entra/graph/requests.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import { failureOf, graphLog, openRequestsTo, startPlace, type Place } from '../support.js'
import { pausesOf } from '../../support/clock.js'

interface Item {
  id: string
  status: number
  headers?: unknown
  body?: unknown
}

/** The real batch, with other items. */
const reworked = (change: (items: Item[]) => unknown[]): FaultResponse => ({
  rewrite: (answer) => {
    const { responses } = answer.body as { responses: Item[] }
    return { ...answer, body: { responses: change(responses) } }
  },
})

describe('batches', () => {
  let place: Place
  let requests: Requests
  let urls: string[]
  let names: string[]
  before(async () => {
    place = await startPlace()
    requests = await openRequestsTo(place)
    const groups = Array.from({ length: 50 }, (_, index) =>
      place.entra.tenant.addGroup({ displayName: `Group ${index}` }),
    )
    urls = groups.map(({ id }) => `/groups/${id}?$select=displayName`)
    names = groups.map(({ displayName }) => String(displayName))
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  /** Item faults hit the group with this number. */
  const item = (number: number) => (request: EntraRequest) =>
    request.batchItem !== undefined && request.url.includes(String(urls[number]?.slice(0, 44)))
  const namesIn = (answers: readonly BatchAnswer[]) =>
    answers.map(({ json }) => (json as { displayName?: string } | undefined)?.displayName)
  /** How many items each batch had. */
  const sizes = () =>
    graphLog(place).map(({ body }) => (JSON.parse(body ?? '{}') as { requests: unknown[] }).requests.length)

  it('answers in the order of the questions, however the answers come', async () => {
    expect(namesIn(await requests.batch(urls.slice(0, 7)))).to.deep.equal(names.slice(0, 7))
    place.entra.faults.next({ respond: reworked((items) => items.sort((a, b) => (a.id < b.id ? 1 : -1))) })
    expect(namesIn(await requests.batch(urls.slice(0, 13)))).to.deep.equal(names.slice(0, 13))
    expect(await requests.batch([])).to.deep.equal([])
  })

  it('asks no more than twenty at a time', async () => {
    expect(namesIn(await requests.batch(urls))).to.deep.equal(names)
    expect(sizes().sort()).to.deep.equal([10, 20, 20])
  })

  it('asks again only for the items that were throttled, after the longest pause', async () => {
    place.entra.faults.next({ match: item(1), respond: kinds.throttled(0.05) })
    place.entra.faults.next({ match: item(3), respond: kinds.throttled(0.25) })
    place.entra.faults.next({ match: item(4), respond: kinds.throttled() })
    const pauses = await pausesOf(async () => {
      expect(namesIn(await requests.batch(urls.slice(0, 6)))).to.deep.equal(names.slice(0, 6))
    })
    expect(sizes()).to.deep.equal([6, 3])
    expect(pauses).to.deep.equal([250])
  })

  it('keeps what is bad for ever to its item, after six tries', async () => {
    place.entra.faults.always({ match: item(2), respond: kinds.internalError() })
    const answers = await requests.batch(urls.slice(0, 5))
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 500, 200, 200])
    expect(sizes()).to.deep.equal([5, 1, 1, 1, 1, 1])
  })

  it('takes a refusal of one item for its answer, and does not ask again', async () => {
    place.entra.faults.always({ match: item(0), respond: kinds.accessDenied() })
    place.entra.faults.always({ match: item(1), respond: { status: 501, code: 'NotImplemented' } })
    const answers = await requests.batch([...urls.slice(0, 2), '/groups/not-an-id', ...urls.slice(2, 4)])
    expect(answers.map(({ status }) => status)).to.deep.equal([403, 501, 400, 200, 200])
    expect(sizes()).to.deep.equal([5])
  })

  it('stops asking where an item wants to wait longer than a run does', async () => {
    place.entra.faults.always({ match: item(1), respond: kinds.throttled(7200) })
    const answers = await requests.batch(urls.slice(0, 3))
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 429, 200])
    expect(sizes()).to.deep.equal([3])
  })

  it('asks again for items without an answer, and says so in the end', async () => {
    const dropFirst = reworked((items) => items.filter(({ id }) => id !== '0'))
    place.entra.faults.next({ respond: dropFirst })
    expect(namesIn(await requests.batch(urls.slice(0, 3)))).to.deep.equal(names.slice(0, 3))
    expect(sizes()).to.deep.equal([3, 1])
    place.entra.faults.always({ respond: dropFirst })
    const [lost, found] = await requests.batch(urls.slice(0, 2))
    expect([lost?.status, found?.status]).to.deep.equal([504, 200])
    expect(sizes().slice(2)).to.deep.equal([2, 1, 1, 1, 1, 1])
  })

  const nonsense: Array<[string, (items: Item[]) => unknown[]]> = [
    ['answers nobody asked for', (items) => [...items, { id: '99', status: 200, body: {} }, { status: 200 }]],
    ['what is no answer', (items) => [null, 5, 'text', {}, { id: '0' }, ...items]],
    [
      'items without headers',
      (items) => items.map(({ id, status, body }) => ({ id, status, body, headers: null })),
    ],
    ['ids that are numbers', (items) => items.map((one) => ({ ...one, id: Number(one.id) }))],
  ]
  for (const [name, change] of nonsense) {
    it(`is not put off by ${name}`, async () => {
      place.entra.faults.next({ respond: reworked(change) })
      expect(namesIn(await requests.batch(urls.slice(0, 3)))).to.deep.equal(names.slice(0, 3))
      expect(sizes()).to.deep.equal([3])
    })
  }

  it('takes a good status without an object for a broken answer, and asks again', async () => {
    for (const body of ['<html></html>', undefined]) {
      place.entra.faults.next({ match: item(1), respond: { status: 200, body } })
      expect(namesIn(await requests.batch(urls.slice(0, 2)))).to.deep.equal(names.slice(0, 2))
    }
    expect(sizes()).to.deep.equal([2, 1, 2, 1])
    place.entra.faults.always({ match: item(1), respond: { status: 200, body: '<html></html>' } })
    const [, broken] = await requests.batch(urls.slice(0, 2))
    expect(broken).to.deep.equal({ status: 200, json: undefined, text: '<html></html>' })
  })

  it('reads the page of a gateway in an item', async () => {
    place.entra.faults.always({ match: item(0), respond: kinds.badGateway() })
    const [answer] = await requests.batch(urls.slice(0, 1))
    expect(answer?.status).to.equal(502)
    expect(answer?.text).to.contain('<title>502 Bad Gateway</title>')
  })

  it('waits and asks again where the whole batch is throttled', async () => {
    place.entra.faults.next({ respond: kinds.throttled(0.02), times: 5 })
    expect(namesIn(await requests.batch(urls.slice(0, 2)))).to.deep.equal(names.slice(0, 2))
    expect(sizes()).to.deep.equal([2, 2, 2, 2, 2, 2])
  })

  const malformed: Array<[string, FaultResponse, string, RegExp]> = [
    [
      'is refused',
      { status: 400, code: 'BadRequest', message: 'Bad.' },
      'graphUnexpected',
      /400 for \/\$batch: Bad/,
    ],
    [
      'has no answers',
      { status: 200, body: {} },
      'graphUnexpected',
      /200 for \/\$batch: something unexpected\. Run/,
    ],
    [
      'has one answer for all',
      { status: 200, body: { responses: {} } },
      'graphUnexpected',
      /something unexpected/,
    ],
    ['is null', { status: 200, body: 'null' }, 'graphUnexpected', /something unexpected/],
    ['is denied', kinds.accessDenied(), 'graphDenied', /GroupMember\.Read\.All/],
    ['meets a closed door', kinds.unavailable(), 'graphUnavailable', /503 for \/\$batch: an empty answer/],
  ]
  for (const [name, respond, code, text] of malformed) {
    it(`concludes nothing where the whole batch ${name}`, async () => {
      place.entra.faults.always({ respond })
      const error = await failureOf(requests.batch(urls.slice(0, 2)))
      expect(error.code).to.equal(code)
      expect(error.message).to.match(text)
    })
  }

  it('gives headers to the items, and asks beta where it is told to', async () => {
    await requests.batch([urls[0] ?? ''], { beta: true, headers: { Prefer: 'return=minimal' } })
    const [batch, one] = [...place.entra.log.entries].reverse()
    expect(batch?.url).to.equal('/beta/$batch')
    expect(one?.url).to.match(/^\/beta\/groups\//)
    expect(one?.headers).to.include({ prefer: 'return=minimal' })
  })
})
