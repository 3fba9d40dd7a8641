import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import type { GraphPermission } from '../../../src/emulators/entra/authority/permissions.js'
import type { UserObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, get, getEventual, idsIn, items, namesIn, nextLink, refusal, signIn } from './support/client.js'

describe('the emulated Entra: deleted users', () => {
  let entra: Entra
  let token: string
  let users: UserObject[]
  before(async () => {
    // The permissions that the service has.
    const permissions: GraphPermission[] = ['GroupMember.Read.All', 'User.Read.All']
    entra = await startEntra({ apps: [{ secret: 's', permissions }] })
    token = await signIn(entra)
    users = [1, 2, 3].map((number) => entra.tenant.addSyncedUser({ displayName: `User ${number}` }))
    users.forEach((user) => entra.tenant.deleteUser(user))
    entra.tenant.addUser({ displayName: 'Here' })
    entra.tenant.deleteGroup(entra.tenant.addGroup({ displayName: 'Gone' }))
  })
  after(() => entra.close())

  const path = '/directory/deletedItems/microsoft.graph.user'
  const list = (options = '') => get(entra, path + options, { token })
  const select = 'id,displayName,onPremisesSecurityIdentifier,deletedDateTime,userPrincipalName'

  it('are listed alone, with the selected properties', async () => {
    const reply = await list(`?$select=${select}`)
    expect(namesIn(reply)).to.deep.equal(['User 1', 'User 2', 'User 3'])
    const [first] = items(reply)
    expect(first).to.have.all.keys(select.split(','))
    expect(first?.['onPremisesSecurityIdentifier']).to.equal(users[0]?.onPremisesSecurityIdentifier)
    expect(Date.parse(String(first?.['deletedDateTime']))).to.be.closeTo(Date.now(), 60_000)
    expect(reply.body['@odata.context']).to.match(/#users\(id,/)
    expect(items(await list())[0]).not.to.have.property('onPremisesSecurityIdentifier')
  })

  it('have their id before their user principal name until they are restored', async () => {
    const user = users[0] as UserObject
    const name = user.userPrincipalName ?? ''
    const [first] = items(await list('?$select=userPrincipalName'))
    expect(first?.['userPrincipalName']).to.equal(`${user.id.replaceAll('-', '')}${name}`)
    entra.tenant.restoreUser(user)
    expect((await get(entra, `/users/${user.id}`, { token })).body['userPrincipalName']).to.equal(name)
    expect(idsIn(await list())).to.deep.equal(users.slice(1).map(({ id }) => id))
    entra.tenant.deleteUser(user)
  })

  it('have pages', async () => {
    const first = await list('?$select=id&$top=2')
    const second = await ask(entra, nextLink(first) ?? '', { token })
    expect([idsIn(first).length, idsIn(second).length]).to.deep.equal([2, 1])
    expect(nextLink(second)).to.equal(undefined)
    expect([...idsIn(first), ...idsIn(second)]).to.have.members(users.map(({ id }) => id))
  })

  it('are filtered and sorted by advanced queries only', async () => {
    const options = "?$filter=displayName eq 'User 2'"
    expect(refusal(await list(options))).to.equal('400 Request_UnsupportedQuery')
    const found = await getEventual(entra, `${path}${options}&$count=true`, { token })
    expect(namesIn(found)).to.deep.equal(['User 2'])
    const sorted = await getEventual(entra, `${path}?$orderby=deletedDateTime desc&$count=true`, { token })
    expect(items(sorted)).to.have.length(3)
  })

  it('are found by id, unlike live and purged users', async () => {
    const single = (id: string) =>
      get(entra, `/directory/deletedItems/${id}?$select=${select}`, { token, unchecked: true })
    const found = await single(users[1]?.id ?? '')
    expect(found.body).to.include({ '@odata.type': '#microsoft.graph.user', displayName: 'User 2' })
    expect(found.body['onPremisesSecurityIdentifier']).to.equal(users[1]?.onPremisesSecurityIdentifier)
    const gone = entra.tenant.addUser({ displayName: 'Short' })
    expect(refusal(await single(gone.id))).to.equal('404 Request_ResourceNotFound')
    entra.tenant.deleteUser(gone)
    expect((await single(gone.id)).status).to.equal(200)
    entra.tenant.purgeUser(gone)
    expect(refusal(await single(gone.id))).to.equal('404 Request_ResourceNotFound')
  })

  it('are omitted from members and counts, direct and transitive, until they are restored', async () => {
    const [stays, leaves] = ['Stays', 'Leaves'].map((displayName) => entra.tenant.addUser({ displayName }))
    const members = [stays as UserObject, leaves as UserObject]
    const group = entra.tenant.addGroup({ displayName: 'Group', members })
    const seen = async () => {
      const paths = ['members', 'transitiveMembers', 'members/microsoft.graph.user']
      const all: unknown[] = []
      for (const part of paths) {
        all.push(idsIn(await get(entra, `/groups/${group.id}/${part}`, { token })).length)
        all.push(Number((await getEventual(entra, `/groups/${group.id}/${part}/$count`, { token })).text))
      }
      return all
    }
    entra.tenant.deleteUser(members[1] as UserObject)
    expect(await seen()).to.deep.equal([1, 1, 1, 1, 1, 1])
    entra.tenant.restoreUser(members[1] as UserObject)
    expect(await seen()).to.deep.equal([2, 2, 2, 2, 2, 2])
  })
})
