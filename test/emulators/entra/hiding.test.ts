import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GroupObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, get, getEventual, idsIn, nextLink, refusal, signIn, type Json } from './support/client.js'

describe('the emulated Entra: hidden groups', () => {
  let entra: Entra
  let token: string
  let groups: GroupObject[]
  let hidden: GroupObject
  before(async () => {
    entra = await startEntra({
      seed: 'hiding',
      apps: [{ secret: 's', permissions: ['Group.ReadWrite.All'] }],
    })
    token = await signIn(entra)
    groups = [1, 2, 3, 4, 5].map((number) => entra.tenant.addGroup({ displayName: `Team ${number}` }))
    hidden = groups[2] as GroupObject
  })
  after(() => entra.close())
  afterEach(() => {
    entra.tenant.showInListings()
    entra.tenant.showInReads()
  })

  const ids = (without?: GroupObject) => groups.filter((group) => group !== without).map(({ id }) => id)
  const list = async (options = '') => idsIn(await get(entra, `/groups${options}`, { token }))
  const listEventual = async (options: string) =>
    idsIn(await getEventual(entra, `/groups?$count=true${options}`, { token }))
  const status = async ({ id }: GroupObject) => (await get(entra, `/groups/${id}`, { token })).status
  const inBatch = async (...urls: string[]) => {
    const requests = urls.map((url, index) => ({ id: String(index), method: 'GET', url }))
    const { body } = await ask(entra, '/v1.0/$batch', { method: 'POST', body: { requests }, token })
    const responses = body['responses'] as Array<{ id: string; status: number; body: Json }>
    return responses.sort((a, b) => Number(a.id) - Number(b.id))
  }

  it('are omitted from a number of listings, filtered or not, but found by reads', async () => {
    entra.tenant.hideFromListings([hidden], { listings: 3 })
    expect(await list()).to.deep.equal(ids(hidden))
    expect(await list("?$filter=startsWith(displayName,'team')")).to.deep.equal(ids(hidden))
    expect(await status(hidden)).to.equal(200)
    expect(await listEventual("&$filter=displayName ne 'x'")).to.deep.equal(ids(hidden))
    expect(await list()).to.deep.equal(ids())
  })

  it('are omitted from indexed filters, searches and the count, which does not use up a listing', async () => {
    entra.tenant.hideFromListings([hidden.id], { listings: 2 })
    expect((await getEventual(entra, '/groups/$count', { token })).text).to.equal('4')
    expect(await list(`?$filter=displayName eq '${hidden.displayName}'`)).to.deep.equal([])
    expect(await listEventual('&$search="displayName:team"')).to.deep.equal(ids(hidden))
    expect((await getEventual(entra, '/groups/$count', { token })).text).to.equal('5')
  })

  it('stay hidden until shown again, all or some', async () => {
    entra.tenant.hideFromListings(groups.slice(0, 2))
    for (let time = 0; time < 3; time++) expect(await list()).to.deep.equal(ids().slice(2))
    entra.tenant.showInListings([groups[0] as GroupObject])
    expect(await list()).to.deep.equal(ids(groups[1]))
    entra.tenant.showInListings()
    expect(await list()).to.deep.equal(ids())
  })

  it('use up one listing whatever the number of its pages, and further pages omit nothing', async () => {
    entra.tenant.hideFromListings([hidden], { listings: 1 })
    const first = await get(entra, '/groups?$top=2', { token })
    entra.tenant.hideFromListings([groups[4] as GroupObject], { listings: 1 })
    const second = await ask(entra, nextLink(first) ?? '', { token })
    expect([...idsIn(first), ...idsIn(second)]).to.deep.equal(ids(hidden))
    expect(nextLink(second)).to.equal(undefined)
    expect(await list()).to.deep.equal(ids(groups[4]))
    expect(await list()).to.deep.equal(ids())
  })

  it('are found by filters on their id, unless lookups are hidden too', async () => {
    const lookups = [
      `?$filter=id eq '${hidden.id}' and startsWith(displayName,'team')`,
      `?$filter=id in ('${hidden.id}','${groups[0]?.id}') and securityEnabled eq true`,
      `?$filter=(id eq '${hidden.id}' or id eq '${groups[0]?.id}')`,
    ]
    entra.tenant.hideFromListings([hidden], { listings: 1 })
    for (const lookup of lookups) expect(await list(lookup), lookup).to.include(hidden.id)
    // An `or` with another condition is a listing.
    const mixed = `?$filter=id eq '${hidden.id}' or displayName eq 'Team 1'`
    expect(await list(mixed)).to.deep.equal([groups[0]?.id])
    entra.tenant.hideFromListings([hidden], { listings: 3, lookups: true })
    for (const lookup of lookups) expect(await list(lookup), lookup).not.to.include(hidden.id)
    expect(await list(lookups[0])).to.deep.equal([hidden.id])
  })

  it('use up no listing that Graph rejects', async () => {
    entra.tenant.hideFromListings([hidden], { listings: 1 })
    expect((await get(entra, "/groups?$filter=displayName ne 'x'", { token })).status).to.equal(400)
    expect((await get(entra, '/groups?$filter=x', { token })).status).to.equal(400)
    expect(await list()).to.deep.equal(ids(hidden))
  })

  it('return 404 for a number of reads by id, while listings include them', async () => {
    entra.tenant.hideFromReads([hidden], { reads: 2 })
    const missed = await get(entra, `/groups/${hidden.id}?$select=id`, { token })
    expect(refusal(missed)).to.equal('404 Request_ResourceNotFound')
    expect(await list()).to.deep.equal(ids())
    expect(await status(groups[0] as GroupObject)).to.equal(200)
    const deleted = await get(entra, `/directory/deletedItems/${hidden.id}`, { token })
    expect(deleted.status).to.equal(404)
    expect([await status(hidden), await status(hidden)]).to.deep.equal([404, 200])
  })

  it('are hidden from reads and listings inside a batch', async () => {
    entra.tenant.hideFromReads([hidden], { reads: 1 })
    entra.tenant.hideFromListings([hidden], { listings: 1 })
    const urls = [`/groups/${hidden.id}`, `/groups/${groups[0]?.id}`, '/groups?$select=id']
    const [read, other, listing] = await inBatch(...urls)
    expect([read?.status, other?.status, listing?.status]).to.deep.equal([404, 200, 200])
    expect(read?.body['error']).to.have.property('code', 'Request_ResourceNotFound')
    expect(listing?.body['value']).to.have.length(4)
    const [readAgain, , listedAgain] = await inBatch(...urls)
    expect(readAgain?.status).to.equal(200)
    expect(listedAgain?.body['value']).to.have.length(5)
  })

  it('stay hidden from reads until shown again, and can still be written', async () => {
    entra.tenant.hideFromReads(groups.slice(0, 2))
    for (let time = 0; time < 3; time++) expect(await status(groups[0] as GroupObject)).to.equal(404)
    entra.tenant.showInReads([groups[0] as GroupObject])
    expect([await status(groups[0] as GroupObject), await status(groups[1] as GroupObject)]).to.deep.equal([
      200, 404,
    ])
    const path = `/v1.0/groups/${groups[1]?.id}`
    const written = await ask(entra, path, { method: 'PATCH', body: { description: 'New' }, token })
    expect(written.status).to.equal(204)
  })

  it('must exist', () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect(() => entra.tenant.hideFromListings([nobody])).to.throw(TypeError, nobody)
    expect(() => entra.tenant.hideFromReads([nobody])).to.throw(TypeError, nobody)
  })
})
