import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GraphPermission } from '../../../src/emulators/entra/authority/permissions.js'
import type { GroupObject, UserObject } from '../../../src/emulators/entra/tenant/objects.js'
import { get, getEventual, idsIn, items, namesIn, refusal, signIn } from './support/client.js'

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

describe('the emulated Entra: members', () => {
  let entra: Entra
  let ann: UserObject
  let guest: UserObject
  let inner: GroupObject
  let outer: GroupObject

  before(async () => {
    entra = await startEntra({ seed: 'members' })
    const { tenant } = entra
    ann = tenant.addSyncedUser({ displayName: 'Ann Lee' })
    guest = tenant.addGuest({ displayName: 'Guy Guest' })
    const laptop = tenant.addDevice({ displayName: 'Laptop' })
    const contact = tenant.addContact({ displayName: 'Con Tact' })
    const robot = tenant.addServicePrincipal({ displayName: 'Robot' })
    inner = tenant.addGroup({ displayName: 'Inner', members: [guest, laptop] })
    outer = tenant.addGroup({ displayName: 'Outer', members: [ann, inner, contact, robot] })
    tenant.addMember(inner, outer)
  })
  after(() => entra.close())

  const tokenWith = (...permissions: GraphPermission[]) =>
    signIn(entra, entra.apps.add({ secret: 's', permissions }))
  const members = (group: GroupObject, options = '') => get(entra, `/groups/${group.id}/members${options}`)
  const all = ['Directory.Read.All'] as const

  it('are listed with their types, whatever their kind', async () => {
    const reply = await get(entra, `/groups/${outer.id}/members`, { token: await tokenWith(...all) })
    const kinds = items(reply).map((item) => [item['@odata.type'], item['displayName']])
    expect(kinds).to.deep.equal([
      ['#microsoft.graph.user', 'Ann Lee'],
      ['#microsoft.graph.group', 'Inner'],
      ['#microsoft.graph.orgContact', 'Con Tact'],
      ['#microsoft.graph.servicePrincipal', 'Robot'],
    ])
  })

  it('omit selected properties that their kind does not have', async () => {
    const reply = await members(outer, '?$select=id,displayName,onPremisesSecurityIdentifier,userType')
    const [user, group] = items(reply)
    expect(user).to.include({ displayName: 'Ann Lee', userType: 'Member' })
    expect(user?.['onPremisesSecurityIdentifier']).to.equal(ann.onPremisesSecurityIdentifier)
    expect(group).to.have.keys('@odata.type', 'id', 'displayName', 'onPremisesSecurityIdentifier')
    expect(refusal(await members(outer, '?$select=colour'))).to.equal('400 BadRequest')
  })

  it('are cast to one kind, without a type on the items', async () => {
    const path = `/groups/${outer.id}/members/microsoft.graph.user`
    const [user, ...others] = items(await get(entra, path))
    expect(others).to.deep.equal([])
    expect(user).to.include({ id: ann.id })
    expect(user).not.to.have.property('@odata.type')
    const groups = await get(entra, `/groups/${outer.id}/members/microsoft.graph.group`)
    expect(idsIn(groups)).to.deep.equal([inner.id])
    expect(groups.body['@odata.context']).to.match(/#groups$/)
  })

  it('require an advanced query for a cast with any query option', async () => {
    const path = `/groups/${outer.id}/members/microsoft.graph.user?$select=id`
    expect(refusal(await get(entra, path))).to.equal('400 Request_UnsupportedQuery')
    expect(refusal(await getEventual(entra, path))).to.equal('400 Request_UnsupportedQuery')
    expect(refusal(await get(entra, `${path}&$count=true`))).to.equal('400 Request_UnsupportedQuery')
    expect((await getEventual(entra, `${path}&$count=true`)).body['@odata.count']).to.equal(1)
  })

  it('are listed transitively once each, nested groups included, also in a circle', async () => {
    const reply = await get(entra, `/groups/${outer.id}/transitiveMembers?$select=displayName`)
    expect(reply.status).to.equal(200)
    const path = `/groups/${outer.id}/transitiveMembers/microsoft.graph.group`
    expect(namesIn(await get(entra, path))).to.have.members(['Inner', 'Outer'])
    const count = await getEventual(entra, `/groups/${outer.id}/transitiveMembers/$count`)
    expect(count.text).to.equal('7')
    expect(items(reply)).to.have.length(7)
  })

  it('are counted only with the header', async () => {
    const path = `/groups/${outer.id}/members`
    for (const suffix of ['/$count', '/microsoft.graph.user/$count']) {
      const refused = await get(entra, path + suffix)
      expect(refusal(refused)).to.equal('400 Request_BadRequest')
      expect(refused.text).to.contain('$count is not currently supported.')
    }
    const counted = await getEventual(entra, `${path}/$count`)
    expect(counted.text).to.equal('4')
    expect(counted.headers['content-type']).to.equal('text/plain')
    expect((await getEventual(entra, `${path}/microsoft.graph.user/$count`)).text).to.equal('1')
  })

  it('are filtered by advanced queries only', async () => {
    const options = "?$filter=startsWith(displayName,'in')"
    expect(refusal(await members(outer, options))).to.equal('400 Request_UnsupportedQuery')
    const found = await getEventual(entra, `/groups/${outer.id}/members${options}&$count=true`)
    expect(namesIn(found)).to.deep.equal(['Inner'])
    const unknown = await getEventual(entra, `/groups/${outer.id}/members?$count=true&$filter=colour eq 'x'`)
    expect(refusal(unknown)).to.equal('400 BadRequest')
  })

  it('have only type and id if the app may not read their kind', async () => {
    const path = `/groups/${outer.id}/members?$select=id,displayName,userPrincipalName,onPremisesSyncEnabled`
    const token = await tokenWith('GroupMember.Read.All')
    const [user, group, contact] = items(await get(entra, path, { token }))
    expect(user).to.deep.equal({
      '@odata.type': '#microsoft.graph.user',
      id: ann.id,
      displayName: null,
      userPrincipalName: null,
      onPremisesSyncEnabled: null,
    })
    expect(group?.['displayName']).to.equal('Inner')
    expect(contact?.['displayName']).to.equal(null)
    const whole = items(await get(entra, `/groups/${outer.id}/members`, { token }))[0] ?? {}
    const shown = Object.entries(whole).filter(([, value]) => value !== null && !isEmptyList(value))
    expect(shown).to.deep.equal([
      ['@odata.type', '#microsoft.graph.user'],
      ['id', ann.id],
    ])
    const cast = `/groups/${outer.id}/members/microsoft.graph.user`
    expect(items(await get(entra, cast, { token }))[0]).to.include({ id: ann.id, displayName: null })
  })

  it('have basic properties only with User.ReadBasic.All', async () => {
    const token = await tokenWith('GroupMember.Read.All', 'User.ReadBasic.All')
    const path = `/groups/${outer.id}/members?$select=displayName,onPremisesSecurityIdentifier`
    const [user] = items(await get(entra, path, { token }))
    expect(user).to.include({ displayName: 'Ann Lee', onPremisesSecurityIdentifier: null })
    expect((await get(entra, '/users?$select=displayName', { token })).status).to.equal(200)
    const more = await get(entra, '/users?$select=onPremisesSecurityIdentifier', { token })
    expect(refusal(more)).to.equal('403 Authorization_RequestDenied')
  })

  it('are empty for a hidden membership without Member.Read.Hidden', async () => {
    const secret = entra.tenant.addGroup({
      displayName: 'Secret',
      kind: 'microsoft365',
      hiddenMembership: true,
      members: [ann],
    })
    const path = `/groups/${secret.id}/members`
    const token = await tokenWith('GroupMember.Read.All', 'User.Read.All')
    const hidden = await get(entra, path, { token })
    expect([hidden.status, items(hidden)]).to.deep.equal([200, []])
    expect((await getEventual(entra, `${path}/$count`, { token })).text).to.equal('0')
    const may = await tokenWith('GroupMember.Read.All', 'User.Read.All', 'Member.Read.Hidden')
    expect(idsIn(await get(entra, path, { token: may }))).to.deep.equal([ann.id])
  })

  it('omit deleted users until they are restored', async () => {
    const group = entra.tenant.addGroup({ displayName: 'Changing', members: [ann, guest] })
    entra.tenant.deleteUser(guest)
    expect(idsIn(await members(group))).to.deep.equal([ann.id])
    expect(entra.tenant.members(group)).to.deep.equal([ann.id])
    expect((await get(entra, `/users/${guest.id}`)).status).to.equal(404)
    entra.tenant.restoreUser(guest)
    expect(idsIn(await members(group))).to.deep.equal([ann.id, guest.id])
    entra.tenant.removeMember(group, ann)
    expect(idsIn(await members(group))).to.deep.equal([guest.id])
    const gone = entra.tenant.addUser({ displayName: 'Gone' })
    entra.tenant.addMember(group, gone)
    entra.tenant.purgeUser(gone)
    expect(idsIn(await members(group))).to.deep.equal([guest.id])
    entra.tenant.addUser({ displayName: 'Gone again', id: gone.id })
    expect(idsIn(await members(group))).to.deep.equal([guest.id])
  })
})
