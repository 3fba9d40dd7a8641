/** Runs with the emulated Entra and a directory in memory, in which only the source prevents wrong removals. */
import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import { runSync } from '../../src/commands/sync.js'
import type { Report } from '../../src/model/report.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import { addUser, makeWorld, type World } from '../memory/world.js'
import { managedObjects, toDirectoryGroup } from '../memory/directory.js'
import { secret, startEntraFixture, type EntraFixture } from './fixture.js'

const isListing = ({ area, batchItem, path }: EntraRequest) =>
  area === 'graph' && batchItem === undefined && path === '/groups'
const isLaterPage = (request: EntraRequest) => isListing(request) && request.query.has('$skiptoken')
const isMemberRead = ({ path }: EntraRequest) => path.endsWith('/members')

describe('a run with the emulated Entra', () => {
  let fixture: EntraFixture
  let source: GroupSource
  let world: World
  let firstState: unknown
  const ids: string[] = []
  before(async () => {
    const permissions: GraphPermission[] = ['Group.Read.All', 'User.Read.All', 'Member.Read.Hidden']
    fixture = await startEntraFixture({ paging: { pageSize: 2 }, apps: [{ secret, permissions }] })
    source = fixture.source()
    const { tenant } = fixture.entra
    world = makeWorld({ policy: 'delete' })
    const users = Array.from({ length: 6 }, (_, index) => {
      const { sid } = addUser(world, index)
      return tenant.addSyncedUser({ displayName: `User ${index}`, onPremisesSecurityIdentifier: sid ?? null })
    })
    for (const displayName of ['One', 'Two', 'Three', 'Four', 'Five']) {
      ids.push(tenant.addGroup({ displayName, members: users }).id)
    }
    const report = await run()
    expect([report.status, report.totals.created, report.totals.membersAdded]).to.deep.equal([
      'applied',
      5,
      30,
    ])
    firstState = await directoryState()
  })
  after(() => fixture.close())
  afterEach(() => fixture.entra.faults.clear())

  const run = (from = source): Promise<Report> =>
    runSync('sync', { ...world.ports, source: from }, world.settings, { full: true })
  /** Everything in the directory that a run can change. */
  const directoryState = async () =>
    Promise.all(
      managedObjects(world.directory).map(async (object) => {
        const { dn, attributes, members } = await toDirectoryGroup(world.directory, object)
        return { dn, attributes, members: members.items }
      }),
    )
  const expectUnchanged = async () => expect(await directoryState()).to.deep.equal(firstState)

  it('is in sync if nothing differs', async () => {
    expect((await run()).status).to.equal('inSync')
    await expectUnchanged()
  })

  const faults: Array<[string, FaultResponse, string]> = [
    ['401', kinds.tokenRefused(), 'graphUnauthorized'],
    ['403', kinds.accessDenied(), 'graphDenied'],
    ['429', kinds.throttled(), 'graphThrottled'],
    ['429 with Retry-After of an hour', kinds.throttled(3600), 'graphThrottled'],
    ['503', kinds.unavailable(), 'graphUnavailable'],
    ['the HTML page of a gateway', kinds.badGateway(), 'graphUnavailable'],
    ['truncated JSON', kinds.halfBody(), 'graphUnexpected'],
    ['a body that is too short', kinds.brokenBody(), 'graphUnreachable'],
    ['an expired page token', kinds.pageExpired(), 'graphUnexpected'],
    ['a page without a list', { status: 200, body: {} }, 'graphUnexpected'],
  ]
  for (const [name, respond, code] of faults) {
    it(`fails with ${code} and changes nothing if the second page of groups is ${name}`, async () => {
      fixture.entra.faults.always({ match: isLaterPage, respond })
      const report = await run()
      expect([report.status, report.exitCode]).to.deep.equal(['failed', 1])
      expect(report.problems.map((problem) => problem.code)).to.deep.equal([code])
      await expectUnchanged()
    })
  }

  it('fails and changes nothing if it is cancelled during the listing', async () => {
    const controller = new AbortController()
    fixture.watch((request) => {
      if (isLaterPage(request)) controller.abort()
    })
    const ports = { ...world.ports, source }
    const report = await runSync('sync', ports, world.settings, { signal: controller.signal })
    fixture.watch(() => undefined)
    expect([report.status, report.problems[0]?.code]).to.deep.equal(['failed', 'aborted'])
    await expectUnchanged()
  })

  const insufficient: Array<[string, GraphPermission[]]> = [
    ['User.Read.All is missing', ['GroupMember.Read.All']],
    ['only User.ReadBasic.All is granted', ['GroupMember.Read.All', 'User.ReadBasic.All']],
  ]
  for (const [name, permissions] of insufficient) {
    it(`fails with permissionMissing and changes nothing if ${name}`, async () => {
      const report = await run(fixture.sourceWith(...permissions))
      expect([report.status, report.problems[0]?.code]).to.deep.equal(['failed', 'permissionMissing'])
      expect(report.problems[0]?.message).to.contain('User.Read.All is missing')
      await expectUnchanged()
    })
  }

  const perGroup: Array<[string, FaultResponse, string]> = [
    ['503', kinds.unavailable(), 'graphUnavailable'],
    ['truncated JSON', kinds.halfBody(), 'graphUnexpected'],
    [
      'a page with an invalid next link',
      { status: 200, body: { value: [], '@odata.nextLink': 'x' } },
      'graphUnexpected',
    ],
  ]
  for (const [name, respond, code] of perGroup) {
    it(`reports ${code} and does not change a group whose second page of members is ${name}`, async () => {
      const isBad = (request: EntraRequest) =>
        isMemberRead(request) && request.query.has('$skiptoken') && request.path.includes(ids[2] ?? '')
      fixture.entra.faults.always({ match: isBad, respond })
      const report = await run()
      expect([report.status, report.exitCode]).to.deep.equal(['partial', 4])
      expect(report.groups.map(({ id, error }) => [id, error?.code])).to.deep.equal([[ids[2], code]])
      await expectUnchanged()
    })
  }

  it('reports hiddenMembership and does not change a group that hides its members since the last run', async () => {
    const { tenant } = fixture.entra
    tenant.updateGroup(ids[0] ?? '', { visibility: 'HiddenMembership' })
    const report = await run(fixture.sourceWith('GroupMember.Read.All', 'User.Read.All'))
    tenant.updateGroup(ids[0] ?? '', { visibility: null })
    expect(report.status).to.equal('partial')
    expect(report.groups.map(({ id, error }) => [id, error?.code])).to.deep.equal([
      [ids[0], 'hiddenMembership'],
    ])
    await expectUnchanged()
  })

  it('deletes the object of a deleted group', async () => {
    fixture.entra.tenant.deleteGroup(ids[4] ?? '')
    expect((await run()).totals.deleted).to.equal(1)
    expect(await directoryState()).to.have.length(4)
  })
})
