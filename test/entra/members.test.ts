import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import { WritebackError } from '../../src/errors.js'
import * as kinds from '../../src/sandbox/entra/faultKinds.js'
import type { FaultResponse } from '../../src/sandbox/entra/faults.js'
import type { GraphPermission } from '../../src/sandbox/entra/authority/permissions.js'
import type { SandboxRequest } from '../../src/sandbox/entra/messages.js'
import { failureOf, graphLog, secret, startPlace, type Place } from './support.js'

const memberItem = ({ batchItem, path }: SandboxRequest) =>
  batchItem !== undefined && path.endsWith('/members')

/** The real page, with these items before it. */
const withItems = (...items: unknown[]): FaultResponse => ({
  rewrite: (answer) => {
    const { value } = answer.body as { value: unknown[] }
    return { ...answer, body: { ...(answer.body as object), value: [...items, ...value] } }
  },
})

describe('members: what may be concluded, and what not', () => {
  let place: Place
  let reader: GroupSource
  before(async () => {
    place = await startPlace({ paging: { pageSize: 2 } })
    reader = place.source()
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  /** A source with these permissions and no others. */
  const sourceWith = (...permissions: GraphPermission[]) => {
    const { clientId } = place.entra.apps.add({ secret, permissions })
    const credential = {
      type: 'secret',
      clientId,
      clientSecret: { file: place.file('secret', secret) },
    } as const
    return place.source({ credential })
  }
  const groupOf = async (group: { id: string }): Promise<CloudGroup> => {
    const [read] = (await reader.readGroups('all', [group.id])).items
    if (!read) throw new Error('not there')
    return read
  }
  const readOne = async (group: CloudGroup, source = reader) => {
    const read = (await source.readMembers([group])).get(group.id)
    if (!read) throw new Error('no read')
    return read
  }
  const itemsOf = async (...args: Parameters<typeof readOne>): Promise<readonly CloudMember[]> => {
    const read = await readOne(...args)
    if (read instanceof Error) throw read
    return read.items
  }

  it('shows hidden members to those who may see them', async () => {
    const { tenant } = place.entra
    const ann = tenant.addSyncedUser({ displayName: 'Ann' })
    const options = { kind: 'microsoft365', hiddenMembership: true } as const
    const full = await groupOf(tenant.addGroup({ displayName: 'Full', members: [ann], ...options }))
    const empty = await groupOf(tenant.addGroup({ displayName: 'Empty', ...options }))
    expect(full.hiddenMembership).to.equal(true)
    expect(await itemsOf(full)).to.have.length(1)
    expect(await itemsOf(empty)).to.deep.equal([])
  })

  it('does not take hidden members for none, and stops only that group', async () => {
    const { tenant } = place.entra
    const ann = tenant.addSyncedUser({ displayName: 'Ann' })
    const hidden = await groupOf(
      tenant.addGroup({
        displayName: 'Hidden',
        kind: 'microsoft365',
        hiddenMembership: true,
        members: [ann],
      }),
    )
    const open = await groupOf(tenant.addGroup({ displayName: 'Open', members: [ann] }))
    const reads = await sourceWith('GroupMember.Read.All', 'User.Read.All').readMembers([hidden, open])
    const error = reads.get(hidden.id) as WritebackError
    expect(error).to.be.instanceOf(WritebackError)
    expect(error.code).to.equal('hiddenMembership')
    expect(error.message).to.equal(
      'Hidden hides its membership, and shows no members. Grant the application permission Member.Read.Hidden with admin consent.',
    )
    expect(reads.get(open.id)).to.have.property('items').with.lengthOf(1)
  })

  const tooLittle: Array<[string, GraphPermission[]]> = [
    ['the groups alone', ['GroupMember.Read.All']],
    ['the names of users, but not where they come from', ['GroupMember.Read.All', 'User.ReadBasic.All']],
  ]
  for (const [name, permissions] of tooLittle) {
    it(`does not read members where it may see ${name}`, async () => {
      const { tenant } = place.entra
      const users = ['A', 'B', 'C'].map((displayName) => tenant.addSyncedUser({ displayName }))
      const group = await groupOf(tenant.addGroup({ displayName: 'Team', members: users }))
      const error = await failureOf(readOne(group, sourceWith(...permissions)))
      expect(error.code).to.equal('permissionMissing')
      expect(error.message).to.match(
        /^Graph hides the properties of the user [0-9a-f-]{36}: User\.Read\.All is missing\./,
      )
    })
  }

  it('needs no permission for devices, contacts and applications: they are left out anyway', async () => {
    const { tenant } = place.entra
    const members = [
      tenant.addDevice({ displayName: 'Laptop' }),
      tenant.addContact({ displayName: 'Contact' }),
      tenant.addServicePrincipal({ displayName: 'App' }),
    ]
    const group = await groupOf(tenant.addGroup({ displayName: 'Things', members }))
    expect(await itemsOf(group)).to.deep.equal(
      members.map(({ id }, index) => ({
        id,
        kind: ['device', 'contact', 'servicePrincipal'][index],
        guest: false,
      })),
    )
  })

  it('leaves deleted users out, and has them back when they are restored', async () => {
    const { tenant } = place.entra
    const [ann, bob] = ['Ann', 'Bob'].map((displayName) => tenant.addSyncedUser({ displayName }))
    if (!ann || !bob) throw new Error('nobody')
    const group = await groupOf(tenant.addGroup({ displayName: 'Both', members: [ann, bob] }))
    tenant.deleteUser(ann)
    expect((await itemsOf(group)).map(({ id }) => id)).to.deep.equal([bob.id])
    tenant.restoreUser(ann)
    expect(await itemsOf(group)).to.have.length(2)
  })

  const oddItems: Array<[string, unknown]> = [
    ['without a type', { id: '00000000-0000-4000-8000-00000000ffff', displayName: 'Who' }],
    ['without an id', { '@odata.type': '#microsoft.graph.user', displayName: 'Who', accountEnabled: true }],
  ]
  for (const [name, item] of oddItems) {
    it(`does not guess what a member ${name} is`, async () => {
      const group = await groupOf(place.entra.tenant.addGroup({ displayName: 'Odd' }))
      place.entra.faults.next({ match: memberItem, respond: withItems(item) })
      const error = await readOne(group)
      expect(error).to.be.instanceOf(WritebackError)
      expect((error as WritebackError).code).to.equal('graphUnexpected')
      expect((error as WritebackError).message).to.match(
        /^Graph listed a member without its id or its type\./,
      )
    })
  }

  const perGroup: Array<[string, FaultResponse, string]> = [
    ['500 for ever', kinds.internalError(), 'graphUnavailable'],
    ['throttled for ever', kinds.throttled(), 'graphThrottled'],
    ['the page of a gateway', kinds.badGateway(), 'graphUnavailable'],
    ['refused', { status: 400, code: 'Request_BadRequest', message: 'No.' }, 'graphUnexpected'],
    ['a page where JSON should be', { status: 200, body: '<html></html>' }, 'graphUnexpected'],
    ['gone', { status: 404, code: 'Request_ResourceNotFound', message: 'Gone.' }, 'groupNotFound'],
  ]
  for (const [name, respond, code] of perGroup) {
    it(`stops one group whose answer is ${name}, first page or later`, async () => {
      const { tenant } = place.entra
      const members = ['A', 'B', 'C', 'D', 'E'].map((displayName) => tenant.addSyncedUser({ displayName }))
      const bad = await groupOf(tenant.addGroup({ displayName: 'Bad', members }))
      const good = await groupOf(tenant.addGroup({ displayName: 'Good', members }))
      for (const later of [false, true]) {
        place.entra.faults.always({
          match: ({ path, query }) =>
            path === `/groups/${bad.id}/members` && query.has('$skiptoken') === later,
          respond,
        })
        const reads = await reader.readMembers([bad, good])
        expect((reads.get(bad.id) as WritebackError).code, String(later)).to.equal(code)
        expect(reads.get(good.id)).to.have.property('items').with.lengthOf(5)
        place.entra.faults.clear()
      }
    })
  }

  const runWide: Array<[string, FaultResponse, string]> = [
    ['denied', kinds.accessDenied(), 'graphDenied'],
    ['unauthorized', kinds.tokenRefused(), 'graphUnauthorized'],
  ]
  for (const [name, respond, code] of runWide) {
    it(`stops everything where one group is ${name}, since the others would be too`, async () => {
      const { tenant } = place.entra
      const groups = await Promise.all([
        groupOf(tenant.addGroup({ displayName: 'One' })),
        groupOf(tenant.addGroup({ displayName: 'Other' })),
      ])
      place.entra.faults.always({ match: ({ path }) => path === `/groups/${groups[0].id}/members`, respond })
      expect((await failureOf(reader.readMembers(groups))).code).to.equal(code)
    })
  }

  it('asks for what tells who somebody is, and whether it may be seen, in long pages', async () => {
    const group = await groupOf(place.entra.tenant.addGroup({ displayName: 'Asked' }))
    await reader.readMembers([group])
    const { url = '' } = place.entra.log.entries.find(({ url }) => url.includes('/members')) ?? {}
    const { searchParams } = new URL(url, 'https://localhost')
    expect(searchParams.get('$select')?.split(',')).to.have.members([
      'id',
      'displayName',
      'userType',
      'accountEnabled',
      'onPremisesSecurityIdentifier',
    ])
    expect(searchParams.get('$top')).to.equal('999')
  })

  it('reads first pages twenty groups a request, and asks no more for small groups', async () => {
    const { tenant } = place.entra
    const groups = await Promise.all(
      Array.from({ length: 30 }, () => groupOf(tenant.addGroup({ displayName: 'Small' }))),
    )
    place.entra.log.clear()
    await reader.readMembers(groups)
    expect(graphLog(place).map(({ url }) => url)).to.deep.equal(['/v1.0/$batch', '/v1.0/$batch'])
  })
})
