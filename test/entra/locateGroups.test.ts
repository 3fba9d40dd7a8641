import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import type { GroupObject } from '../../src/emulators/entra/tenant/objects.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, secret, startPlace, type Place } from './support.js'
import { pausesOf } from '../support/clock.js'

type Scope = Parameters<GroupSource['locateGroups']>[0]

const looks = ({ path, batchItem }: EntraRequest) => batchItem !== undefined && path.startsWith('/groups/')
const notThere = () => ({ status: 404, code: 'Request_ResourceNotFound', message: 'Not there.' })
const bin = ({ path }: EntraRequest) => path.startsWith('/directory/deletedItems/')

describe('locating groups that a listing did not have', () => {
  let place: Place
  let source: GroupSource
  let stays: GroupObject
  before(async () => {
    place = await startPlace({
      apps: [{ secret, permissions: ['GroupMember.Read.All', 'User.Read.All'] }],
    })
    source = place.source()
    stays = place.entra.tenant.addGroup({ displayName: 'Stays' })
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => {
    place.entra.faults.clear()
    place.entra.tenant.lag()
  })

  const add = () => place.entra.tenant.addGroup({ displayName: 'Comes and goes', kind: 'microsoft365' })
  const locate = async (scope: Scope, ...ids: string[]) => (await source.locateGroups(scope, ids)).items
  const places = async (scope: Scope, ...ids: string[]) =>
    (await locate(scope, ...ids)).map(({ place }) => place)
  const asked = (part: string) =>
    place.entra.log.entries.filter(({ url, batchItem }) => batchItem !== undefined && url.includes(part))
  const seeing = () => place.sourceWith('Group.Read.All', 'User.Read.All')

  it('asks once where every group is there, and sends nothing for none', async () => {
    const [found] = await locate('all', stays.id)
    expect(found).to.deep.include({ id: stays.id, place: 'inScope' })
    expect(found).to.have.nested.property('group.displayName', 'Stays')
    expect(asked('/groups/')).to.have.length(1)
    expect(asked('/deletedItems/')).to.have.length(0)
    place.entra.log.clear()
    expect(await locate('all')).to.deep.equal([])
    expect(place.entra.log.count()).to.equal(0)
  })

  it('answers in the order of the ids, each as often and in the letters in which it was asked for', async () => {
    const ids = [newId(), stays.id.toUpperCase(), newId(), stays.id]
    const found = await locate('all', ...ids)
    expect(found.map(({ id }) => id)).to.deep.equal(ids)
    expect(found.map(({ place }) => place)).to.deep.equal(['missing', 'inScope', 'missing', 'inScope'])
  })

  it('looks three times for a group before it is missing, by its id and among the deleted ones', async () => {
    const id = newId()
    expect(await places('all', id, stays.id)).to.deep.equal(['missing', 'inScope'])
    expect(asked(`/groups/${id}`)).to.have.length(3)
    expect(asked(`/deletedItems/${id}`)).to.have.length(3)
    expect(asked(stays.id)).to.have.length(1)
  })

  it('finds a group at the second look, and at the third, that a replica did not know before', async () => {
    const { id } = add()
    for (const reads of [1, 2]) {
      place.entra.tenant.hideFromReads([id], { reads })
      place.entra.log.clear()
      expect(await places('all', id), `${reads} reads`).to.deep.equal(['inScope'])
      expect(asked(`/groups/${id}`)).to.have.length(reads + 1)
    }
    place.entra.tenant.hideFromReads([id], { reads: 3 })
    expect(await places('all', id)).to.deep.equal(['missing'])
  })

  it('pauses between the looks', async () => {
    const locating = () => place.source({}, { confirm: [150, 100] }).locateGroups('all', [newId()])
    expect(await pausesOf(locating)).to.deep.equal([0, 150, 100]) // none before the first
  })

  it('knows a deleted group at once where it may see the deleted ones', async () => {
    const { id } = add()
    place.entra.tenant.deleteGroup(id)
    expect((await seeing().locateGroups('all', [id])).items).to.deep.equal([{ id, place: 'deleted' }])
    expect(asked(`/groups/${id}`)).to.have.length(1)
    expect(asked(`/deletedItems/${id}`).map(({ status }) => status)).to.deep.equal([200])
  })

  it('knows a deleted group later where a replica brings it among the deleted ones later', async () => {
    const { id } = add()
    place.entra.tenant.deleteGroup(id)
    place.entra.faults.next({ match: bin, respond: notThere(), times: 2 })
    expect((await seeing().locateGroups('all', [id])).items).to.deep.equal([{ id, place: 'deleted' }])
    expect(asked(`/groups/${id}`)).to.have.length(3)
  })

  it('takes a deleted group for missing where it may not see the deleted ones', async () => {
    const { id } = add()
    place.entra.tenant.deleteGroup(id)
    expect(await places('all', id)).to.deep.equal(['missing'])
    expect(asked(`/deletedItems/${id}`).map(({ status }) => status)).to.deep.equal([403, 403, 403])
  })

  const noProof: Array<[string, FaultResponse]> = [
    ['404', notThere()],
    ['400', { status: 400, code: 'Request_BadRequest', message: 'No.' }],
    ['503', kinds.unavailable()],
    ['a page for people', { status: 200, body: '<html>Welcome</html>' }],
    ['null', { status: 200, body: 'null' }],
    ['an object without an id', { status: 200, body: {} }],
    ['another object', { status: 200, body: { id: newId() } }],
  ]
  for (const [name, respond] of noProof) {
    it(`does not take ${name} for a deleted group`, async () => {
      const { id } = add()
      place.entra.tenant.deleteGroup(id)
      place.entra.faults.always({ match: bin, respond })
      expect((await seeing().locateGroups('all', [id])).items).to.deep.equal([{ id, place: 'missing' }])
    })
  }

  it('takes a group that was deleted for good for missing, and finds one that was restored', async () => {
    const [gone, back] = [add(), add()]
    place.entra.tenant.deleteGroup(gone, { hard: true })
    place.entra.tenant.deleteGroup(back)
    place.entra.tenant.restoreGroup(back)
    expect(await places('all', gone.id, back.id)).to.deep.equal(['missing', 'inScope'])
  })

  it('concludes nothing from a look that failed', async () => {
    for (const scope of ['all', 'entra', { filter: 'mailEnabled eq false' }] as const) {
      place.entra.faults.always({ match: looks, respond: kinds.unavailable() })
      expect((await failureOf(locate(scope, stays.id))).code).to.equal('graphUnavailable')
      place.entra.faults.clear()
      place.entra.faults.always({ match: looks, respond: kinds.accessDenied() })
      expect((await failureOf(locate(scope, stays.id))).code).to.equal('graphDenied')
      place.entra.faults.clear()
    }
  })

  it('believes nobody but Graph that a group is not there', async () => {
    const strangers = [
      { status: 404, body: '<html><title>404 Not Found</title></html>' },
      { status: 404 },
      { status: 404, code: 'UnknownError', message: 'Backend not found.' },
    ]
    for (const respond of strangers) {
      place.entra.faults.always({ match: looks, respond })
      expect((await failureOf(locate('all', stays.id))).code).to.equal('graphUnexpected')
      expect((await failureOf(source.readGroups('all', [stays.id]))).code).to.equal('graphUnexpected')
      place.entra.faults.clear()
    }
  })

  it('does not take something else for a group', async () => {
    for (const body of [{ id: 5 }, { displayName: 'No id' }, [stays]]) {
      place.entra.faults.always({ match: looks, respond: { status: 200, body } })
      expect((await failureOf(locate('all', stays.id))).code).to.equal('graphUnexpected')
      place.entra.faults.clear()
    }
    const other = { ...stays, id: newId() }
    place.entra.faults.always({ match: looks, respond: { status: 200, body: other } })
    expect(await places('all', stays.id)).to.deep.equal(['missing'])
  })
})
