import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import { accessDenied } from '../../src/emulators/entra/faultKinds.js'
import { newId } from '../contract/sourceFixture.js'
import type { Problem } from '../../src/errors.js'
import { failureOf, graphLog, startEntraFixture, type EntraFixture } from './fixture.js'

describe('findGroups', () => {
  let fixture: EntraFixture
  let source: GroupSource
  before(async () => {
    fixture = await startEntraFixture({ paging: { pageSize: 1, emptyPages: true } })
    source = fixture.source()
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  const add = (displayName: string, mail?: string) =>
    fixture.entra.tenant.addGroup({ displayName, ...(mail && { kind: 'microsoft365', mail }) }).id
  const findOne = async (reference: string) => (await source.findGroups([reference])).get(reference)
  const find = async (reference: string) => {
    const found = await findOne(reference)
    return found && 'id' in found ? found.id : found?.code
  }

  it('finds a group by object id, mail address or display name in any case', async () => {
    const id = add('Sales Team', 'Sales@Contoso.com')
    expect(await find(id.toUpperCase())).to.equal(id)
    expect(await find('sales@contoso.COM')).to.equal(id)
    expect(await find('SALES team')).to.equal(id)
  })

  it('prefers the mail address to the display name for a reference with @', async () => {
    const named = add('both@contoso.com')
    const addressed = add('Somebody else', 'both@contoso.com')
    expect(await find('both@contoso.com')).to.equal(addressed)
    fixture.entra.tenant.purgeGroup(addressed)
    expect(await find('both@contoso.com')).to.equal(named)
  })

  it('prefers the display name to the mail address for a reference without @', async () => {
    const named = add('plain')
    fixture.entra.tenant.addGroup({ displayName: 'Other', kind: 'distribution', mail: 'plain' })
    expect(await find('plain')).to.equal(named)
    expect(graphLog(fixture)).to.have.length(1)
    fixture.entra.tenant.purgeGroup(named)
    expect(await find('plain')).to.not.equal(named)
  })

  it('returns groupAmbiguous with all matching groups of several pages', async () => {
    const ids = [add('Triplets'), add('Triplets'), add('triplets')]
    const problem = (await findOne('Triplets')) as Problem
    expect(problem.code).to.equal('groupAmbiguous')
    expect(problem.details?.groups).to.have.members(ids)
    for (const id of ids) expect(problem.message).to.contain(id)
    expect(problem.message).to.match(/^3 groups match Triplets: /)
    expect(problem.hint).to.equal('Use the object id of the group.')
  })

  it('finds a group by a display name of 256 characters', async () => {
    const name = `${'long '.repeat(51)}x`
    const id = add(name)
    expect(await find(name)).to.equal(id)
  })

  it('returns groupNotFound for an unknown group', async () => {
    const id = newId()
    expect(await findOne(id)).to.deep.equal({
      code: 'groupNotFound',
      message: `There is no group ${id} in Entra ID.`,
      hint: 'Specify its object id, mail address or exact display name.',
      details: { reference: id },
    })
  })

  it('throws graphDenied, instead of groupNotFound, after status 403', async () => {
    fixture.entra.faults.always({ match: ({ area }) => area === 'graph', respond: accessDenied() })
    expect((await failureOf(find('Sales Team'))).code).to.equal('graphDenied')
    fixture.entra.faults.clear()
    fixture.entra.faults.always({
      match: ({ batchItem }) => batchItem !== undefined,
      respond: accessDenied(),
    })
    expect((await failureOf(find(newId()))).code).to.equal('graphDenied')
  })
})
