import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GraphPermission } from '../../../src/emulators/entra/authority/permissions.js'
import type { GroupObject, UserObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, get, getEventual, idsIn, refusal, signIn, type Json } from './support/client.js'

describe('the emulated Entra: counts of members', () => {
  let entra: Entra
  let token: string
  let users: UserObject[]
  let group: GroupObject
  let other: GroupObject
  let now = Date.now()
  before(async () => {
    const permissions: GraphPermission[] = ['GroupMember.Read.All', 'User.Read.All']
    entra = await startEntra({ seed: 'counts', apps: [{ secret: 's', permissions }], now: () => now })
    token = await signIn(entra)
    users = [1, 2, 3].map((number) => entra.tenant.addUser({ displayName: `User ${number}` }))
  })
  after(() => entra.close())
  beforeEach(() => {
    group = entra.tenant.addGroup({ displayName: 'Sales', members: users })
    other = entra.tenant.addGroup({ displayName: 'Other', members: [users[0] as UserObject] })
  })
  afterEach(() => {
    entra.tenant.lagCounts()
    entra.tenant.purgeGroup(group)
    entra.tenant.purgeGroup(other)
  })

  const first = () => users[0] as UserObject
  const count = async ({ id }: GroupObject, path = 'members') =>
    (await getEventual(entra, `/groups/${id}/${path}/$count`, { token })).text
  const members = async ({ id }: GroupObject) => idsIn(await get(entra, `/groups/${id}/members`, { token }))

  it('count the members before a change, for a number of counts of that group', async () => {
    entra.tenant.lagCounts({ reads: 2 })
    entra.tenant.removeMember(group, first(), users[1] as UserObject)
    expect(await members(group)).to.deep.equal([users[2]?.id])
    expect([await count(other), await count(other), await count(other)]).to.deep.equal(['1', '1', '1'])
    expect([await count(group), await count(group), await count(group)]).to.deep.equal(['3', '3', '1'])
  })

  it('keep the oldest state through several changes, and each change restarts the lag', async () => {
    entra.tenant.lagCounts({ reads: 2 })
    entra.tenant.removeMember(group, first())
    expect(await count(group)).to.equal('3')
    entra.tenant.removeMember(group, users[1] as UserObject)
    expect([await count(group), await count(group), await count(group)]).to.deep.equal(['3', '3', '1'])
    entra.tenant.addMember(group, first())
    expect(await count(group)).to.equal('1')
    entra.tenant.lagCounts()
    expect(await count(group)).to.equal('2')
    entra.tenant.removeMember(group, first())
    expect(await count(group)).to.equal('1')
  })

  it('can lag for a time', async () => {
    entra.tenant.lagCounts({ ms: 500 })
    entra.tenant.removeMember(group, first())
    now += 499
    expect([await count(group), await count(group)]).to.deep.equal(['3', '3'])
    now += 1
    expect(await count(group)).to.equal('2')
  })

  it('lag with casts, filters and new groups, but not with transitive counts', async () => {
    entra.tenant.lagCounts({ ms: 500 })
    entra.tenant.removeMember(group, first())
    expect(await count(group, 'members/microsoft.graph.user')).to.equal('3')
    expect(await count(group, 'members/microsoft.graph.group')).to.equal('0')
    expect(await count(group, 'transitiveMembers')).to.equal('2')
    const filtered = `/groups/${group.id}/members/$count?$filter=id eq '${first().id}'`
    expect((await getEventual(entra, filtered, { token })).text).to.equal('1')
    const fresh = entra.tenant.addGroup({ displayName: 'Fresh', members: users })
    expect(await count(fresh)).to.equal('0')
    entra.tenant.purgeGroup(fresh)
  })

  it('lag after deleting, restoring and purging users, in all their groups', async () => {
    entra.tenant.lagCounts({ reads: 1 })
    const twice = async () => [await count(group), await count(group), await count(other), await count(other)]
    entra.tenant.deleteUser(first())
    expect(await twice()).to.deep.equal(['3', '2', '1', '0'])
    entra.tenant.restoreUser(first())
    expect(await twice()).to.deep.equal(['2', '3', '0', '1'])
    const gone = entra.tenant.addUser({ displayName: 'Gone' })
    entra.tenant.addMember(group, gone)
    await count(group)
    entra.tenant.purgeUser(gone)
    expect(await twice()).to.deep.equal(['4', '3', '1', '1'])
  })

  it('exclude deleted users without a lag', async () => {
    entra.tenant.deleteUser(first())
    expect([await count(group), await count(group, 'transitiveMembers')]).to.deep.equal(['2', '2'])
    expect(await members(group)).to.have.length(2)
    entra.tenant.restoreUser(first())
    expect([await count(group), (await members(group)).length]).to.deep.equal(['3', 3])
  })

  it('return a number set by the test, unless the membership is hidden', async () => {
    entra.tenant.setCount(group.id, 7)
    expect([await count(group), await count(group, 'members/microsoft.graph.user')]).to.deep.equal(['7', '7'])
    expect([await count(other), await count(group, 'transitiveMembers')]).to.deep.equal(['1', '3'])
    expect(await members(group)).to.have.length(3)
    const plain = await get(entra, `/groups/${group.id}/members/$count`, { token })
    expect(refusal(plain)).to.equal('400 Request_BadRequest')
    entra.tenant.setCount(group, 0)
    expect(await count(group)).to.equal('0')
    entra.tenant.setCount(group, undefined)
    expect(await count(group)).to.equal('3')
    expect(() => entra.tenant.setCount('00000000-0000-4000-8000-000000000000', 1)).to.throw(TypeError)
    const secret = { displayName: 'Secret', kind: 'microsoft365', hiddenMembership: true } as const
    const hidden = entra.tenant.addGroup({ ...secret, members: users })
    entra.tenant.setCount(hidden, 7)
    expect(await count(hidden)).to.equal('0')
  })

  it('do the same inside a batch', async () => {
    entra.tenant.lagCounts({ reads: 1 })
    entra.tenant.removeMember(group, first())
    entra.tenant.setCount(other, 5)
    const counts = async () => {
      const requests = [group, other].map(({ id }) => ({
        id,
        method: 'GET',
        url: `/groups/${id}/members/$count`,
        headers: { ConsistencyLevel: 'eventual' },
      }))
      const reply = await ask(entra, '/v1.0/$batch', { method: 'POST', body: { requests }, token })
      const responses = reply.body['responses'] as Json[]
      return Object.fromEntries(responses.map(({ id, body }) => [String(id), body]))
    }
    expect(await counts()).to.deep.equal({ [group.id]: 3, [other.id]: 5 })
    expect(await counts()).to.deep.equal({ [group.id]: 2, [other.id]: 5 })
  })
})
