/**
 * Compares the response to every emulated request, in every form, with Microsoft's OpenAPI description. The
 * description is not part of this repository; without it the tests are skipped.
 */
import { expect } from 'chai'
import type { Device, Group, OrgContact, ServicePrincipal, User } from '@microsoft/microsoft-graph-types'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { graphPermissions } from '../../../src/emulators/entra/authority/permissions.js'
import { propertyTables } from '../../../src/emulators/entra/graph/properties.js'
import type { Objects } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, items, nextLink, signIn, type Ask } from './support/client.js'
import { checkAnswer, checked, describedCalls, schemaAvailable } from './support/schema.js'

interface Published {
  user: User
  group: Group
  device: Device
  orgContact: OrgContact
  servicePrincipal: ServicePrincipal
}

/** Checked by the compiler: the tenant's objects have the types that Microsoft publishes for Graph. */
export const published = (objects: Objects): Published => objects

const skipped = schemaAvailable ? '' : ' (needs shared/graph/graph-groups-openapi.json beside the repository)'

/** Described requests that are not emulated, or that are denied to every application. */
const notAnswered = /delta|subscriptions|onPremisesSynchronization/

describe(`the emulated Entra: Microsoft's schema${skipped}`, () => {
  let entra: Entra
  let token: string
  let limited: string
  let ids: { group: string; team: string; user: string; gone: string }
  before(async function () {
    if (!schemaAvailable) return this.skip()
    entra = await startEntra({ seed: 'schema', apps: [{ secret: 's', permissions: graphPermissions }] })
    token = await signIn(entra)
    limited = await signIn(entra, entra.apps.add({ secret: 's', permissions: ['GroupMember.Read.All'] }))
    ids = fill(entra)
  })
  after(() => entra?.close())

  /** `{group}` stands for a group's id. */
  const filled = (path: string) => path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name])
  const call = (path: string, options: Ask = {}) => ask(entra, filled(path), { token, ...options })

  const memberPaths = ['members', 'transitiveMembers'].flatMap((name) => [
    `/v1.0/groups/{group}/${name}`,
    `/v1.0/groups/{group}/${name}/microsoft.graph.user`,
    `/v1.0/groups/{group}/${name}/microsoft.graph.group`,
  ])
  const collections = [
    '/v1.0/groups',
    '/beta/groups',
    '/v1.0/users',
    '/v1.0/directory/deletedItems/microsoft.graph.group',
    '/v1.0/directory/deletedItems/microsoft.graph.user',
    ...memberPaths,
  ]
  const singles = [
    '/v1.0/groups/{group}',
    '/v1.0/groups/{team}',
    '/beta/groups/{group}',
    '/v1.0/users/{user}',
    '/v1.0/directory/deletedItems/{gone}',
    '/v1.0/groups/{group}/onPremisesSyncBehavior',
    '/v1.0/groupSettingTemplates/62375ab9-6b52-47ed-826b-58e47e0e304b',
  ]
  const lists = ['/v1.0/groupSettings', '/v1.0/groupSettingTemplates', '/v1.0/groups/{group}/settings']
  const variants = [
    '',
    '?$select=id,displayName,deletedDateTime&$count=true',
    "?$filter=startsWith(displayName,'s')&$count=true",
    '?$orderby=displayName&$count=true',
    '?$search="displayName:s"&$count=true',
    '?$top=1&$count=true',
  ]

  it('matches every listing in every form, on every page, with and without the permission to read its items', async () => {
    const headers = { ConsistencyLevel: 'eventual' }
    for (const path of collections) {
      for (const variant of variants) {
        const reply = await call(path + variant, { headers })
        expect(reply.status, path + variant).to.equal(200)
        for (let link = nextLink(reply); link !== undefined;) {
          link = nextLink(await ask(entra, link, { token, headers }))
        }
        await call(path + variant, { headers, token: limited })
      }
      expect((await call(`${path}/$count`, { headers })).status).to.be.oneOf([200, 400])
    }
    entra.tenant.setGroupSettings({})
    for (const path of lists) expect((await call(path)).status, path).to.equal(200)
  })

  it('matches every single object, with default and with all properties', async () => {
    for (const path of singles) expect((await call(path)).status, path).to.equal(200)
    const settings = items(await call('/v1.0/groupSettings'))
    expect((await call(`/v1.0/groupSettings/${String(settings[0]?.['id'])}`)).status).to.equal(200)
    const { group, user } = propertyTables.beta
    const names = [...group.values()].map(({ name }) => name).filter((name) => !name.includes('/'))
    expect((await call(`/beta/groups/{team}?$select=${names.join(',')}`)).status).to.equal(200)
    const userNames = [...user.values()].map(({ name }) => name)
    expect((await call(`/v1.0/users/{user}?$select=${userNames.join(',')}`)).status).to.equal(200)
    const reply = await call('/v1.0/directoryObjects/getByIds', {
      method: 'POST',
      body: { ids: Object.values(ids) },
    })
    expect(reply.status).to.equal(200)
  })

  it('matches batches and changes', async () => {
    const requests = [
      { id: '1', method: 'GET', url: filled('/groups/{group}/members?$select=id') },
      { id: '2', method: 'GET', url: '/groups/unknown' },
      { id: '3', method: 'GET', url: '/groups', dependsOn: ['2'] },
      { id: '4', method: 'GET', url: '/groups/$count', headers: { ConsistencyLevel: 'eventual' } },
    ]
    for (const version of ['v1.0', 'beta']) {
      expect((await call(`/${version}/$batch`, { method: 'POST', body: { requests } })).status).to.equal(200)
      const body = { description: 'New' }
      expect((await call(`/${version}/groups/{group}`, { method: 'PATCH', body })).status).to.equal(204)
      expect(
        (await call(`/${version}/groups/{group}`, { method: 'PATCH', body: { id: '' } })).status,
      ).to.equal(400)
    }
  })

  it('matches every error', async () => {
    const refused: Array<[string, number, Ask?]> = [
      ['/v1.0/groups', 401, { token: '' }],
      ['/v1.0/groups/{group}/onPremisesSyncBehavior', 403, { token: limited }],
      ['/v1.0/directory/onPremisesSynchronization', 403],
      ['/v1.0/users/nobody', 404],
      ['/v1.0/groupSettings/none', 404],
      ['/v1.0/groups?$skiptoken=old', 400],
      ['/v1.0/groups?$filter=x', 400],
      ['/v1.0/groups/delta', 501],
      ['/v1.0/nothing', 400],
      ['/v3/groups', 400],
      ['/v1.0/groups', 405, { method: 'PUT' }],
      ['/v1.0/$batch', 400, { method: 'POST', body: {} }],
    ]
    for (const [path, status, options] of refused) {
      expect((await call(path, options)).status, path).to.equal(status)
    }
  })

  it('covers every described request', () => {
    const missing = describedCalls().filter((name) => !notAnswered.test(name) && !checked.has(name))
    expect(missing).to.deep.equal([])
  })

  it('detects a wrong response', () => {
    const headers = { 'content-type': 'application/json' }
    const url = new URL('/v1.0/groups', entra.graphUrl)
    const context = `${entra.graphUrl}/v1.0/$metadata#groups`
    const answer = (body: Record<string, unknown>) => () =>
      checkAnswer('GET', url, { status: 200, headers, text: 'x', body })
    expect(answer({ '@odata.context': context, value: [{ id: 'x', displayName: 'y' }] })).not.to.throw()
    expect(answer({ '@odata.context': context, value: [{ id: 'x', displaName: 'y' }] })).to.throw('schema')
    expect(answer({ '@odata.context': context, value: [{ id: 5 }] })).to.throw('schema')
    expect(answer({ value: [] })).to.throw('schema')
  })
})

function fill({ tenant }: Entra) {
  const user = tenant.addSyncedUser({ displayName: 'Sam' })
  const members = [
    user,
    tenant.addGuest({ displayName: 'Sue' }),
    tenant.addDevice({ displayName: 'Laptop' }),
    tenant.addContact({ displayName: 'Contact' }),
    tenant.addServicePrincipal({ displayName: 'Service' }),
  ]
  const team = tenant.addGroup({ displayName: 'Staff', kind: 'microsoft365', members })
  const group = tenant.addGroup({
    displayName: 'Sales',
    source: 'convertedFromAd',
    members: [...members, team],
  })
  tenant.addGroup({ displayName: 'Hidden', kind: 'microsoft365', hiddenMembership: true, members })
  tenant.addGroup({ displayName: 'Rule', membershipRule: 'user.userType -eq "Guest"' })
  const [gone, other] = ['Shut', 'Stopped'].map((displayName) =>
    tenant.addGroup({ displayName, kind: 'microsoft365' }),
  )
  if (!gone || !other) throw new TypeError('Two groups were added.')
  tenant.deleteGroup(gone)
  tenant.deleteGroup(other)
  for (const displayName of ['Stan', 'Steve']) tenant.deleteUser(tenant.addSyncedUser({ displayName }))
  return { group: group.id, team: team.id, user: user.id, gone: gone.id }
}
