import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import type { CloudGroup } from '../../src/model/group.js'
import { graphFailure } from '../../src/entra/graph/failures.js'
import { WritebackError } from '../../src/errors.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import { itemsOf } from '../contract/sourceFixture.js'
import { failureOf, startPlace, type Place } from './support.js'

describe('members that Graph does not show', () => {
  let place: Place
  let reader: GroupSource
  before(async () => {
    place = await startPlace({ paging: { pageSize: 2 } })
    reader = place.source()
  })
  after(() => place.close())
  afterEach(() => place.entra.faults.clear())

  const groupOf = async (group: { id: string }): Promise<CloudGroup> => {
    const [read] = (await reader.readGroups('all', [group.id])).items
    if (!read) throw new Error('not there')
    return read
  }

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
    const reads = await place.sourceWith('GroupMember.Read.All', 'User.Read.All').readMembers([hidden, open])
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
      const empty = await groupOf(tenant.addGroup({ displayName: 'Nobody' }))
      const reads = await place.sourceWith(...permissions).readMembers([group, empty])
      const error = reads.get(group.id) as WritebackError
      expect(error.code).to.equal('permissionMissing')
      expect(error.message).to.match(
        /^Graph hides the properties of the user [0-9a-f-]{36}: User\.Read\.All is missing\./,
      )
      expect(itemsOf(reads.get(empty.id))).to.deep.equal([])
    })
  }

  it('stops one group of which one member shows nothing but its type and id, and names the member', async () => {
    const { tenant } = place.entra
    const users = ['A', 'B', 'C', 'D'].map((displayName) => tenant.addSyncedUser({ displayName }))
    const child = tenant.addGroup({ displayName: 'Child' })
    const members = [...users, child]
    const bad = await groupOf(tenant.addGroup({ displayName: 'Bad', members }))
    const good = await groupOf(tenant.addGroup({ displayName: 'Good', members }))
    for (const { id } of [users[0] ?? child, users[3] ?? child, child]) {
      place.entra.faults.always({ match: kinds.membersOf(bad), respond: kinds.limitedMember(id) })
      const reads = await reader.readMembers([bad, good])
      const error = reads.get(bad.id) as WritebackError
      expect(error.code).to.equal('permissionMissing')
      expect(error.message).to.contain(id)
      expect(itemsOf(reads.get(good.id))).to.have.length(5)
      place.entra.faults.clear()
    }
  })

  it('stops one group that is denied, and names the permission, first page or later', async () => {
    const { tenant } = place.entra
    const members = ['A', 'B', 'C'].map((displayName) => tenant.addSyncedUser({ displayName }))
    const bad = await groupOf(tenant.addGroup({ displayName: 'Bad', members }))
    const good = await groupOf(tenant.addGroup({ displayName: 'Good', members }))
    for (const page of ['first', 'later'] as const) {
      const match = kinds.membersOf(bad, { page })
      place.entra.faults.always({ match, respond: kinds.accessDenied() })
      const reads = await reader.readMembers([bad, good])
      const error = reads.get(bad.id) as WritebackError
      expect(error.code, page).to.equal('graphDenied')
      expect(graphFailure(error)).to.include({ status: 403, graphCode: 'Authorization_RequestDenied' })
      expect(error.message).to.contain(`/groups/${bad.id}/members`).and.contain('GroupMember.Read.All')
      expect(itemsOf(reads.get(good.id))).to.have.length(3)
      place.entra.faults.clear()
    }
  })

  it('names Member.Read.Hidden where the group that is denied hides its membership', async () => {
    const { tenant } = place.entra
    const members = ['A', 'B', 'C'].map((displayName) => tenant.addSyncedUser({ displayName }))
    const options = { kind: 'microsoft365', hiddenMembership: true, members } as const
    const hidden = await groupOf(tenant.addGroup({ displayName: 'Hidden', ...options }))
    const open = await groupOf(tenant.addGroup({ displayName: 'Open', members }))
    for (const page of ['first', 'later'] as const) {
      const match = kinds.membersOf(hidden, { page })
      place.entra.faults.always({ match, respond: kinds.accessDenied() })
      const reads = await reader.readMembers([hidden, open])
      const error = reads.get(hidden.id) as WritebackError
      expect(error.code, page).to.equal('hiddenMembership')
      expect(graphFailure(error)?.status).to.equal(403)
      expect(error.message).to.match(
        /^Hidden hides its membership: Graph answered 403 for .*members: Authorization_RequestDenied: .*\. Grant the application permission Member\.Read\.Hidden with admin consent\.$/,
      )
      expect(itemsOf(reads.get(open.id))).to.have.length(3)
      place.entra.faults.clear()
    }
    place.entra.undocumented.hiddenMembership = 'denied'
    const reads = await place.sourceWith('GroupMember.Read.All', 'User.Read.All').readMembers([hidden, open])
    place.entra.undocumented.hiddenMembership = 'empty'
    expect((reads.get(hidden.id) as WritebackError).code).to.equal('hiddenMembership')
    expect(itemsOf(reads.get(open.id))).to.have.length(3)
  })

  it('calls no other failure of such a group hidden membership', async () => {
    const options = { kind: 'microsoft365', hiddenMembership: true } as const
    const hidden = await groupOf(place.entra.tenant.addGroup({ displayName: 'Hidden', ...options }))
    place.entra.faults.always({ match: kinds.membersOf(hidden), respond: kinds.internalError() })
    expect(((await reader.readMembers([hidden])).get(hidden.id) as WritebackError).code).to.equal(
      'graphUnavailable',
    )
  })

  it('says of every group that is denied where all are: whoever asked for them judges that', async () => {
    const { tenant } = place.entra
    const groups = await Promise.all(
      ['One', 'Other'].map((displayName) => groupOf(tenant.addGroup({ displayName }))),
    )
    place.entra.faults.always({ match: kinds.membersOf(), respond: kinds.accessDenied() })
    const reads = await reader.readMembers(groups)
    const codes = groups.map(({ id }) => (reads.get(id) as WritebackError).code)
    expect(codes).to.deep.equal(['graphDenied', 'graphDenied'])
  })

  it('stops everything where one group is unauthorized, since the others would be too', async () => {
    const { tenant } = place.entra
    const bad = await groupOf(tenant.addGroup({ displayName: 'One' }))
    const other = await groupOf(tenant.addGroup({ displayName: 'Other' }))
    place.entra.faults.always({ match: kinds.membersOf(bad), respond: kinds.tokenRefused() })
    expect((await failureOf(reader.readMembers([bad, other]))).code).to.equal('graphUnauthorized')
  })
})
