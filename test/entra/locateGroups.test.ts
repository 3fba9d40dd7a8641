import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import type { GroupObject } from '../../src/emulators/entra/tenant/objects.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, secret, startEntraFixture, type EntraFixture } from './fixture.js'
import { pausesOf } from '../support/clock.js'

type Scope = Parameters<GroupSource['locateGroups']>[0]

const isLookupById = ({ path, batchItem }: EntraRequest) =>
  batchItem !== undefined && path.startsWith('/groups/')
const notFound = () => ({ status: 404, code: 'Request_ResourceNotFound', message: 'Not there.' })
const isDeletedLookup = ({ path }: EntraRequest) => path.startsWith('/directory/deletedItems/')

describe('locateGroups', () => {
  let fixture: EntraFixture
  let source: GroupSource
  let existing: GroupObject
  before(async () => {
    fixture = await startEntraFixture({
      apps: [{ secret, permissions: ['GroupMember.Read.All', 'User.Read.All'] }],
    })
    source = fixture.source()
    existing = fixture.entra.tenant.addGroup({ displayName: 'Stays' })
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => {
    fixture.entra.faults.clear()
    fixture.entra.tenant.lag()
  })

  const add = () => fixture.entra.tenant.addGroup({ displayName: 'Comes and goes', kind: 'microsoft365' })
  const locate = async (scope: Scope, ...ids: string[]) => (await source.locateGroups(scope, ids)).items
  const locations = async (scope: Scope, ...ids: string[]) =>
    (await locate(scope, ...ids)).map(({ status }) => status)
  const sentLookups = (part: string) =>
    fixture.entra.log.entries.filter(({ url, batchItem }) => batchItem !== undefined && url.includes(part))
  const sourceOfDeleted = () => fixture.sourceWith('Group.Read.All', 'User.Read.All')

  it('sends one lookup if every group exists, and nothing for no groups', async () => {
    const [found] = await locate('all', existing.id)
    expect(found).to.deep.include({ id: existing.id, status: 'inScope' })
    expect(found).to.have.nested.property('group.displayName', 'Stays')
    expect(sentLookups('/groups/')).to.have.length(1)
    expect(sentLookups('/deletedItems/')).to.have.length(0)
    fixture.entra.log.clear()
    expect(await locate('all')).to.deep.equal([])
    expect(fixture.entra.log.count()).to.equal(0)
  })

  it('returns one location per requested id, in their order and letter case', async () => {
    const ids = [newId(), existing.id.toUpperCase(), newId(), existing.id]
    const found = await locate('all', ...ids)
    expect(found.map(({ id }) => id)).to.deep.equal(ids)
    expect(found.map(({ status }) => status)).to.deep.equal(['missing', 'inScope', 'missing', 'inScope'])
  })

  it('returns missing after three lookups by id and three among the deleted groups', async () => {
    const id = newId()
    expect(await locations('all', id, existing.id)).to.deep.equal(['missing', 'inScope'])
    expect(sentLookups(`/groups/${id}`)).to.have.length(3)
    expect(sentLookups(`/deletedItems/${id}`)).to.have.length(3)
    expect(sentLookups(existing.id)).to.have.length(1)
  })

  it('finds a group at the second or third lookup if a replica lags', async () => {
    const { id } = add()
    for (const reads of [1, 2]) {
      fixture.entra.tenant.hideFromReads([id], { reads })
      fixture.entra.log.clear()
      expect(await locations('all', id), `${reads} reads`).to.deep.equal(['inScope'])
      expect(sentLookups(`/groups/${id}`)).to.have.length(reads + 1)
    }
    fixture.entra.tenant.hideFromReads([id], { reads: 3 })
    expect(await locations('all', id)).to.deep.equal(['missing'])
  })

  it('makes the configured pauses between lookups', async () => {
    const locating = () => fixture.source({}, { lookupPausesMs: [150, 100] }).locateGroups('all', [newId()])
    expect(await pausesOf(locating)).to.deep.equal([0, 150, 100]) // none before the first
  })

  it('returns deleted after one lookup if deleted groups can be read', async () => {
    const { id } = add()
    fixture.entra.tenant.deleteGroup(id)
    expect((await sourceOfDeleted().locateGroups('all', [id])).items).to.deep.equal([
      { id, status: 'deleted' },
    ])
    expect(sentLookups(`/groups/${id}`)).to.have.length(1)
    expect(sentLookups(`/deletedItems/${id}`).map(({ status }) => status)).to.deep.equal([200])
  })

  it('returns deleted after the third lookup if a replica lists the deleted group late', async () => {
    const { id } = add()
    fixture.entra.tenant.deleteGroup(id)
    fixture.entra.faults.next({ match: isDeletedLookup, respond: notFound(), times: 2 })
    expect((await sourceOfDeleted().locateGroups('all', [id])).items).to.deep.equal([
      { id, status: 'deleted' },
    ])
    expect(sentLookups(`/groups/${id}`)).to.have.length(3)
  })

  it('returns missing for a deleted group if deleted groups cannot be read', async () => {
    const { id } = add()
    fixture.entra.tenant.deleteGroup(id)
    expect(await locations('all', id)).to.deep.equal(['missing'])
    expect(sentLookups(`/deletedItems/${id}`).map(({ status }) => status)).to.deep.equal([403, 403, 403])
  })

  const noProof: Array<[string, FaultResponse]> = [
    ['404', notFound()],
    ['400', { status: 400, code: 'Request_BadRequest', message: 'No.' }],
    ['503', kinds.unavailable()],
    ['an HTML page', { status: 200, body: '<html>Welcome</html>' }],
    ['null', { status: 200, body: 'null' }],
    ['an object without an id', { status: 200, body: {} }],
    ['another object', { status: 200, body: { id: newId() } }],
  ]
  for (const [name, respond] of noProof) {
    it(`returns missing, not deleted, if the response for the deleted group is ${name}`, async () => {
      const { id } = add()
      fixture.entra.tenant.deleteGroup(id)
      fixture.entra.faults.always({ match: isDeletedLookup, respond })
      expect((await sourceOfDeleted().locateGroups('all', [id])).items).to.deep.equal([
        { id, status: 'missing' },
      ])
    })
  }

  it('returns missing for a permanently deleted group, and inScope for a restored one', async () => {
    const [purged, restored] = [add(), add()]
    fixture.entra.tenant.deleteGroup(purged, { hard: true })
    fixture.entra.tenant.deleteGroup(restored)
    fixture.entra.tenant.restoreGroup(restored)
    expect(await locations('all', purged.id, restored.id)).to.deep.equal(['missing', 'inScope'])
  })

  it('throws the error of a lookup that fails', async () => {
    for (const scope of ['all', 'entra', { filter: 'mailEnabled eq false' }] as const) {
      fixture.entra.faults.always({ match: isLookupById, respond: kinds.unavailable() })
      expect((await failureOf(locate(scope, existing.id))).code).to.equal('graphUnavailable')
      fixture.entra.faults.clear()
      fixture.entra.faults.always({ match: isLookupById, respond: kinds.accessDenied() })
      expect((await failureOf(locate(scope, existing.id))).code).to.equal('graphDenied')
      fixture.entra.faults.clear()
    }
  })

  it('throws graphUnexpected for a 404 without the error code of Graph', async () => {
    const foreignResponses = [
      { status: 404, body: '<html><title>404 Not Found</title></html>' },
      { status: 404 },
      { status: 404, code: 'UnknownError', message: 'Backend not found.' },
    ]
    for (const respond of foreignResponses) {
      fixture.entra.faults.always({ match: isLookupById, respond })
      expect((await failureOf(locate('all', existing.id))).code).to.equal('graphUnexpected')
      expect((await failureOf(source.readGroups('all', [existing.id]))).code).to.equal('graphUnexpected')
      fixture.entra.faults.clear()
    }
  })

  it('throws graphUnexpected for an object that is not a group, and ignores another group', async () => {
    for (const body of [{ id: 5 }, { displayName: 'No id' }, [existing]]) {
      fixture.entra.faults.always({ match: isLookupById, respond: { status: 200, body } })
      expect((await failureOf(locate('all', existing.id))).code).to.equal('graphUnexpected')
      fixture.entra.faults.clear()
    }
    const other = { ...existing, id: newId() }
    fixture.entra.faults.always({ match: isLookupById, respond: { status: 200, body: other } })
    expect(await locations('all', existing.id)).to.deep.equal(['missing'])
  })
})
