import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GraphPermission } from '../../../src/emulators/entra/authority/permissions.js'
import type { GroupObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, get, getEventual, idsIn, items, namesIn, refusal, signIn } from './support/client.js'

describe('the emulated Entra: deletion', () => {
  let entra: Entra
  let token: string
  before(async () => {
    const permissions: GraphPermission[] = ['Group.ReadWrite.All', 'User.Read.All']
    entra = await startEntra({ seed: 'deletion', apps: [{ secret: 's', permissions }] })
    token = await signIn(entra)
  })
  after(() => entra.close())

  const deletedGroups = '/directory/deletedItems/microsoft.graph.group'
  const deleted = () => get(entra, deletedGroups, { token })
  const exists = async ({ id }: GroupObject) => (await get(entra, `/groups/${id}`, { token })).status

  it('moves Microsoft 365 and security groups to deletedItems, the latter with securityEnabled=false', async () => {
    const { tenant } = entra
    const user = tenant.addUser({ displayName: 'Ann' })
    const team = tenant.addGroup({ displayName: 'Team', kind: 'microsoft365', members: [user] })
    const security = tenant.addGroup({ displayName: 'Security', members: [team] })
    tenant.deleteGroup(team)
    tenant.deleteGroup(security)
    const found = items(await deleted())
    expect(found.map((item) => [item['displayName'], item['securityEnabled']])).to.deep.equal([
      ['Team', false],
      ['Security', false],
    ])
    expect(found[0]?.['deletedDateTime']).to.be.a('string')
    expect(await exists(team)).to.equal(404)
    const single = await get(entra, `/directory/deletedItems/${team.id}`, { token })
    expect(single.body).to.include({ '@odata.type': '#microsoft.graph.group', displayName: 'Team' })

    tenant.restoreGroup(security)
    tenant.restoreGroup(team)
    expect(items(await deleted())).to.deep.equal([])
    const back = await get(entra, `/groups/${security.id}`, { token })
    expect(back.body).to.include({ securityEnabled: true, deletedDateTime: null })
    expect(idsIn(await get(entra, `/groups/${security.id}/members`, { token }))).to.deep.equal([team.id])
    expect(idsIn(await get(entra, `/groups/${team.id}/members`, { token }))).to.deep.equal([user.id])
  })

  it('removes distribution lists, hard-deleted and purged objects permanently', async () => {
    const { tenant } = entra
    const list = tenant.addGroup({ displayName: 'List', kind: 'distribution' })
    const hard = tenant.addGroup({ displayName: 'Hard', kind: 'microsoft365' })
    const purged = tenant.addGroup({ displayName: 'Purged', members: [hard, list] })
    tenant.deleteGroup(list)
    tenant.deleteGroup(hard, { hard: true })
    expect(tenant.members(purged)).to.deep.equal([])
    tenant.deleteGroup(purged)
    expect(namesIn(await deleted())).to.deep.equal(['Purged'])
    tenant.purgeGroup(purged)
    expect(items(await deleted())).to.deep.equal([])
    const gone = await get(entra, `/directory/deletedItems/${purged.id}`, { token })
    expect(refusal(gone)).to.equal('404 Request_ResourceNotFound')
    expect(() => tenant.restoreGroup(purged)).to.throw(TypeError)
  })

  it('filters and sorts deleted groups by advanced queries', async () => {
    const group = entra.tenant.addGroup({ displayName: 'Left' })
    entra.tenant.deleteGroup(group)
    const filter = `${deletedGroups}?$filter=startsWith(displayName,'le')`
    expect(refusal(await get(entra, filter, { token }))).to.equal('400 Request_UnsupportedQuery')
    expect(namesIn(await getEventual(entra, `${filter}&$count=true`, { token }))).to.deep.equal(['Left'])
    const sorting = `${deletedGroups}?$orderby=deletedDateTime desc`
    expect(refusal(await get(entra, sorting, { token }))).to.equal('400 Request_UnsupportedQuery')
    expect((await getEventual(entra, `${sorting}&$count=true`, { token })).status).to.equal(200)
    entra.tenant.purgeGroup(group)
  })

  it('shows deleted users to apps that may read users', async () => {
    const user = entra.tenant.addUser({ displayName: 'Ben' })
    entra.tenant.deleteUser(user)
    const path = `/directory/deletedItems/${user.id}`
    expect((await ask(entra, `/v1.0${path}`, { token, unchecked: true })).body['@odata.type']).to.equal(
      '#microsoft.graph.user',
    )
    const app = entra.apps.add({ secret: 's', permissions: ['Group.Read.All'] })
    expect((await get(entra, path, { token: await signIn(entra, app) })).status).to.equal(403)
    entra.tenant.purgeUser(user)
  })

  it('throws a TypeError for errors of the test', () => {
    const { tenant } = entra
    const group = tenant.addGroup({ displayName: 'Real' })
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect(() => tenant.addMember(group, nobody)).to.throw(TypeError, nobody)
    expect(() => tenant.addMember(nobody, group)).to.throw(TypeError, nobody)
    expect(() => tenant.deleteUser(group)).to.throw(TypeError)
    expect(() => tenant.addGroup({ displayName: 'Twice', id: group.id })).to.throw(TypeError)
    expect(tenant.user(group)).to.equal(undefined)
    expect(tenant.count('group')).to.be.at.least(1)
  })
})
