/** Objects whose members are not ours to write, or not ours to see. */
import { expect } from 'chai'
import { disable } from '../../src/commands/disable.js'
import { sync } from '../../src/commands/sync.js'
import { addObject } from '../memory/directory.js'
import { memberNames, objectOf } from '../memory/look.js'
import { addGroup, addUser, advance, idOf, makeWorld, setMembers, type World } from '../memory/world.js'

const run = (world: World, options = {}) => sync('sync', world.ports, world.settings, options)
const rulesOf = ({ guard }: Awaited<ReturnType<typeof run>>) => guard.tripped.map(({ rule }) => rule)

/** A group with two users. */
async function written() {
  const world = makeWorld()
  const group = addGroup(world, 1)
  const users = [addUser(world, 1), addUser(world, 2)] as const
  setMembers(world, group, [...users])
  await run(world)
  advance(world, { hours: 48 })
  return { world, group, users, object: objectOf(world, 1) }
}

describe('an object that AD stamped', () => {
  it('loses who left on approval alone, and gets nobody', async () => {
    const { world, group, users, object } = await written()
    object.protection = 'adminCount'
    setMembers(world, group, [users[0], addUser(world, 3)])
    const held = await run(world)
    expect(held.groups[0]?.error?.code).to.equal('protectedObject')
    expect(rulesOf(held)).to.deep.equal(['protectedRemovals'])
    expect(memberNames(world, 1)).to.deep.equal(['user1', 'user2'])
    await run(world, { approve: held.planHash })
    expect(memberNames(world, 1)).to.deep.equal(['user1'])
  })

  it('is emptied by a policy on approval alone, and never deleted', async () => {
    const { world, group, object } = await written()
    object.protection = 'adminCount'
    world.cloud.groups.delete(group.id)
    world.cloud.deleted.add(group.id)
    addGroup(world, 2) // the cloud names some group
    world.settings = { ...world.settings, policy: 'delete' }
    const refused = await run(world)
    expect(refused.groups.find(({ id }) => id === group.id)?.error?.code).to.equal('protectedObject')
    world.settings = { ...world.settings, policy: 'empty' }
    const held = await run(world, { full: true })
    expect(rulesOf(held)).to.deep.equal(['protectedRemovals'])
    expect(memberNames(world, 1)).to.have.length(2)
    await run(world, { approve: held.planHash })
    expect(memberNames(world, 1)).to.deep.equal([])
    expect(world.directory.objects.has(object.guid)).to.equal(true)
  })

  it('whose members have it as primary group is not told as emptied', async () => {
    const { world, group, object } = await written()
    for (const guid of object.members)
      Object.assign(world.directory.objects.get(guid) ?? {}, { primaryGroup: object.guid })
    object.members.clear()
    const report = await disable(world.ports, world.settings, { groups: [group.id], objects: 'empty' })
    expect(report.groups[0]?.error?.code).to.equal('primaryGroupMember')
  })

  it('is not taken over, and nobody is to be taken out of it', async () => {
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

  it('is no trouble to who disables its group and keeps it', async () => {
    const { world, group, object } = await written()
    object.protection = 'adminCount'
    const report = await disable(world.ports, world.settings, { groups: [group.id] })
    expect(report).to.deep.include({ status: 'inSync', groups: [] })
    expect(report.skippedGroups.map(({ reason }) => reason)).to.deep.equal(['disabled'])
  })

  it('is not emptied by who disables its group', async () => {
    const { world, group, object } = await written()
    object.protection = 'adminCount'
    const report = await disable(world.ports, world.settings, { groups: [group.id], objects: 'empty' })
    expect(report.groups[0]).to.deep.include({ changes: [], withheld: [] })
    expect(report.groups[0]?.error?.code).to.equal('protectedObject')
    expect(memberNames(world, 1)).to.have.length(2)
  })
})

describe('an object whose members this account may not see', () => {
  it('is not taken for an empty one', async () => {
    const { world, object } = await written()
    object.unreadable = true
    const { writes } = world.directory
    const [planned] = (await run(world)).groups
    expect(planned).to.deep.include({ changes: [], withheld: [] })
    expect(planned?.error?.code).to.equal('membersUnreadable')
    expect(world.directory.writes).to.equal(writes)
  })
})

describe('who has a group as the primary one and left it in the cloud', () => {
  it('is told, and remembered as somebody who still has access', async () => {
    const { world, group, users, object } = await written()
    const left = [...world.directory.objects.values()].find(({ sid }) => sid === users[1].sid)
    if (!left) throw new Error('no user')
    object.members.delete(left.guid)
    left.primaryGroup = object.guid
    setMembers(world, group, [users[0]])
    const report = await run(world)
    expect(report.groups[0]?.error?.code).to.equal('primaryGroupMember')
    const [held] = world.state.heldAccess
    expect(held).to.deep.include({ id: group.id, heldBy: ['primaryGroupMember'] })
    expect(held?.members.map(({ guid }) => guid)).to.deep.equal([left.guid])
  })
})
