import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/sandbox/entra/faultKinds.js'
import type { SandboxRequest } from '../../src/sandbox/entra/messages.js'
import type { GroupObject } from '../../src/sandbox/entra/tenant/objects.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, secret, startPlace, type Place } from './support.js'

const looks = ({ path, batchItem }: SandboxRequest) => batchItem !== undefined && path.startsWith('/groups/')

describe('confirming that a group is gone', () => {
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
  const confirm = async (...ids: string[]) => (await source.confirm(ids)).items.map(({ id }) => id)
  const asked = (part: string) =>
    place.entra.log.entries.filter(({ url, batchItem }) => batchItem !== undefined && url.includes(part))

  it('looks once where every group is there', async () => {
    expect(await confirm(stays.id)).to.deep.equal([stays.id])
    expect(asked('/groups/')).to.have.length(1)
    expect(asked('/deletedItems/')).to.have.length(0)
  })

  it('looks three times for a group before it is gone', async () => {
    const id = newId()
    expect(await confirm(id, stays.id)).to.deep.equal([stays.id])
    expect(asked(`/groups/${id}`)).to.have.length(3)
    expect(asked(`/groups/${stays.id}`)).to.have.length(1)
  })

  it('finds a group at the second look, and at the third, that a replica did not know yet', async () => {
    for (const reads of [1, 2, 3]) {
      place.entra.tenant.lag({ reads })
      const { id } = add()
      // The first read of a round is of the group, and in the first round the second one of the deleted groups.
      expect(await confirm(id), `${reads} old reads`).to.deep.equal([id])
      place.entra.tenant.lag()
    }
  })

  it('pauses between the looks', async () => {
    const started = Date.now()
    await place.source({}, { confirm: [150, 100] }).confirm([newId()])
    expect(Date.now() - started).to.be.at.least(245)
  })

  it('does not look again for a group among the deleted ones, where it may see them', async () => {
    const app = place.entra.apps.add({ secret, permissions: ['Group.Read.All', 'User.Read.All'] })
    const { id } = add()
    place.entra.tenant.deleteGroup(id)
    const credential = {
      ...place.config.credential,
      clientId: app.clientId,
    } as typeof place.config.credential
    expect((await place.source({ credential }).confirm([id])).items).to.deep.equal([])
    expect(asked(`/groups/${id}`)).to.have.length(1)
    expect(asked(`/deletedItems/${id}`).map(({ status }) => status)).to.deep.equal([200])
  })

  it('looks three times where it may not see the deleted groups', async () => {
    const { id } = add()
    place.entra.tenant.deleteGroup(id)
    expect(await confirm(id)).to.deep.equal([])
    expect(asked(`/deletedItems/${id}`).map(({ status }) => status)).to.deep.equal([403])
    expect(asked(`/groups/${id}`)).to.have.length(3)
  })

  it('takes a group that was deleted for good for gone', async () => {
    const { id } = add()
    place.entra.tenant.deleteGroup(id, { hard: true })
    expect(await confirm(id)).to.deep.equal([])
  })

  it('finds a group that was restored', async () => {
    const { id } = add()
    place.entra.tenant.deleteGroup(id)
    place.entra.tenant.restoreGroup(id)
    expect(await confirm(id)).to.deep.equal([id])
  })

  it('concludes nothing from a look that failed', async () => {
    place.entra.faults.always({ match: looks, respond: kinds.unavailable() })
    expect((await failureOf(source.confirm([stays.id]))).code).to.equal('graphUnavailable')
    place.entra.faults.clear()
    place.entra.faults.always({ match: looks, respond: kinds.accessDenied() })
    expect((await failureOf(source.confirm([stays.id]))).code).to.equal('graphDenied')
  })

  it('believes nobody but Graph that a group is not there', async () => {
    const strangers = [
      { status: 404, body: '<html><title>404 Not Found</title></html>' },
      { status: 404 },
      { status: 404, code: 'UnknownError', message: 'Backend not found.' },
    ]
    for (const respond of strangers) {
      place.entra.faults.always({ match: looks, respond })
      expect((await failureOf(source.confirm([stays.id]))).code).to.equal('graphUnexpected')
      expect((await failureOf(source.readGroups('all', [stays.id]))).code).to.equal('graphUnexpected')
      place.entra.faults.clear()
    }
  })

  it('does not take something else for a group', async () => {
    for (const body of [{ id: 5 }, { displayName: 'No id' }, [stays]]) {
      place.entra.faults.always({ match: looks, respond: { status: 200, body } })
      expect((await failureOf(source.confirm([stays.id]))).code).to.equal('graphUnexpected')
      place.entra.faults.clear()
    }
  })
})
