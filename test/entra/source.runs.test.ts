/** Whole runs with the emulated Entra and a directory in memory, where nothing but the source protects what is there. */
import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import { sync } from '../../src/commands/sync.js'
import type { Report } from '../../src/model/report.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import { addUser, makeWorld, type World } from '../memory/world.js'
import { managed, toDirectoryGroup } from '../memory/directory.js'
import { secret, startPlace, type Place } from './support.js'

const listing = ({ area, batchItem, path }: EntraRequest) =>
  area === 'graph' && batchItem === undefined && path === '/groups'
const laterListing = (request: EntraRequest) => listing(request) && request.query.has('$skiptoken')
const members = ({ path }: EntraRequest) => path.endsWith('/members')

describe('runs over a cloud that cannot be read', () => {
  let place: Place
  let source: GroupSource
  let world: World
  let first: unknown
  const ids: string[] = []
  before(async () => {
    const permissions: GraphPermission[] = ['Group.Read.All', 'User.Read.All', 'Member.Read.Hidden']
    place = await startPlace({ paging: { pageSize: 2 }, apps: [{ secret, permissions }] })
    source = place.source()
    const { tenant } = place.entra
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
    first = await seen()
  })
  after(() => place.close())
  afterEach(() => place.entra.faults.clear())

  const run = (from = source): Promise<Report> =>
    sync('sync', { ...world.ports, source: from }, world.settings, { full: true })
  /** All there is in the directory that a run could have changed. */
  const seen = async () =>
    Promise.all(
      managed(world.directory).map(async (object) => {
        const { dn, attributes, members } = await toDirectoryGroup(world.directory, object)
        return { dn, attributes, members: members.items }
      }),
    )
  const untouched = async () => expect(await seen()).to.deep.equal(first)

  it('plans nothing where nothing is different', async () => {
    expect((await run()).status).to.equal('inSync')
    await untouched()
  })

  const faults: Array<[string, FaultResponse, string]> = [
    ['401', kinds.tokenRefused(), 'graphUnauthorized'],
    ['403', kinds.accessDenied(), 'graphDenied'],
    ['429', kinds.throttled(), 'graphThrottled'],
    ['429 for an hour', kinds.throttled(3600), 'graphThrottled'],
    ['503', kinds.unavailable(), 'graphUnavailable'],
    ['the page of a gateway', kinds.badGateway(), 'graphUnavailable'],
    ['half a page', kinds.halfBody(), 'graphUnexpected'],
    ['half a page and a closed connection', kinds.brokenBody(), 'graphUnreachable'],
    ['an expired page', kinds.pageExpired(), 'graphUnexpected'],
    ['a page without a list', { status: 200, body: {} }, 'graphUnexpected'],
  ]
  for (const [name, respond, code] of faults) {
    it(`fails and changes nothing where the listing of groups goes on with ${name}`, async () => {
      place.entra.faults.always({ match: laterListing, respond })
      const report = await run()
      expect([report.status, report.exitCode]).to.deep.equal(['failed', 1])
      expect(report.problems.map((problem) => problem.code)).to.deep.equal([code])
      await untouched()
    })
  }

  it('fails and changes nothing where it is stopped in the middle of the listing', async () => {
    const controller = new AbortController()
    place.watch((request) => {
      if (laterListing(request)) controller.abort()
    })
    const ports = { ...world.ports, source }
    const report = await sync('sync', ports, world.settings, { signal: controller.signal })
    place.watch(() => undefined)
    expect([report.status, report.problems[0]?.code]).to.deep.equal(['failed', 'aborted'])
    await untouched()
  })

  const tooLittle: Array<[string, GraphPermission[]]> = [
    ['User.Read.All is missing', ['GroupMember.Read.All']],
    ['User.ReadBasic.All stands in its place', ['GroupMember.Read.All', 'User.ReadBasic.All']],
  ]
  for (const [name, permissions] of tooLittle) {
    it(`fails, removes nobody and names User.Read.All where ${name}`, async () => {
      const report = await run(place.sourceWith(...permissions))
      expect([report.status, report.problems[0]?.code]).to.deep.equal(['failed', 'permissionMissing'])
      expect(report.problems[0]?.message).to.contain('User.Read.All is missing')
      await untouched()
    })
  }

  const perGroup: Array<[string, FaultResponse, string]> = [
    ['503', kinds.unavailable(), 'graphUnavailable'],
    ['half a page', kinds.halfBody(), 'graphUnexpected'],
    [
      'another link every time',
      { status: 200, body: { value: [], '@odata.nextLink': 'x' } },
      'graphUnexpected',
    ],
  ]
  for (const [name, respond, code] of perGroup) {
    it(`leaves a group as it is whose members go on with ${name}, and says so`, async () => {
      const isBad = (request: EntraRequest) =>
        members(request) && request.query.has('$skiptoken') && request.path.includes(ids[2] ?? '')
      place.entra.faults.always({ match: isBad, respond })
      const report = await run()
      expect([report.status, report.exitCode]).to.deep.equal(['partial', 4])
      expect(report.groups.map(({ id, error }) => [id, error?.code])).to.deep.equal([[ids[2], code]])
      await untouched()
    })
  }

  it('leaves a group as it is that hides its members since', async () => {
    const { tenant } = place.entra
    tenant.updateGroup(ids[0] ?? '', { visibility: 'HiddenMembership' })
    const report = await run(place.sourceWith('GroupMember.Read.All', 'User.Read.All'))
    tenant.updateGroup(ids[0] ?? '', { visibility: null })
    expect(report.status).to.equal('partial')
    expect(report.groups.map(({ id, error }) => [id, error?.code])).to.deep.equal([
      [ids[0], 'hiddenMembership'],
    ])
    await untouched()
  })

  it('deletes what is gone indeed', async () => {
    place.entra.tenant.deleteGroup(ids[4] ?? '')
    expect((await run()).totals.deleted).to.equal(1)
    expect(await seen()).to.have.length(4)
  })
})
