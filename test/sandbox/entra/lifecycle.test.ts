import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/sandbox/entra/entra.js'
import type { GraphPermission } from '../../../src/sandbox/entra/authority/permissions.js'
import type { GroupObject } from '../../../src/sandbox/entra/tenant/objects.js'
import { ask, get, getEventual, idsIn, items, namesIn, refusal, signIn } from './support/client.js'

describe('the emulated Entra: changes', () => {
  let entra: Entra
  let token: string
  before(async () => {
    const permissions: GraphPermission[] = ['Group.ReadWrite.All', 'User.Read.All']
    entra = await startEntra({ seed: 'changes', apps: [{ secret: 's', permissions }] })
    token = await signIn(entra)
  })
  after(() => entra.close())
  afterEach(() => entra.tenant.lag())

  const deletedGroups = '/directory/deletedItems/microsoft.graph.group'
  const deleted = () => get(entra, deletedGroups, { token })
  const exists = async ({ id }: GroupObject) => (await get(entra, `/groups/${id}`, { token })).status
  const patch = (group: GroupObject, body: unknown, version = 'beta') =>
    ask(entra, `/${version}/groups/${group.id}`, { method: 'PATCH', body, token })

  describe('deletion', () => {
    it('moves Microsoft 365 and security groups to deletedItems, the latter as not security-enabled', async () => {
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

    it('leaves nothing of distribution lists, of what is deleted hard, and of what is purged', async () => {
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

    it('filters and sorts deleted groups as advanced queries', async () => {
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

    it('shows deleted users to those who may read users', async () => {
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
  })

  describe('replica lag', () => {
    it('hides a new group from the next reads', async () => {
      entra.tenant.lag({ reads: 3 })
      const group = entra.tenant.addGroup({ displayName: 'New' })
      const seen = [await exists(group), await exists(group)]
      const [listed] = [namesIn(await get(entra, "/groups?$filter=displayName eq 'New'", { token }))]
      expect([seen, listed]).to.deep.equal([[404, 404], []])
      expect(await exists(group)).to.equal(200)
      entra.tenant.purgeGroup(group)
    })

    it('shows the old state after a change, over Graph too', async () => {
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

    it('counts again from each write, and ends at once when told', async () => {
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

    it('can last for a time', async () => {
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

    it('does not hide a new group from a write', async () => {
      entra.tenant.lag({ reads: 1 })
      const group = entra.tenant.addGroup({ displayName: 'Fresh' })
      expect((await patch(group, { displayName: 'Changed' }, 'v1.0')).status).to.equal(204)
      expect(entra.tenant.group(group)?.displayName).to.equal('Changed')
      entra.tenant.purgeGroup(group)
    })
  })

  describe('PATCH', () => {
    const writeback = (isEnabled: unknown, onPremisesGroupType?: unknown) => ({
      writebackConfiguration: {
        isEnabled,
        ...(onPremisesGroupType !== undefined && { onPremisesGroupType }),
      },
    })
    const configuration = async (group: GroupObject) =>
      (await ask(entra, `/beta/groups/${group.id}`, { token })).body['writebackConfiguration']

    it('sets writebackConfiguration on beta, and keeps what it does not name', async () => {
      const group = entra.tenant.addGroup({ displayName: 'Written back' })
      const reply = await patch(group, writeback(true, 'universalSecurityGroup'))
      expect([reply.status, reply.text]).to.deep.equal([204, ''])
      expect(await configuration(group)).to.deep.equal({
        isEnabled: true,
        onPremisesGroupType: 'universalSecurityGroup',
      })
      await patch(group, writeback(false))
      expect(await configuration(group)).to.deep.equal({
        isEnabled: false,
        onPremisesGroupType: 'universalSecurityGroup',
      })
      expect(refusal(await patch(group, writeback(true), 'v1.0'))).to.equal('400 Request_BadRequest')
    })

    it('allows each kind its own types', async () => {
      const security = entra.tenant.addGroup({ displayName: 'Security' })
      const team = entra.tenant.addGroup({ displayName: 'Team', kind: 'microsoft365' })
      const types = [
        'universalSecurityGroup',
        'universalDistributionGroup',
        'universalMailEnabledSecurityGroup',
      ]
      for (const type of types) {
        expect((await patch(team, writeback(true, type))).status, type).to.equal(204)
        const allowed = type === 'universalSecurityGroup' ? 204 : 400
        expect((await patch(security, writeback(true, type))).status, type).to.equal(allowed)
      }
      for (const wrong of [writeback('yes'), writeback(true, 'global'), { writebackConfiguration: null }]) {
        expect(refusal(await patch(team, wrong)), JSON.stringify(wrong)).to.equal('400 Request_BadRequest')
      }
      const unknown = { writebackConfiguration: { isOn: true } }
      expect(refusal(await patch(team, unknown))).to.equal('400 Request_BadRequest')
    })

    it('refuses groups that Exchange or AD are the masters of', async () => {
      const { tenant } = entra
      for (const group of [
        tenant.addGroup({ displayName: 'Mail', kind: 'mailEnabledSecurity' }),
        tenant.addGroup({ displayName: 'List', kind: 'distribution' }),
        tenant.addGroup({ displayName: 'Synced', source: 'ad' }),
      ]) {
        expect(refusal(await patch(group, writeback(true))), group.displayName ?? '').to.equal(
          '400 Request_BadRequest',
        )
      }
    })

    it('renames and describes, and refuses what cannot be set', async () => {
      const group = entra.tenant.addGroup({ displayName: 'Old', description: 'Old' })
      expect((await patch(group, { displayName: 'New', description: null }, 'v1.0')).status).to.equal(204)
      expect(entra.tenant.group(group)).to.include({ displayName: 'New', description: null })
      for (const body of [
        { mail: 'a@b.c' },
        { id: 'x' },
        { colour: 'red' },
        { displayName: '' },
        { displayName: 5 },
      ]) {
        expect(refusal(await patch(group, body)), JSON.stringify(body)).to.equal('400 Request_BadRequest')
      }
      expect(refusal(await patch(group, { visibility: 'Private' }))).to.equal('501 NotImplemented')
      expect(refusal(await patch(group, ['displayName']))).to.equal('400 BadRequest')
      expect(refusal(await patch({ id: group.id.replace(/^./, '0') }, { displayName: 'x' }))).to.equal(
        '404 Request_ResourceNotFound',
      )
      const plain = { method: 'PATCH', body: {}, headers: { 'Content-Type': 'text/plain' }, token }
      expect(refusal(await ask(entra, `/v1.0/groups/${group.id}`, plain))).to.equal('400 BadRequest')
    })
  })

  it("refuses a test's own mistakes with a TypeError", () => {
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
