import { expect } from 'chai'
import type { BatchResponse } from '../../../src/entra/graph/batch.js'
import type { GraphRequests } from '../../../src/entra/graph/requests.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import { failureOf, graphLog, openRequestsTo, startEntraFixture, type EntraFixture } from '../fixture.js'
import { pausesOf } from '../../support/clock.js'

interface Item {
  id: string
  status: number
  headers?: unknown
  body?: unknown
}

/** Replaces the items in the emulator's response to a batch. */
const withItems = (change: (items: Item[]) => unknown[]): FaultResponse => ({
  rewrite: (answer) => {
    const { responses } = answer.body as { responses: Item[] }
    return { ...answer, body: { responses: change(responses) } }
  },
})

describe('batch requests', () => {
  let fixture: EntraFixture
  let requests: GraphRequests
  let urls: string[]
  let names: string[]
  before(async () => {
    fixture = await startEntraFixture()
    requests = await openRequestsTo(fixture)
    const groups = Array.from({ length: 50 }, (_, index) =>
      fixture.entra.tenant.addGroup({ displayName: `Group ${index}` }),
    )
    urls = groups.map(({ id }) => `/groups/${id}?$select=displayName`)
    names = groups.map(({ displayName }) => String(displayName))
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  /** Matches the batch item of the group with this number. */
  const item = (number: number) => (request: EntraRequest) =>
    request.batchItem !== undefined && request.url.includes(String(urls[number]?.slice(0, 44)))
  const namesIn = (responses: readonly BatchResponse[]) =>
    responses.map(({ json }) => (json as { displayName?: string } | undefined)?.displayName)
  /** The number of items in each batch that was sent. */
  const batchSizes = () =>
    graphLog(fixture).map(({ body }) => (JSON.parse(body ?? '{}') as { requests: unknown[] }).requests.length)

  it('return the responses in the order of the URLs, whatever the order of the items', async () => {
    expect(namesIn(await requests.getBatch(urls.slice(0, 7)))).to.deep.equal(names.slice(0, 7))
    fixture.entra.faults.next({ respond: withItems((items) => items.sort((a, b) => (a.id < b.id ? 1 : -1))) })
    expect(namesIn(await requests.getBatch(urls.slice(0, 13)))).to.deep.equal(names.slice(0, 13))
    expect(await requests.getBatch([])).to.deep.equal([])
  })

  it('have at most twenty items each', async () => {
    expect(namesIn(await requests.getBatch(urls))).to.deep.equal(names)
    expect(batchSizes().sort()).to.deep.equal([10, 20, 20])
  })

  it('retry only the items that were throttled, once, after the longest requested pause', async () => {
    fixture.entra.faults.next({ match: item(1), respond: kinds.throttled(0.05) })
    fixture.entra.faults.next({ match: item(3), respond: kinds.throttled(0.25) })
    fixture.entra.faults.next({ match: item(4), respond: kinds.throttled() })
    const pauses = await pausesOf(async () => {
      expect(namesIn(await requests.getBatch(urls.slice(0, 6)))).to.deep.equal(names.slice(0, 6))
    })
    expect(batchSizes()).to.deep.equal([6, 3])
    expect(pauses).to.deep.equal([250])
  })

  it('return the error of an item that fails six times, and the responses of the others', async () => {
    fixture.entra.faults.always({ match: item(2), respond: kinds.internalError() })
    const responses = await requests.getBatch(urls.slice(0, 5))
    expect(responses.map(({ status }) => status)).to.deep.equal([200, 200, 500, 200, 200])
    expect(batchSizes()).to.deep.equal([5, 1, 1, 1, 1, 1])
  })

  it('do not retry an item with status 400, 403 or 501', async () => {
    fixture.entra.faults.always({ match: item(0), respond: kinds.accessDenied() })
    fixture.entra.faults.always({ match: item(1), respond: { status: 501, code: 'NotImplemented' } })
    const responses = await requests.getBatch([...urls.slice(0, 2), '/groups/not-an-id', ...urls.slice(2, 4)])
    expect(responses.map(({ status }) => status)).to.deep.equal([403, 501, 400, 200, 200])
    expect(batchSizes()).to.deep.equal([5])
  })

  it('do not retry if an item requests a longer pause than a run makes', async () => {
    fixture.entra.faults.always({ match: item(1), respond: kinds.throttled(7200) })
    const responses = await requests.getBatch(urls.slice(0, 3))
    expect(responses.map(({ status }) => status)).to.deep.equal([200, 429, 200])
    expect(batchSizes()).to.deep.equal([3])
  })

  it('retry items without a response, and return 504 for them in the end', async () => {
    const withoutFirst = withItems((items) => items.filter(({ id }) => id !== '0'))
    fixture.entra.faults.next({ respond: withoutFirst })
    expect(namesIn(await requests.getBatch(urls.slice(0, 3)))).to.deep.equal(names.slice(0, 3))
    expect(batchSizes()).to.deep.equal([3, 1])
    fixture.entra.faults.always({ respond: withoutFirst })
    const [missing, found] = await requests.getBatch(urls.slice(0, 2))
    expect([missing?.status, found?.status]).to.deep.equal([504, 200])
    expect(batchSizes().slice(2)).to.deep.equal([2, 1, 1, 1, 1, 1])
  })

  const unexpectedItems: Array<[string, (items: Item[]) => unknown[]]> = [
    [
      'responses to requests that were not sent',
      (items) => [...items, { id: '99', status: 200, body: {} }, { status: 200 }],
    ],
    ['items that are not responses', (items) => [null, 5, 'text', {}, { id: '0' }, ...items]],
    [
      'items without headers',
      (items) => items.map(({ id, status, body }) => ({ id, status, body, headers: null })),
    ],
    ['ids that are numbers', (items) => items.map((item) => ({ ...item, id: Number(item.id) }))],
  ]
  for (const [name, change] of unexpectedItems) {
    it(`return the valid responses of a batch with ${name}`, async () => {
      fixture.entra.faults.next({ respond: withItems(change) })
      expect(namesIn(await requests.getBatch(urls.slice(0, 3)))).to.deep.equal(names.slice(0, 3))
      expect(batchSizes()).to.deep.equal([3])
    })
  }

  it('retry an item with status 200 and no JSON body', async () => {
    for (const body of ['<html></html>', undefined]) {
      fixture.entra.faults.next({ match: item(1), respond: { status: 200, body } })
      expect(namesIn(await requests.getBatch(urls.slice(0, 2)))).to.deep.equal(names.slice(0, 2))
    }
    expect(batchSizes()).to.deep.equal([2, 1, 2, 1])
    fixture.entra.faults.always({ match: item(1), respond: { status: 200, body: '<html></html>' } })
    const [, truncated] = await requests.getBatch(urls.slice(0, 2))
    expect(truncated).to.deep.equal({ status: 200, json: undefined, text: '<html></html>' })
  })

  it('return the HTML page of a gateway in an item as text', async () => {
    fixture.entra.faults.always({ match: item(0), respond: kinds.badGateway() })
    const [response] = await requests.getBatch(urls.slice(0, 1))
    expect(response?.status).to.equal(502)
    expect(response?.text).to.contain('<title>502 Bad Gateway</title>')
  })

  it('are retried as a whole if the whole batch is throttled', async () => {
    fixture.entra.faults.next({ respond: kinds.throttled(0.02), times: 5 })
    expect(namesIn(await requests.getBatch(urls.slice(0, 2)))).to.deep.equal(names.slice(0, 2))
    expect(batchSizes()).to.deep.equal([2, 2, 2, 2, 2, 2])
  })

  const failedBatches: Array<[name: string, respond: FaultResponse, code: string, httpStatus: number]> = [
    ['is rejected', { status: 400, code: 'BadRequest', message: 'Bad.' }, 'graphUnexpected', 400],
    ['has no responses', { status: 200, body: {} }, 'graphUnexpected', 200],
    ['has an object instead of a list', { status: 200, body: { responses: {} } }, 'graphUnexpected', 200],
    ['is null', { status: 200, body: 'null' }, 'graphUnexpected', 200],
    ['is denied', kinds.accessDenied(), 'graphDenied', 403],
    ['is rejected by an unavailable server', kinds.unavailable(), 'graphUnavailable', 503],
  ]
  for (const [name, respond, code, httpStatus] of failedBatches) {
    it(`fail with ${code} if the whole batch ${name}`, async () => {
      fixture.entra.faults.always({ respond })
      const error = await failureOf(requests.getBatch(urls.slice(0, 2)))
      expect([error.code, error.details.httpStatus]).to.deep.equal([code, httpStatus])
      expect(error.message).to.contain('for /$batch: ')
      expect(error.details.permission).to.equal(code === 'graphDenied' ? 'GroupMember.Read.All' : undefined)
    })
  }

  it('send headers with each item, and go to beta on request', async () => {
    await requests.getBatch([urls[0] ?? ''], { beta: true, headers: { Prefer: 'return=minimal' } })
    const [batch, item] = [...fixture.entra.log.entries].reverse()
    expect(batch?.url).to.equal('/beta/$batch')
    expect(item?.url).to.match(/^\/beta\/groups\//)
    expect(item?.headers).to.include({ prefer: 'return=minimal' })
  })
})
