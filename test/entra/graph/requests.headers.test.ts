import { expect } from 'chai'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { EntraResponse, EntraRequest } from '../../../src/emulators/entra/messages.js'
import { newId } from '../../contract/sourceFixture.js'
import { graphLog, startPlace, type Place } from '../support.js'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('requests to Graph: what goes with each', () => {
  let place: Place
  const tokens: string[] = []
  before(async () => {
    place = await startPlace({ paging: { pageSize: 2, emptyPages: true } })
    for (const displayName of ['A', 'B', 'C', 'D', 'E']) place.entra.tenant.addGroup({ displayName })
    place.watch(({ area, headers, batchItem }: EntraRequest) => {
      if (area === 'graph' && batchItem === undefined) tokens.push(headers['authorization'] ?? 'none')
    })
  })
  after(() => place.close())
  beforeEach(() => {
    tokens.length = 0
    place.entra.log.clear()
    place.entra.tokens.lifetime = 3599
  })
  afterEach(() => place.entra.faults.clear())

  it('gives every request an id of its own, a low priority and the wish for JSON', async () => {
    place.entra.faults.next({ respond: kinds.unavailable(), times: 2 })
    const source = place.source()
    await source.readGroups('all')
    await source.readGroups('all', [newId()])
    const headers = graphLog(place).map((entry) => entry.headers)
    expect(headers).to.have.length(8)
    for (const header of headers) {
      expect(header['client-request-id']).to.match(guid)
      expect(header).to.include({ 'x-ms-throttle-priority': 'Low', accept: 'application/json' })
    }
    expect(new Set(headers.map((header) => header['client-request-id'])).size).to.equal(8)
  })

  it('uses one token for as long as it is good', async () => {
    const source = place.source()
    await source.readGroups('all')
    await source.readGroups('all', [newId()])
    expect(tokens).to.have.length(6)
    expect(new Set(tokens).size).to.equal(1)
    expect(tokens[0]).to.match(/^Bearer \S+$/)
  })

  it('asks for a token on every try, since the pause may have outlived the last one', async () => {
    // @azure/identity does not use a token again that ends within five minutes.
    place.entra.tokens.lifetime = 200
    place.entra.faults.next({ respond: kinds.throttled(0.02), times: 3 })
    await place.source().readGroups('all')
    expect(tokens).to.have.length(8)
    expect(new Set(tokens).size).to.equal(8)
  })

  it('goes on with a new token where the last one has expired meanwhile', async () => {
    place.entra.tokens.lifetime = 200
    const expire = (answer: EntraResponse): EntraResponse => {
      place.entra.tokens.expireAll()
      return answer
    }
    place.entra.faults.always({ respond: { rewrite: expire } })
    expect((await place.source().readGroups('all')).items).to.have.length(5)
  })

  it('asks for the properties it needs, and for pages as long as they get', async () => {
    await place.source().readGroups('all')
    const [first] = graphLog(place)
    const { pathname, searchParams } = new URL(first?.url ?? '', place.entra.graphUrl)
    expect(pathname).to.equal('/v1.0/groups')
    expect(searchParams.get('$top')).to.equal('999')
    expect(searchParams.get('$select')?.split(',')).to.include.members([
      'id',
      'groupTypes',
      'visibility',
      'onPremisesSyncEnabled',
    ])
    expect(searchParams.get('$select')).to.not.contain('writebackConfiguration')
  })

  it('asks beta, and only beta, for what Entra says about writing back', async () => {
    const source = place.source()
    await source.readGroups('entra')
    await source.readGroups('entra', [newId()])
    const urls = place.entra.log.entries.filter(({ area }) => area === 'graph').map(({ url }) => url)
    expect(urls.every((url) => url.startsWith('/beta/'))).to.equal(true)
    expect(
      urls.filter((url) => !url.endsWith('$batch')).every((url) => url.includes('writebackConfiguration')),
    ).to.equal(true)
  })

  it('sends the header of advanced queries with every page of a filter, and asks for the count', async () => {
    const filter = "not(displayName eq 'B')"
    const { items } = await place.source().readGroups({ filter })
    expect(items.map(({ displayName }) => displayName)).to.deep.equal(['A', 'C', 'D', 'E'])
    const entries = graphLog(place)
    expect(entries).to.have.length(3)
    for (const { headers } of entries) expect(headers).to.include({ consistencylevel: 'eventual' })
    for (const { url } of entries) expect(url).to.match(/[?&]\$count=true(&|$)/)
  })
})

describe('requests to Graph: texts in filters', () => {
  let place: Place
  before(async () => (place = await startPlace()))
  after(() => place.close())

  it('puts no more than fifteen ids into one', async () => {
    place.entra.log.clear()
    const ids = Array.from({ length: 31 }, newId)
    await place.source().readGroups({ filter: 'mailEnabled eq false or securityEnabled eq true' }, ids)
    const filters = graphLog(place).map(
      ({ url }) => new URL(url, 'https://x').searchParams.get('$filter') ?? '',
    )
    expect(filters.map((filter) => filter.match(/'[0-9a-f-]{36}'/g)?.length)).to.deep.equal([15, 15, 1])
    for (const filter of filters) {
      expect(filter).to.match(/^id in \(.*\) and \(mailEnabled eq false or securityEnabled eq true\)$/)
    }
  })

  const oddFilters = [
    'R&D',
    'a#b',
    'a+b',
    "O'Neil",
    '100%',
    '%41',
    'a=b?c',
    '😀',
    'é',
    'a/b\\c',
    '"x"',
    '<&>',
    ' ',
  ]
  for (const text of oddFilters) {
    it(`sends ${JSON.stringify(text)} in a filter as it is`, async () => {
      const { tenant } = place.entra
      const group = tenant.addGroup({ displayName: `${text} and more` })
      const other = tenant.addGroup({ displayName: 'and more' })
      const filter = `startsWith(displayName,'${text.replaceAll("'", "''")}') and mailEnabled eq false`
      const { items } = await place.source().readGroups({ filter })
      expect(items.map(({ id }) => id)).to.deep.equal([group.id])
      const first = graphLog(place).at(-1)
      expect(new URL(first?.url ?? '', place.entra.graphUrl).searchParams.get('$filter')).to.equal(filter)
      expect(first?.url).to.match(/^[\x21-\x7e]+$/)
      tenant.purgeGroup(group)
      tenant.purgeGroup(other)
    })
  }
})
