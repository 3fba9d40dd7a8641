import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, graphLog, startPlace, type Place } from './support.js'

interface Item {
  id: string
  status: number
  headers?: unknown
  body?: unknown
}

/** The real batch, where each count stands as told. */
const countedAs = (form: (count: string) => unknown): FaultResponse => ({
  rewrite: (answer) => {
    const { responses } = answer.body as { responses: Item[] }
    return {
      ...answer,
      body: { responses: responses.map((item) => ({ ...item, body: form(textOf(item.body)) })) },
    }
  },
})

/** The emulator has a choice of forms of its own. */
const textOf = (body: unknown): string =>
  /^\d+$/.test(String(body)) ? String(body) : Buffer.from(String(body), 'base64').toString()

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('counting the members of groups', () => {
  let place: Place
  let source: GroupSource
  const ids: string[] = []
  before(async () => {
    place = await startPlace({ paging: { pageSize: 2 } })
    source = place.source()
    const { tenant } = place.entra
    const users = Array.from({ length: 12 }, (_, index) => tenant.addUser({ displayName: `User ${index}` }))
    for (const size of [0, 1, 12]) {
      ids.push(tenant.addGroup({ displayName: `${size}`, members: users.slice(0, size) }).id)
    }
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  const count = async (...of: string[]) => [...(await source.countMembers(of))]
  const all = () => [
    [ids[0], 0],
    [ids[1], 1],
    [ids[2], 12],
  ]

  it('asks for twenty counts a request, with the header that they need', async () => {
    const many = Array.from({ length: 13 }, () => ids).flat()
    expect(await source.countMembers(many)).to.deep.equal(new Map(all() as Array<[string, number]>))
    expect(graphLog(place).map(({ url }) => url)).to.deep.equal(['/v1.0/$batch', '/v1.0/$batch'])
    const items = place.entra.log.entries.filter(({ batchItem }) => batchItem !== undefined)
    expect(items).to.have.length(39)
    for (const { url, headers } of items) {
      expect(url).to.match(/^\/v1\.0\/groups\/[0-9a-f-]{36}\/members\/\$count$/)
      expect(headers).to.include({ consistencylevel: 'eventual' })
    }
  })

  it('sends nothing for no groups', async () => {
    expect(await count()).to.deep.equal([])
    expect(place.entra.log.count()).to.equal(0)
  })

  const bom = '\ufeff'
  const forms: Array<[string, (count: string) => unknown]> = [
    ['a number', Number],
    ['a text', (text) => text],
    ['a text with a byte order mark', (text) => bom + text],
    ['a text with a line end', (text) => `${text}\r\n`],
    ['base64', base64],
    ['base64 with a byte order mark', (text) => base64(bom + text)],
    ['base64 for addresses, without padding', (text) => Buffer.from(bom + text).toString('base64url')],
  ]
  for (const [name, form] of forms) {
    it(`understands a count that comes as ${name}`, async () => {
      place.entra.faults.always({ respond: countedAs(form) })
      expect(await count(...ids)).to.deep.equal(all())
      expect(graphLog(place)).to.have.length(1)
    })
  }

  const none: Array<[string, unknown]> = [
    ['a negative number', -1],
    ['half a member', 1.5],
    ['a word', base64('many')],
    ['an object', { value: 12 }],
    ['nothing', undefined],
    ['no', false],
    ['an empty text', ''],
    ['a number with something behind it', '12 members'],
    ['more than can be counted', '99999999999999999999'],
  ]
  for (const [name, body] of none) {
    it(`does not take ${name} for a count`, async () => {
      place.entra.faults.always({ respond: countedAs(() => body) })
      expect(await count(...ids)).to.deep.equal([])
    })
  }

  const failing: Array<[string, FaultResponse]> = [
    ['refused', kinds.accessDenied()],
    ['not supported', { status: 400, code: 'Request_BadRequest', message: '$count is not supported.' }],
    ['throttled for ever', kinds.throttled()],
    ['unauthorized', kinds.tokenRefused()],
    ['out of order', kinds.internalError()],
  ]
  for (const [name, respond] of failing) {
    it(`leaves a group out whose count is ${name}, and counts the others`, async () => {
      place.entra.faults.always({ match: kinds.countOf(ids[1]), respond })
      expect(await count(...ids)).to.deep.equal([all()[0], all()[2]])
    })
  }

  it('leaves a group out that is not there', async () => {
    expect(await count(newId(), ids[1] ?? '')).to.deep.equal([[ids[1], 1]])
  })

  it('has no counts where no batch comes through, and no error', async () => {
    for (const respond of [kinds.unavailable(), kinds.connectionReset(), kinds.accessDenied()]) {
      place.entra.faults.always({ respond })
      expect(await count(...ids)).to.deep.equal([])
      place.entra.faults.clear()
    }
  })

  it('does not do without what every request needs', async () => {
    place.entra.faults.always({ respond: kinds.tokenRefused() })
    expect((await failureOf(count(...ids))).code).to.equal('graphUnauthorized')
    const nobody = place.source({ tenantId: newId() })
    expect((await failureOf(nobody.countMembers(ids))).code).to.equal('signInFailed')
  })
})
