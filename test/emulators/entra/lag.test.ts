import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GraphPermission } from '../../../src/emulators/entra/authority/permissions.js'
import type { GroupObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, get, idsIn, namesIn, signIn } from './support/client.js'

describe('the emulated Entra: lagging replicas', () => {
  let entra: Entra
  let token: string
  before(async () => {
    const permissions: GraphPermission[] = ['Group.ReadWrite.All', 'User.Read.All']
    entra = await startEntra({ seed: 'lag', apps: [{ secret: 's', permissions }] })
    token = await signIn(entra)
  })
  after(() => entra.close())
  afterEach(() => entra.tenant.lag())

  const exists = async ({ id }: GroupObject) => (await get(entra, `/groups/${id}`, { token })).status
  const patch = (group: GroupObject, body: unknown, version = 'beta') =>
    ask(entra, `/${version}/groups/${group.id}`, { method: 'PATCH', body, token })

  it('hide a new group from the next reads', async () => {
    entra.tenant.lag({ reads: 3 })
    const group = entra.tenant.addGroup({ displayName: 'New' })
    const seen = [await exists(group), await exists(group)]
    const [listed] = [namesIn(await get(entra, "/groups?$filter=displayName eq 'New'", { token }))]
    expect([seen, listed]).to.deep.equal([[404, 404], []])
    expect(await exists(group)).to.equal(200)
    entra.tenant.purgeGroup(group)
  })

  it('return the old state after a change, also one through Graph', async () => {
    const user = entra.tenant.addUser({ displayName: 'Cid' })
    const group = entra.tenant.addGroup({ displayName: 'Before', members: [user] })
    const name = async () => (await get(entra, `/groups/${group.id}`, { token })).body['displayName']
    entra.tenant.lag({ reads: 1 })
    expect((await patch(group, { displayName: 'After' }, 'v1.0')).status).to.equal(204)
    expect([await name(), await name()]).to.deep.equal(['Before', 'After'])
    entra.tenant.removeMember(group, user)
    const members = async () => idsIn(await get(entra, `/groups/${group.id}/members?$select=id`, { token }))
    expect([await members(), await members()]).to.deep.equal([[user.id], []])
    entra.tenant.lag({ reads: 1 })
    entra.tenant.deleteGroup(group)
    expect([await exists(group), await exists(group)]).to.deep.equal([200, 404])
    entra.tenant.purgeGroup(group)
  })

  it('restart the lag with each write, and end it on request', async () => {
    entra.tenant.lag({ reads: 2 })
    const first = entra.tenant.addGroup({ displayName: 'First' })
    expect(await exists(first)).to.equal(404)
    const second = entra.tenant.addGroup({ displayName: 'Second' })
    expect([await exists(first), await exists(second)]).to.deep.equal([404, 404])
    expect([await exists(first), await exists(second)]).to.deep.equal([200, 200])
    entra.tenant.renameGroup(first, 'Renamed')
    entra.tenant.lag()
    expect((await get(entra, `/groups/${first.id}`, { token })).body['displayName']).to.equal('Renamed')
    entra.tenant.purgeGroup(first)
    entra.tenant.purgeGroup(second)
  })

  it('can lag for a time', async () => {
    let now = Date.now()
    const timed = await startEntra({ now: () => now })
    const given = await signIn(timed)
    timed.tenant.lag({ ms: 500 })
    const { id } = timed.tenant.addGroup({ displayName: 'New' })
    const status = async () => (await get(timed, `/groups/${id}`, { token: given })).status
    now += 499
    expect(await status()).to.equal(404)
    now += 1
    expect(await status()).to.equal(200)
    await timed.close()
  })

  it('do not hide a new group from a write', async () => {
    entra.tenant.lag({ reads: 1 })
    const group = entra.tenant.addGroup({ displayName: 'Fresh' })
    expect((await patch(group, { displayName: 'Changed' }, 'v1.0')).status).to.equal(204)
    expect(entra.tenant.group(group)?.displayName).to.equal('Changed')
    entra.tenant.purgeGroup(group)
  })
})
