import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import type { NewGroup } from '../../src/emulators/entra/tenant/newObjects.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, graphLog, startEntraFixture, type EntraFixture } from './fixture.js'

type Scope = Parameters<GroupSource['locateGroups']>[0]

const isFilterQuery = ({ path, query }: EntraRequest) => path === '/groups' && query.has('$filter')
const filter = "startsWith(displayName,'AD-') and displayName ne 'AD-none'"

describe('locateGroups for a scope', () => {
  let fixture: EntraFixture
  let source: GroupSource
  before(async () => {
    fixture = await startEntraFixture()
    source = fixture.source()
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => {
    fixture.entra.faults.clear()
    fixture.entra.tenant.showInListings()
  })

  const add = (displayName: string, more: Partial<NewGroup> = {}) =>
    fixture.entra.tenant.addGroup({ displayName, ...more }).id
  const locate = async (scope: Scope, ...ids: string[]) => (await source.locateGroups(scope, ids)).items
  const locations = async (scope: Scope, ...ids: string[]) =>
    (await locate(scope, ...ids)).map(({ status }) => status)
  const filterQueries = () => graphLog(fixture).filter(({ url }) => url.includes('$filter'))

  it('queries id and filter together for each group found by its id', async () => {
    const ids = [add('AD-Sales'), newId()]
    expect(await locations({ filter }, ...ids)).to.deep.equal(['inScope', 'missing'])
    const [query, ...others] = filterQueries()
    expect(others).to.deep.equal([])
    const { searchParams } = new URL(query?.url ?? '', 'https://x')
    expect(searchParams.get('$filter')).to.equal(`id in ('${ids[0]}') and (${filter})`)
    expect(searchParams.get('$count')).to.equal('true')
    expect(query?.headers).to.include({ consistencylevel: 'eventual' })
  })

  it('returns outOfScope after three filter queries without the group, and one read by id', async () => {
    const id = add('Renamed')
    const [found] = await locate({ filter }, id)
    expect(found).to.deep.include({ id, status: 'outOfScope' })
    expect(found).to.have.nested.property('group.displayName', 'Renamed')
    expect(filterQueries()).to.have.length(3)
    expect(graphLog(fixture)).to.have.length(4)
  })

  it('returns inScope if the second or third filter query finds the group', async () => {
    const id = add('AD-Late')
    for (const listings of [1, 2]) {
      fixture.entra.log.clear()
      fixture.entra.tenant.hideFromListings([id], { listings, lookups: true })
      expect(await locations({ filter }, id), `${listings} listings`).to.deep.equal(['inScope'])
      expect(filterQueries()).to.have.length(listings + 1)
    }
    fixture.entra.tenant.hideFromListings([id], { listings: 3, lookups: true })
    expect(await locations({ filter }, id)).to.deep.equal(['outOfScope'])
  })

  it('queries the filter for a group that is found late', async () => {
    const id = add('AD-Twice late')
    fixture.entra.tenant.hideFromReads([id], { reads: 1 })
    fixture.entra.tenant.hideFromListings([id], { listings: 1, lookups: true })
    expect(await locations({ filter }, id)).to.deep.equal(['inScope'])
  })

  it('splits more ids than one filter accepts into several queries', async () => {
    const inside = Array.from({ length: 25 }, (_, index) => add(`AD-${index}`))
    const outside = Array.from({ length: 10 }, (_, index) => add(`Other ${index}`))
    const found = await locate({ filter }, ...inside, ...outside)
    expect(found.filter(({ status }) => status === 'inScope').map(({ id }) => id)).to.deep.equal(inside)
    expect(found.filter(({ status }) => status === 'outOfScope').map(({ id }) => id)).to.deep.equal(outside)
  })

  it('throws the error of a filter query that fails', async () => {
    const id = add('AD-Asked')
    fixture.entra.faults.always({ match: isFilterQuery, respond: kinds.unavailable() })
    expect((await failureOf(locate({ filter }, id))).code).to.equal('graphUnavailable')
    expect((await failureOf(locate({ filter: 'displayName eqq 5' }, id))).code).to.equal('graphUnavailable')
    fixture.entra.faults.clear()
    expect((await failureOf(locate({ filter: 'displayName eqq 5' }, id))).code).to.equal('filterRefused')
  })

  it('uses writebackConfiguration in scope entra, and queries beta only', async () => {
    const ids = [
      add('On', { writebackConfiguration: { isEnabled: true } }),
      add('Off', { writebackConfiguration: { isEnabled: false } }),
      add('Undecided security'),
      add('Undecided team', { kind: 'microsoft365' }),
      newId(),
    ]
    const found = await locate('entra', ...ids)
    expect(found.map(({ status }) => status)).to.deep.equal([
      'inScope',
      'outOfScope',
      'outOfScope',
      'inScope',
      'missing',
    ])
    expect(found[0]).to.have.nested.property('group.writeback.isEnabled', true)
    const reads = fixture.entra.log.entries.filter(({ url }) => url.includes('/groups/'))
    expect(reads.every(({ url }) => url.startsWith('/beta/'))).to.equal(true)
  })

  it('returns inScope in scope entra if a later lookup finds writeback enabled', async () => {
    const id = add('Switched on', { writebackConfiguration: { isEnabled: false } })
    fixture.entra.tenant.lag({ reads: 2 })
    fixture.entra.tenant.updateGroup(id, { writebackConfiguration: { isEnabled: true } })
    expect(await locations('entra', id)).to.deep.equal(['inScope'])
    fixture.entra.tenant.lag()
  })
})
