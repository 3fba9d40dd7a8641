import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import type { NewGroup } from '../../src/emulators/entra/tenant/newObjects.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, graphLog, startPlace, type Place } from './support.js'

type Scope = Parameters<GroupSource['locateGroups']>[0]

const question = ({ path, query }: EntraRequest) => path === '/groups' && query.has('$filter')
const filter = "startsWith(displayName,'AD-') and displayName ne 'AD-none'"

describe('locating groups: in scope or out of it', () => {
  let place: Place
  let source: GroupSource
  before(async () => {
    place = await startPlace()
    source = place.source()
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => {
    place.entra.faults.clear()
    place.entra.tenant.showInListings()
  })

  const add = (displayName: string, more: Partial<NewGroup> = {}) =>
    place.entra.tenant.addGroup({ displayName, ...more }).id
  const locate = async (scope: Scope, ...ids: string[]) => (await source.locateGroups(scope, ids)).items
  const places = async (scope: Scope, ...ids: string[]) =>
    (await locate(scope, ...ids)).map(({ place }) => place)
  const questions = () => graphLog(place).filter(({ url }) => url.includes('$filter'))

  it('asks by id and filter together for what was found by its id', async () => {
    const ids = [add('AD-Sales'), newId()]
    expect(await places({ filter }, ...ids)).to.deep.equal(['inScope', 'missing'])
    const [asked, ...others] = questions()
    expect(others).to.deep.equal([])
    const { searchParams } = new URL(asked?.url ?? '', 'https://x')
    expect(searchParams.get('$filter')).to.equal(`id in ('${ids[0]}') and (${filter})`)
    expect(searchParams.get('$count')).to.equal('true')
    expect(asked?.headers).to.include({ consistencylevel: 'eventual' })
  })

  it('believes a no of the filter after three, and finds the group by its id once', async () => {
    const id = add('Renamed')
    const [found] = await locate({ filter }, id)
    expect(found).to.deep.include({ id, place: 'outOfScope' })
    expect(found).to.have.nested.property('group.displayName', 'Renamed')
    expect(questions()).to.have.length(3)
    expect(graphLog(place)).to.have.length(4)
  })

  it('takes a yes at the second question, and at the third, for the truth', async () => {
    const id = add('AD-Late')
    for (const listings of [1, 2]) {
      place.entra.log.clear()
      place.entra.tenant.hideFromListings([id], { listings, lookups: true })
      expect(await places({ filter }, id), `${listings} listings`).to.deep.equal(['inScope'])
      expect(questions()).to.have.length(listings + 1)
    }
    place.entra.tenant.hideFromListings([id], { listings: 3, lookups: true })
    expect(await places({ filter }, id)).to.deep.equal(['outOfScope'])
  })

  it('asks the filter about a group that was found late', async () => {
    const id = add('AD-Twice late')
    place.entra.tenant.hideFromReads([id], { reads: 1 })
    place.entra.tenant.hideFromListings([id], { listings: 1, lookups: true })
    expect(await places({ filter }, id)).to.deep.equal(['inScope'])
  })

  it('asks about more groups than one filter takes', async () => {
    const inside = Array.from({ length: 25 }, (_, index) => add(`AD-${index}`))
    const outside = Array.from({ length: 10 }, (_, index) => add(`Other ${index}`))
    const found = await locate({ filter }, ...inside, ...outside)
    expect(found.filter(({ place }) => place === 'inScope').map(({ id }) => id)).to.deep.equal(inside)
    expect(found.filter(({ place }) => place === 'outOfScope').map(({ id }) => id)).to.deep.equal(outside)
  })

  it('concludes nothing where the question fails', async () => {
    const id = add('AD-Asked')
    place.entra.faults.always({ match: question, respond: kinds.unavailable() })
    expect((await failureOf(locate({ filter }, id))).code).to.equal('graphUnavailable')
    expect((await failureOf(locate({ filter: 'displayName eqq 5' }, id))).code).to.equal('graphUnavailable')
    place.entra.faults.clear()
    expect((await failureOf(locate({ filter: 'displayName eqq 5' }, id))).code).to.equal('filterRefused')
  })

  it('goes by what Entra says about writing back in scope entra, and asks beta alone', async () => {
    const ids = [
      add('On', { writebackConfiguration: { isEnabled: true } }),
      add('Off', { writebackConfiguration: { isEnabled: false } }),
      add('Undecided security'),
      add('Undecided team', { kind: 'microsoft365' }),
      newId(),
    ]
    const found = await locate('entra', ...ids)
    expect(found.map(({ place }) => place)).to.deep.equal([
      'inScope',
      'outOfScope',
      'outOfScope',
      'inScope',
      'missing',
    ])
    expect(found[0]).to.have.nested.property('group.writeback.isEnabled', true)
    const reads = place.entra.log.entries.filter(({ url }) => url.includes('/groups/'))
    expect(reads.every(({ url }) => url.startsWith('/beta/'))).to.equal(true)
  })

  it('believes what Entra says about not writing back after three looks', async () => {
    const id = add('Switched on', { writebackConfiguration: { isEnabled: false } })
    place.entra.tenant.lag({ reads: 2 })
    place.entra.tenant.updateGroup(id, { writebackConfiguration: { isEnabled: true } })
    expect(await places('entra', id)).to.deep.equal(['inScope'])
    place.entra.tenant.lag()
  })
})
