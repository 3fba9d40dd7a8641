import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, graphLog, startEntraFixture, type EntraFixture } from './fixture.js'

interface Item {
  id: string
  status: number
  headers?: unknown
  body?: unknown
}

/** Converts the counts in the emulator's response to a batch. */
const withCountsAs = (form: (count: string) => unknown): FaultResponse => ({
  rewrite: (answer) => {
    const { responses } = answer.body as { responses: Item[] }
    return {
      ...answer,
      body: { responses: responses.map((item) => ({ ...item, body: form(countText(item.body)) })) },
    }
  },
})

/** Returns a count of the emulator as text; the emulator encodes it in several ways. */
const countText = (body: unknown): string =>
  /^\d+$/.test(String(body)) ? String(body) : Buffer.from(String(body), 'base64').toString()

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('countMembers', () => {
  let fixture: EntraFixture
  let source: GroupSource
  const ids: string[] = []
  before(async () => {
    fixture = await startEntraFixture({ paging: { pageSize: 2 } })
    source = fixture.source()
    const { tenant } = fixture.entra
    const users = Array.from({ length: 12 }, (_, index) => tenant.addUser({ displayName: `User ${index}` }))
    for (const size of [0, 1, 12]) {
      ids.push(tenant.addGroup({ displayName: `${size}`, members: users.slice(0, size) }).id)
    }
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  const count = async (...of: string[]) => [...(await source.countMembers(of))]
  const all = () => [
    [ids[0], 0],
    [ids[1], 1],
    [ids[2], 12],
  ]

  it('requests twenty counts per batch, with the header of advanced queries', async () => {
    const many = Array.from({ length: 13 }, () => ids).flat()
    expect(await source.countMembers(many)).to.deep.equal(new Map(all() as Array<[string, number]>))
    expect(graphLog(fixture).map(({ url }) => url)).to.deep.equal(['/v1.0/$batch', '/v1.0/$batch'])
    const items = fixture.entra.log.entries.filter(({ batchItem }) => batchItem !== undefined)
    expect(items).to.have.length(39)
    for (const { url, headers } of items) {
      expect(url).to.match(/^\/v1\.0\/groups\/[0-9a-f-]{36}\/members\/\$count$/)
      expect(headers).to.include({ consistencylevel: 'eventual' })
    }
  })

  it('sends no request for no groups', async () => {
    expect(await count()).to.deep.equal([])
    expect(fixture.entra.log.count()).to.equal(0)
  })

  const bom = '\ufeff'
  const forms: Array<[string, (count: string) => unknown]> = [
    ['a number', Number],
    ['a text', (text) => text],
    ['a text with a byte order mark', (text) => bom + text],
    ['a text with a line end', (text) => `${text}\r\n`],
    ['base64', base64],
    ['base64 with a byte order mark', (text) => base64(bom + text)],
    ['base64url without padding', (text) => Buffer.from(bom + text).toString('base64url')],
  ]
  for (const [name, form] of forms) {
    it(`parses a count encoded as ${name}`, async () => {
      fixture.entra.faults.always({ respond: withCountsAs(form) })
      expect(await count(...ids)).to.deep.equal(all())
      expect(graphLog(fixture)).to.have.length(1)
    })
  }

  const invalidCounts: Array<[string, unknown]> = [
    ['a negative number', -1],
    ['a fraction', 1.5],
    ['a word', base64('many')],
    ['an object', { value: 12 }],
    ['a missing body', undefined],
    ['false', false],
    ['an empty text', ''],
    ['a number with text after it', '12 members'],
    ['a number above the safe integers', '99999999999999999999'],
  ]
  for (const [name, body] of invalidCounts) {
    it(`omits groups whose count is ${name}`, async () => {
      fixture.entra.faults.always({ respond: withCountsAs(() => body) })
      expect(await count(...ids)).to.deep.equal([])
    })
  }

  const failing: Array<[string, FaultResponse]> = [
    ['denied', kinds.accessDenied()],
    ['not supported', { status: 400, code: 'Request_BadRequest', message: '$count is not supported.' }],
    ['always throttled', kinds.throttled()],
    ['unauthorized', kinds.tokenRefused()],
    ['a server error', kinds.internalError()],
  ]
  for (const [name, respond] of failing) {
    it(`omits a group whose count is ${name}, and counts the others`, async () => {
      fixture.entra.faults.always({ match: kinds.countOf(ids[1]), respond })
      expect(await count(...ids)).to.deep.equal([all()[0], all()[2]])
    })
  }

  it('omits a group that does not exist', async () => {
    expect(await count(newId(), ids[1] ?? '')).to.deep.equal([[ids[1], 1]])
  })

  it('returns no counts, and no error, if the whole batch fails', async () => {
    for (const respond of [kinds.unavailable(), kinds.connectionReset(), kinds.accessDenied()]) {
      fixture.entra.faults.always({ respond })
      expect(await count(...ids)).to.deep.equal([])
      fixture.entra.faults.clear()
    }
  })

  it('throws graphUnauthorized and signInFailed, which concern the whole run', async () => {
    fixture.entra.faults.always({ respond: kinds.tokenRefused() })
    expect((await failureOf(count(...ids))).code).to.equal('graphUnauthorized')
    const unknownTenant = fixture.source({ tenantId: newId() })
    expect((await failureOf(unknownTenant.countMembers(ids))).code).to.equal('signInFailed')
  })
})
