/** Objects whose members this account may not write or not read. */
import { expect } from 'chai'
import { runDisable } from '../../src/commands/disable.js'
import { runSync } from '../../src/commands/sync.js'
import { addObject } from '../memory/directory.js'
import { groupMemberNames, groupObject } from '../memory/inspectWorld.js'
import { addGroup, addUser, advanceClock, idOf, makeWorld, setMembers, type World } from '../memory/world.js'

const run = (world: World, options = {}) => runSync('sync', world.ports, world.settings, options)
const rulesOf = ({ guard }: Awaited<ReturnType<typeof run>>) => guard.tripped.map(({ rule }) => rule)

/** A group with two users. */
async function worldWithGroup() {
  const world = makeWorld()
  const group = addGroup(world, 1)
  const users = [addUser(world, 1), addUser(world, 2)] as const
  setMembers(world, group, [...users])
  await run(world)
  advanceClock(world, { hours: 48 })
  return { world, group, users, object: groupObject(world, 1) }
}

describe('reconcile, for an object with adminCount=1', () => {
  it('removes leavers only after approval, and adds no members', async () => {
    const { world, group, users, object } = await worldWithGroup()
    object.protection = 'adminCount'
    setMembers(world, group, [users[0], addUser(world, 3)])
    const withheld = await run(world)
    expect(withheld.groups[0]?.error?.code).to.equal('protectedObject')
    expect(rulesOf(withheld)).to.deep.equal(['protectedRemovals'])
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1', 'user2'])
    await run(world, { approve: withheld.planHash })
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1'])
  })

  it('empties it by policy only after approval, and never deletes it', async () => {
    const { world, group, object } = await worldWithGroup()
    object.protection = 'adminCount'
    world.cloud.groups.delete(group.id)
    world.cloud.deleted.add(group.id)
    addGroup(world, 2) // so that the cloud is not empty
    world.settings = { ...world.settings, policy: 'delete' }
    const refused = await run(world)
    expect(refused.groups.find(({ id }) => id === group.id)?.error?.code).to.equal('protectedObject')
    world.settings = { ...world.settings, policy: 'empty' }
    const withheld = await run(world, { full: true })
    expect(rulesOf(withheld)).to.deep.equal(['protectedRemovals'])
    expect(groupMemberNames(world, 1)).to.have.length(2)
    await run(world, { approve: withheld.planHash })
    expect(groupMemberNames(world, 1)).to.deep.equal([])
    expect(world.directory.objects.has(object.guid)).to.equal(true)
  })

  it('reports primaryGroupMember, not an emptied group, if it is the primary group of its members', async () => {
    const { world, group, object } = await worldWithGroup()
    for (const guid of object.members)
      Object.assign(world.directory.objects.get(guid) ?? {}, { primaryGroup: object.guid })
    object.members.clear()
    const report = await runDisable(world.ports, world.settings, { groups: [group.id], objects: 'empty' })
    expect(report.groups[0]?.error?.code).to.equal('primaryGroupMember')
  })

  it('neither adopts it nor plans removals', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const object = addObject(world.directory, {
      name: 'stranger',
      kind: 'group',
      protection: 'adminCount',
      attributes: { adminDescription: [`Group_${idOf(1)}`] },
    })
    const user = addUser(world, 1)
    const inside = [...world.directory.objects.values()].find(({ sid }) => sid === user.sid)
    object.members.add(inside?.guid ?? '')
    const [planned] = (await run(world, { dryRun: true })).groups
    expect(planned).to.deep.include({ changes: [], withheld: [], waiting: [] })
    expect(planned?.error?.code).to.equal('protectedObject')
  })

  it('reports no error if its group is disabled and the object kept', async () => {
    const { world, group, object } = await worldWithGroup()
    object.protection = 'adminCount'
    const report = await runDisable(world.ports, world.settings, { groups: [group.id] })
    expect(report).to.deep.include({ status: 'inSync', groups: [] })
    expect(report.skippedGroups.map(({ reason }) => reason)).to.deep.equal(['disabled'])
  })

  it('fails with protectedObject if its group is disabled with objects: empty', async () => {
    const { world, group, object } = await worldWithGroup()
    object.protection = 'adminCount'
    const report = await runDisable(world.ports, world.settings, { groups: [group.id], objects: 'empty' })
    expect(report.groups[0]).to.deep.include({ changes: [], withheld: [] })
    expect(report.groups[0]?.error?.code).to.equal('protectedObject')
    expect(groupMemberNames(world, 1)).to.have.length(2)
  })
})

describe('reconcile, for an object whose members the account may not read', () => {
  it('fails with membersUnreadable instead of treating it as empty', async () => {
    const { world, object } = await worldWithGroup()
    object.unreadable = true
    const { writes } = world.directory
    const [planned] = (await run(world)).groups
    expect(planned).to.deep.include({ changes: [], withheld: [] })
    expect(planned?.error?.code).to.equal('membersUnreadable')
    expect(world.directory.writes).to.equal(writes)
  })
})

describe('reconcile, for a member who left a group that is its primary group', () => {
  it('reports primaryGroupMember and lists the member in heldAccess', async () => {
    const { world, group, users, object } = await worldWithGroup()
    const left = [...world.directory.objects.values()].find(({ sid }) => sid === users[1].sid)
    if (!left) throw new Error('no user')
    object.members.delete(left.guid)
    left.primaryGroup = object.guid
    setMembers(world, group, [users[0]])
    const report = await run(world)
    expect(report.groups[0]?.error?.code).to.equal('primaryGroupMember')
    const [entry] = world.state.heldAccess
    expect(entry).to.deep.include({ id: group.id, heldBy: ['primaryGroupMember'] })
    expect(entry?.members.map(({ guid }) => guid)).to.deep.equal([left.guid])
  })
})
