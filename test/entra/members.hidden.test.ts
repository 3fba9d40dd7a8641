import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import type { CloudGroup } from '../../src/model/group.js'
import { graphFailureOf } from '../../src/entra/graph/failures.js'
import { WritebackError } from '../../src/errors.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import { itemsOf } from '../contract/sourceFixture.js'
import { failureOf, startEntraFixture, type EntraFixture } from './fixture.js'

describe('reading members that Graph does not show', () => {
  let fixture: EntraFixture
  let reader: GroupSource
  before(async () => {
    fixture = await startEntraFixture({ paging: { pageSize: 2 } })
    reader = fixture.source()
  })
  after(() => fixture.close())
  afterEach(() => fixture.entra.faults.clear())

  const groupOf = async (group: { id: string }): Promise<CloudGroup> => {
    const [read] = (await reader.readGroups('all', [group.id])).items
    if (!read) throw new Error('no such group')
    return read
  }

  it('returns hiddenMembership, not an empty group, without Member.Read.Hidden', async () => {
    const { tenant } = fixture.entra
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
    const reads = await fixture
      .sourceWith('GroupMember.Read.All', 'User.Read.All')
      .readMembers([hidden, open])
    const error = reads.get(hidden.id) as WritebackError
    expect(error).to.be.instanceOf(WritebackError)
    expect(error.code).to.equal('hiddenMembership')
    expect(error.message).to.equal(
      'Hidden hides its membership, and Graph returns no members. Grant the application permission Member.Read.Hidden with admin consent.',
    )
    expect(reads.get(open.id)).to.have.property('items').with.lengthOf(1)
  })

  const insufficient: Array<[string, GraphPermission[]]> = [
    ['User.Read.All', ['GroupMember.Read.All']],
    ['User.Read.All but with User.ReadBasic.All', ['GroupMember.Read.All', 'User.ReadBasic.All']],
  ]
  for (const [name, permissions] of insufficient) {
    it(`returns permissionMissing for a group with users if the application lacks ${name}`, async () => {
      const { tenant } = fixture.entra
      const users = ['A', 'B', 'C'].map((displayName) => tenant.addSyncedUser({ displayName }))
      const group = await groupOf(tenant.addGroup({ displayName: 'Team', members: users }))
      const empty = await groupOf(tenant.addGroup({ displayName: 'Nobody' }))
      const reads = await fixture.sourceWith(...permissions).readMembers([group, empty])
      const error = reads.get(group.id) as WritebackError
      expect(error.code).to.equal('permissionMissing')
      expect(error.message).to.match(
        /^Graph hides the properties of the user [0-9a-f-]{36}: the permission User\.Read\.All is missing\./,
      )
      expect(itemsOf(reads.get(empty.id))).to.deep.equal([])
    })
  }

  it('returns permissionMissing with the id of a member that shows only its type and id', async () => {
    const { tenant } = fixture.entra
    const users = ['A', 'B', 'C', 'D'].map((displayName) => tenant.addSyncedUser({ displayName }))
    const child = tenant.addGroup({ displayName: 'Child' })
    const members = [...users, child]
    const bad = await groupOf(tenant.addGroup({ displayName: 'Bad', members }))
    const good = await groupOf(tenant.addGroup({ displayName: 'Good', members }))
    for (const { id } of [users[0] ?? child, users[3] ?? child, child]) {
      fixture.entra.faults.always({ match: kinds.membersOf(bad), respond: kinds.limitedMember(id) })
      const reads = await reader.readMembers([bad, good])
      const error = reads.get(bad.id) as WritebackError
      expect(error.code).to.equal('permissionMissing')
      expect(error.message).to.contain(id)
      expect(itemsOf(reads.get(good.id))).to.have.length(5)
      fixture.entra.faults.clear()
    }
  })

  it('returns graphDenied with the permission for a group whose first or later page is denied', async () => {
    const { tenant } = fixture.entra
    const members = ['A', 'B', 'C'].map((displayName) => tenant.addSyncedUser({ displayName }))
    const bad = await groupOf(tenant.addGroup({ displayName: 'Bad', members }))
    const good = await groupOf(tenant.addGroup({ displayName: 'Good', members }))
    for (const page of ['first', 'later'] as const) {
      const match = kinds.membersOf(bad, { page })
      fixture.entra.faults.always({ match, respond: kinds.accessDenied() })
      const reads = await reader.readMembers([bad, good])
      const error = reads.get(bad.id) as WritebackError
      expect(error.code, page).to.equal('graphDenied')
      expect(graphFailureOf(error)).to.include({ status: 403, graphCode: 'Authorization_RequestDenied' })
      expect(error.message).to.contain(`/groups/${bad.id}/members`).and.contain('GroupMember.Read.All')
      expect(itemsOf(reads.get(good.id))).to.have.length(3)
      fixture.entra.faults.clear()
    }
  })

  it('returns hiddenMembership for a group with hidden membership that is denied', async () => {
    const { tenant } = fixture.entra
    const members = ['A', 'B', 'C'].map((displayName) => tenant.addSyncedUser({ displayName }))
    const options = { kind: 'microsoft365', hiddenMembership: true, members } as const
    const hidden = await groupOf(tenant.addGroup({ displayName: 'Hidden', ...options }))
    const open = await groupOf(tenant.addGroup({ displayName: 'Open', members }))
    for (const page of ['first', 'later'] as const) {
      const match = kinds.membersOf(hidden, { page })
      fixture.entra.faults.always({ match, respond: kinds.accessDenied() })
      const reads = await reader.readMembers([hidden, open])
      const error = reads.get(hidden.id) as WritebackError
      expect(error.code, page).to.equal('hiddenMembership')
      expect(graphFailureOf(error)?.status).to.equal(403)
      expect(error.message).to.match(
        /^Hidden hides its membership: Graph responded with status 403 for .*members: Authorization_RequestDenied: .*\. Grant the application permission Member\.Read\.Hidden with admin consent\.$/,
      )
      expect(itemsOf(reads.get(open.id))).to.have.length(3)
      fixture.entra.faults.clear()
    }
    fixture.entra.undocumented.hiddenMembership = 'denied'
    const reads = await fixture
      .sourceWith('GroupMember.Read.All', 'User.Read.All')
      .readMembers([hidden, open])
    fixture.entra.undocumented.hiddenMembership = 'empty'
    expect((reads.get(hidden.id) as WritebackError).code).to.equal('hiddenMembership')
    expect(itemsOf(reads.get(open.id))).to.have.length(3)
  })

  it('returns graphUnavailable, not hiddenMembership, for another failure of such a group', async () => {
    const options = { kind: 'microsoft365', hiddenMembership: true } as const
    const hidden = await groupOf(fixture.entra.tenant.addGroup({ displayName: 'Hidden', ...options }))
    fixture.entra.faults.always({ match: kinds.membersOf(hidden), respond: kinds.internalError() })
    expect(((await reader.readMembers([hidden])).get(hidden.id) as WritebackError).code).to.equal(
      'graphUnavailable',
    )
  })

  it('returns graphDenied for each group if all groups are denied', async () => {
    const { tenant } = fixture.entra
    const groups = await Promise.all(
      ['One', 'Other'].map((displayName) => groupOf(tenant.addGroup({ displayName }))),
    )
    fixture.entra.faults.always({ match: kinds.membersOf(), respond: kinds.accessDenied() })
    const reads = await reader.readMembers(groups)
    const codes = groups.map(({ id }) => (reads.get(id) as WritebackError).code)
    expect(codes).to.deep.equal(['graphDenied', 'graphDenied'])
  })

  it('throws graphUnauthorized, since it concerns all groups', async () => {
    const { tenant } = fixture.entra
    const bad = await groupOf(tenant.addGroup({ displayName: 'One' }))
    const other = await groupOf(tenant.addGroup({ displayName: 'Other' }))
    fixture.entra.faults.always({ match: kinds.membersOf(bad), respond: kinds.tokenRefused() })
    expect((await failureOf(reader.readMembers([bad, other]))).code).to.equal('graphUnauthorized')
  })
})
