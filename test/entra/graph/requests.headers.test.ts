import { expect } from 'chai'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { EntraResponse, EntraRequest } from '../../../src/emulators/entra/messages.js'
import { newId } from '../../contract/sourceFixture.js'
import { graphLog, startEntraFixture, type EntraFixture } from '../fixture.js'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('the headers and URLs of requests to Graph', () => {
  let fixture: EntraFixture
  const tokens: string[] = []
  before(async () => {
    fixture = await startEntraFixture({ paging: { pageSize: 2, emptyPages: true } })
    for (const displayName of ['A', 'B', 'C', 'D', 'E']) fixture.entra.tenant.addGroup({ displayName })
    fixture.watch(({ area, headers, batchItem }: EntraRequest) => {
      if (area === 'graph' && batchItem === undefined) tokens.push(headers['authorization'] ?? 'none')
    })
  })
  after(() => fixture.close())
  beforeEach(() => {
    tokens.length = 0
    fixture.entra.log.clear()
    fixture.entra.tokens.lifetime = 3599
  })
  afterEach(() => fixture.entra.faults.clear())

  it('contain a unique request id, the low priority and the type JSON in every attempt', async () => {
    fixture.entra.faults.next({ respond: kinds.unavailable(), times: 2 })
    const source = fixture.source()
    await source.readGroups('all')
    await source.readGroups('all', [newId()])
    const headers = graphLog(fixture).map((entry) => entry.headers)
    expect(headers).to.have.length(8)
    for (const header of headers) {
      expect(header['client-request-id']).to.match(guid)
      expect(header).to.include({ 'x-ms-throttle-priority': 'Low', accept: 'application/json' })
    }
    expect(new Set(headers.map((header) => header['client-request-id'])).size).to.equal(8)
  })

  it('contain the same token while it is valid', async () => {
    const source = fixture.source()
    await source.readGroups('all')
    await source.readGroups('all', [newId()])
    expect(tokens).to.have.length(6)
    expect(new Set(tokens).size).to.equal(1)
    expect(tokens[0]).to.match(/^Bearer \S+$/)
  })

  it('contain a new token in every attempt if tokens expire soon', async () => {
    // @azure/identity does not reuse a token that expires within five minutes.
    fixture.entra.tokens.lifetime = 200
    fixture.entra.faults.next({ respond: kinds.throttled(0.02), times: 3 })
    await fixture.source().readGroups('all')
    expect(tokens).to.have.length(8)
    expect(new Set(tokens).size).to.equal(8)
  })

  it('contain a new token after Graph rejected an expired one', async () => {
    fixture.entra.tokens.lifetime = 200
    const expire = (answer: EntraResponse): EntraResponse => {
      fixture.entra.tokens.expireAll()
      return answer
    }
    fixture.entra.faults.always({ respond: { rewrite: expire } })
    expect((await fixture.source().readGroups('all')).items).to.have.length(5)
  })

  it('select the properties that are needed, and pages of 999 groups', async () => {
    await fixture.source().readGroups('all')
    const [first] = graphLog(fixture)
    const { pathname, searchParams } = new URL(first?.url ?? '', fixture.entra.graphUrl)
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

  it('go to beta only, with writebackConfiguration, in scope entra', async () => {
    const source = fixture.source()
    await source.readGroups('entra')
    await source.readGroups('entra', [newId()])
    const urls = fixture.entra.log.entries.filter(({ area }) => area === 'graph').map(({ url }) => url)
    expect(urls.every((url) => url.startsWith('/beta/'))).to.equal(true)
    expect(
      urls.filter((url) => !url.endsWith('$batch')).every((url) => url.includes('writebackConfiguration')),
    ).to.equal(true)
  })

  it('contain the header and the $count of an advanced query for every page of a filter', async () => {
    const filter = "not(displayName eq 'B')"
    const { items } = await fixture.source().readGroups({ filter })
    expect(items.map(({ displayName }) => displayName)).to.deep.equal(['A', 'C', 'D', 'E'])
    const entries = graphLog(fixture)
    expect(entries).to.have.length(3)
    for (const { headers } of entries) expect(headers).to.include({ consistencylevel: 'eventual' })
    for (const { url } of entries) expect(url).to.match(/[?&]\$count=true(&|$)/)
  })
})

describe('the filters in requests to Graph', () => {
  let fixture: EntraFixture
  before(async () => (fixture = await startEntraFixture()))
  after(() => fixture.close())

  it('contain at most fifteen ids each', async () => {
    fixture.entra.log.clear()
    const ids = Array.from({ length: 31 }, newId)
    await fixture.source().readGroups({ filter: 'mailEnabled eq false or securityEnabled eq true' }, ids)
    const filters = graphLog(fixture).map(
      ({ url }) => new URL(url, 'https://x').searchParams.get('$filter') ?? '',
    )
    expect(filters.map((filter) => filter.match(/'[0-9a-f-]{36}'/g)?.length)).to.deep.equal([15, 15, 1])
    for (const filter of filters) {
      expect(filter).to.match(/^id in \(.*\) and \(mailEnabled eq false or securityEnabled eq true\)$/)
    }
  })

  const specialTexts = [
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
  for (const text of specialTexts) {
    it(`contain ${JSON.stringify(text)} URL-encoded and unchanged`, async () => {
      const { tenant } = fixture.entra
      const group = tenant.addGroup({ displayName: `${text} and more` })
      const other = tenant.addGroup({ displayName: 'and more' })
      const filter = `startsWith(displayName,'${text.replaceAll("'", "''")}') and mailEnabled eq false`
      const { items } = await fixture.source().readGroups({ filter })
      expect(items.map(({ id }) => id)).to.deep.equal([group.id])
      const first = graphLog(fixture).at(-1)
      expect(new URL(first?.url ?? '', fixture.entra.graphUrl).searchParams.get('$filter')).to.equal(filter)
      expect(first?.url).to.match(/^[\x21-\x7e]+$/)
      tenant.purgeGroup(group)
      tenant.purgeGroup(other)
    })
  }
})
