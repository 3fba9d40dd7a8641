import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import type { CompleteRead } from '../../src/model/completeRead.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import { WritebackError } from '../../src/errors.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import { graphLog, startEntraFixture, type EntraFixture } from './fixture.js'

/** Adds items before those of the emulator's page. */
const withItems = (...items: unknown[]): FaultResponse => ({
  rewrite: (answer) => {
    const { value } = answer.body as { value: unknown[] }
    return { ...answer, body: { ...(answer.body as object), value: [...items, ...value] } }
  },
})

describe('reading the members of groups', () => {
  let fixture: EntraFixture
  let reader: GroupSource
  before(async () => {
    fixture = await startEntraFixture({ paging: { pageSize: 2 } })
    reader = fixture.source()
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  const groupOf = async (group: { id: string }): Promise<CloudGroup> => {
    const [read] = (await reader.readGroups('all', [group.id])).items
    if (!read) throw new Error('no such group')
    return read
  }
  const readOne = async (group: CloudGroup, source = reader) => {
    const read = (await source.readMembers([group])).get(group.id)
    if (!read) throw new Error('no read')
    return read
  }
  const itemsIn = (read: CompleteRead<CloudMember> | Error | undefined): readonly CloudMember[] => {
    if (!read || read instanceof Error) throw read ?? new Error('no read')
    return read.items
  }
  const itemsOf = async (...args: Parameters<typeof readOne>) => itemsIn(await readOne(...args))

  it('returns hidden members to an application with Member.Read.Hidden', async () => {
    const { tenant } = fixture.entra
    const ann = tenant.addSyncedUser({ displayName: 'Ann' })
    const options = { kind: 'microsoft365', hiddenMembership: true } as const
    const full = await groupOf(tenant.addGroup({ displayName: 'Full', members: [ann], ...options }))
    const empty = await groupOf(tenant.addGroup({ displayName: 'Empty', ...options }))
    expect(full.hiddenMembership).to.equal(true)
    expect(await itemsOf(full)).to.have.length(1)
    expect(await itemsOf(empty)).to.deep.equal([])
  })

  it('returns devices, contacts and applications without their names and without an error', async () => {
    const { tenant } = fixture.entra
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

  it('omits deleted users until they are restored', async () => {
    const { tenant } = fixture.entra
    const [ann, bob] = ['Ann', 'Bob'].map((displayName) => tenant.addSyncedUser({ displayName }))
    if (!ann || !bob) throw new Error('no users')
    const group = await groupOf(tenant.addGroup({ displayName: 'Both', members: [ann, bob] }))
    tenant.deleteUser(ann)
    expect((await itemsOf(group)).map(({ id }) => id)).to.deep.equal([bob.id])
    tenant.restoreUser(ann)
    expect(await itemsOf(group)).to.have.length(2)
  })

  const invalidItems: Array<[string, unknown]> = [
    ['without a type', { id: '00000000-0000-4000-8000-00000000ffff', displayName: 'Who' }],
    ['without an id', { '@odata.type': '#microsoft.graph.user', displayName: 'Who', accountEnabled: true }],
    ['with a number as its id', { '@odata.type': '#microsoft.graph.user', id: 5, accountEnabled: true }],
    ['that is null', null],
    ['that is a text', '00000000-0000-4000-8000-00000000ffff'],
    [
      'with an object as its SID',
      {
        '@odata.type': '#microsoft.graph.user',
        id: '00000000-0000-4000-8000-00000000ffff',
        onPremisesSecurityIdentifier: { value: 'S-1-5' },
      },
    ],
  ]
  for (const [name, item] of invalidItems) {
    it(`returns graphUnexpected for a group with a member ${name}`, async () => {
      const group = await groupOf(fixture.entra.tenant.addGroup({ displayName: 'Odd' }))
      const other = await groupOf(fixture.entra.tenant.addGroup({ displayName: 'Other' }))
      fixture.entra.faults.next({ match: kinds.membersOf(group), respond: withItems(item) })
      const reads = await reader.readMembers([group, other])
      const error = reads.get(group.id)
      expect(itemsIn(reads.get(other.id))).to.deep.equal([])
      expect(error).to.be.instanceOf(WritebackError)
      expect((error as WritebackError).code).to.equal('graphUnexpected')
      expect((error as WritebackError).message).to.match(
        /^Graph returned a member without a valid id or type\./,
      )
    })
  }

  const perGroup: Array<[string, FaultResponse, string]> = [
    ['always 500', kinds.internalError(), 'graphUnavailable'],
    ['always throttled', kinds.throttled(), 'graphThrottled'],
    ['the HTML page of a gateway', kinds.badGateway(), 'graphUnavailable'],
    ['400', { status: 400, code: 'Request_BadRequest', message: 'No.' }, 'graphUnexpected'],
    ['an HTML page with status 200', { status: 200, body: '<html></html>' }, 'graphUnexpected'],
    ['404', { status: 404, code: 'Request_ResourceNotFound', message: 'Gone.' }, 'groupNotFound'],
  ]
  for (const [name, respond, code] of perGroup) {
    it(`returns ${code} for a group whose first or later page is ${name}, and the members of others`, async () => {
      const { tenant } = fixture.entra
      const members = ['A', 'B', 'C', 'D', 'E'].map((displayName) => tenant.addSyncedUser({ displayName }))
      const bad = await groupOf(tenant.addGroup({ displayName: 'Bad', members }))
      const good = await groupOf(tenant.addGroup({ displayName: 'Good', members }))
      for (const later of [false, true]) {
        fixture.entra.faults.always({
          match: ({ path, query }) =>
            path === `/groups/${bad.id}/members` && query.has('$skiptoken') === later,
          respond,
        })
        const reads = await reader.readMembers([bad, good])
        expect((reads.get(bad.id) as WritebackError).code, String(later)).to.equal(code)
        expect(reads.get(good.id)).to.have.property('items').with.lengthOf(5)
        fixture.entra.faults.clear()
      }
    })
  }

  it('selects the properties that identify members and show missing permissions, in pages of 999', async () => {
    const group = await groupOf(fixture.entra.tenant.addGroup({ displayName: 'Any' }))
    await reader.readMembers([group])
    const { url = '' } = fixture.entra.log.entries.find(({ url }) => url.includes('/members')) ?? {}
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

  it('reads the first pages in batches of twenty, and nothing more for small groups', async () => {
    const { tenant } = fixture.entra
    const groups = await Promise.all(
      Array.from({ length: 30 }, () => groupOf(tenant.addGroup({ displayName: 'Small' }))),
    )
    fixture.entra.log.clear()
    await reader.readMembers(groups)
    expect(graphLog(fixture).map(({ url }) => url)).to.deep.equal(['/v1.0/$batch', '/v1.0/$batch'])
  })
})
