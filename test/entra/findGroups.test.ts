import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import { accessDenied } from '../../src/emulators/entra/faultKinds.js'
import { newId } from '../contract/sourceFixture.js'
import type { Problem } from '../../src/errors.js'
import { failureOf, graphLog, startPlace, type Place } from './support.js'

describe('finding the group somebody means', () => {
  let place: Place
  let source: GroupSource
  before(async () => {
    place = await startPlace({ paging: { pageSize: 1, emptyPages: true } })
    source = place.source()
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  const add = (displayName: string, mail?: string) =>
    place.entra.tenant.addGroup({ displayName, ...(mail && { kind: 'microsoft365', mail }) }).id
  const look = async (reference: string) => (await source.findGroups([reference])).get(reference)
  const find = async (reference: string) => {
    const found = await look(reference)
    return found && 'id' in found ? found.id : found?.code
  }

  it('takes ids, addresses and names in any case, as Entra does', async () => {
    const id = add('Sales Team', 'Sales@Contoso.com')
    expect(await find(id.toUpperCase())).to.equal(id)
    expect(await find('sales@contoso.COM')).to.equal(id)
    expect(await find('SALES team')).to.equal(id)
  })

  it('takes the address before the name where it looks like one', async () => {
    const named = add('both@contoso.com')
    const addressed = add('Somebody else', 'both@contoso.com')
    expect(await find('both@contoso.com')).to.equal(addressed)
    place.entra.tenant.purgeGroup(addressed)
    expect(await find('both@contoso.com')).to.equal(named)
  })

  it('takes the name before the address where it looks like one', async () => {
    const named = add('plain')
    place.entra.tenant.addGroup({ displayName: 'Other', kind: 'distribution', mail: 'plain' })
    expect(await find('plain')).to.equal(named)
    expect(graphLog(place)).to.have.length(1)
    place.entra.tenant.purgeGroup(named)
    expect(await find('plain')).to.not.equal(named)
  })

  it('names all that are called so, over pages', async () => {
    const ids = [add('Triplets'), add('Triplets'), add('triplets')]
    const problem = (await look('Triplets')) as Problem
    expect(problem.code).to.equal('groupAmbiguous')
    expect(problem.details?.groups).to.have.members(ids)
    for (const id of ids) expect(problem.message).to.contain(id)
    expect(problem.message).to.match(/^3 groups are called Triplets: /)
    expect(problem.hint).to.equal('Name the one you mean by its object id.')
  })

  it('finds a group by a name as long as names get', async () => {
    const name = `${'long '.repeat(51)}x`
    const id = add(name)
    expect(await find(name)).to.equal(id)
  })

  it('says how to name a group that nobody has', async () => {
    const id = newId()
    expect(await look(id)).to.deep.equal({
      code: 'groupNotFound',
      message: `There is no group ${id} in Entra ID.`,
      hint: 'Name it by its object id, mail address or exact display name.',
      details: { reference: id },
    })
  })

  it('does not take a refusal for a group that is not there', async () => {
    place.entra.faults.always({ match: ({ area }) => area === 'graph', respond: accessDenied() })
    expect((await failureOf(find('Sales Team'))).code).to.equal('graphDenied')
    place.entra.faults.clear()
    place.entra.faults.always({ match: ({ batchItem }) => batchItem !== undefined, respond: accessDenied() })
    expect((await failureOf(find(newId()))).code).to.equal('graphDenied')
  })
})
