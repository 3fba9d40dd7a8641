/** Guard rules that depend on a whole run or on the state of earlier runs. */
import { expect } from 'chai'
import { runSync } from '../../src/commands/sync.js'
import type { CloudMember } from '../../src/model/member.js'
import { addObject, dnOf, managedObjects } from '../memory/directory.js'
import { groupMemberNames, groupObject } from '../memory/inspectWorld.js'
import {
  addGroup,
  addUser,
  advanceClock,
  idOf,
  makeWorld,
  noLimits,
  setMembers,
  type World,
} from '../memory/world.js'

const run = (world: World, options = {}) => runSync('sync', world.ports, world.settings, options)
const rulesOf = ({ guard }: Awaited<ReturnType<typeof run>>) => guard.tripped.map(({ rule }) => rule)

/** A written group of `count` users, who joined two days ago. */
async function worldWithGroup(count: number, limits = {}) {
  const world = makeWorld({ limits: { ...noLimits, ...limits } })
  const group = addGroup(world, 1)
  const users = Array.from({ length: count }, (_, number) => addUser(world, number + 1))
  setMembers(world, group, users)
  await run(world)
  advanceClock(world, { hours: 48 })
  return { world, group, users }
}

describe('the limits in reconcile', () => {
  it('count the losses of runs in the last 24 hours, and no older ones', async () => {
    const { world, group, users } = await worldWithGroup(9, { losses: { percent: 100, count: 3, from: 0 } })
    setMembers(world, group, users.slice(2))
    expect((await run(world)).totals.membersRemoved).to.equal(2)
    advanceClock(world, { hours: 23 })
    setMembers(world, group, users.slice(4))
    const withheld = await run(world)
    expect(withheld.guard.tripped).to.deep.equal([{ rule: 'lossesCount', actual: 4, limit: 3 }])
    expect(groupMemberNames(world, 1)).to.have.length(7)
    advanceClock(world, { hours: 2 })
    expect((await run(world)).totals.membersRemoved).to.equal(2)
  })

  it('withhold all removals if the cloud returns no groups (emptySource)', async () => {
    const { world, group } = await worldWithGroup(2)
    world.cloud.groups.clear()
    world.cloud.deleted.add(group.id)
    const report = await run(world)
    expect(rulesOf(report)).to.deep.equal(['emptySource'])
    expect(report.status).to.equal('withheld')
    expect(groupMemberNames(world, 1)).to.have.length(2)
  })

  it('withhold removals if users lost their SID in the cloud (identifiersVanished)', async () => {
    const { world, group, users } = await worldWithGroup(4, { identifiersVanished: { count: 1 } })
    const withoutSid = ({ sid: _, ...user }: CloudMember): CloudMember => user
    setMembers(world, group, [...users.slice(0, 2), ...users.slice(2).map(withoutSid)])
    expect(rulesOf(await run(world))).to.deep.equal(['identifiersVanished'])
    expect(groupMemberNames(world, 1)).to.have.length(4)
  })

  it('do not count users that had no SID before for identifiersVanished', async () => {
    const { world, group, users } = await worldWithGroup(4, { identifiersVanished: { count: 0 } })
    const guests = [1, 2].map((number): CloudMember => ({ id: `guest ${number}`, kind: 'user', guest: true }))
    setMembers(world, group, [...users, ...guests])
    await run(world)
    setMembers(world, group, [...users.slice(1), ...guests])
    expect((await run(world)).totals.membersRemoved).to.equal(1)
  })

  it('treat a group as emptied if all remaining accounts are disabled (groupEmptied)', async () => {
    const { world, group, users } = await worldWithGroup(12, { groupEmptied: { from: 3, except: [] } })
    const staying = new Set(users.slice(4).map(({ sid }) => sid))
    for (const object of world.directory.objects.values()) if (staying.has(object.sid)) object.disabled = true
    setMembers(world, group, users.slice(4))
    expect(rulesOf(await run(world))).to.deep.equal(['groupEmptied'])
    expect(groupMemberNames(world, 1)).to.have.length(12)
  })

  it('count members that a repair added again as members who had access (groupEmptied)', async () => {
    const { world, group } = await worldWithGroup(12, { groupEmptied: { from: 3, except: [] } })
    groupObject(world, 1).members.clear()
    expect((await run(world)).totals.membersAdded).to.equal(12)
    advanceClock(world, { hours: 20 })
    setMembers(world, group, [])
    expect(rulesOf(await run(world))).to.deep.equal(['groupEmptied'])
  })

  it('take percentages of the managed objects only, not of an unknown object with an anchor', async () => {
    const { world, group, users } = await worldWithGroup(10, { losses: { percent: 30, count: 100, from: 0 } })
    const planted = addObject(world.directory, {
      name: 'planted',
      kind: 'group',
      attributes: { adminDescription: [`Group_${idOf(99)}`] },
    })
    for (let number = 100; number < 200; number++)
      planted.members.add(addObject(world.directory, { name: `other${number}`, kind: 'user' }).guid)
    setMembers(world, group, users.slice(4))
    for (const groups of [undefined, [group.id]]) {
      const { guard } = await runSync('sync', world.ports, world.settings, {}, groups)
      expect(guard.tripped).to.deep.equal([{ rule: 'lossesPercent', actual: 40, limit: 30 }])
    }
  })

  it('withhold additions to a group nested in a protected group (privilegedAdditions)', async () => {
    const { world, group, users } = await worldWithGroup(1)
    const admins = addObject(world.directory, { name: 'Admins', kind: 'group', protection: 'adminCount' })
    admins.container = 'OU=Admins,DC=test'
    admins.members.add(groupObject(world, 1).guid)
    setMembers(world, group, [...users, addUser(world, 9)])
    const report = await run(world)
    expect(report.guard.tripped).to.deep.equal([
      { rule: 'privilegedAdditions', actual: 1, limit: 0, group: group.id, path: [dnOf(admins)] },
    ])
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1'])
    expect(managedObjects(world.directory)).to.have.length(1)
  })
})
