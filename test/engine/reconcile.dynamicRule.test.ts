import { expect } from 'chai'
import { runSync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import { removeObject } from '../memory/directory.js'
import { groupMemberNames, groupObject } from '../memory/inspectWorld.js'
import { addGroup, addUser, advanceClock, makeWorld, setMembers, type World } from '../memory/world.js'

const run = (world: World) => runSync('sync', world.ports, world.settings, {})

describe('reconcile, for a dynamic group whose rule changed', () => {
  it('removes members only after two equal listings, even if the count agrees', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1, { membershipRule: 'user.department -eq "Sales"' })
    const users = [addUser(world, 1), addUser(world, 2)]
    setMembers(world, group, users)
    await run(world)
    world.cloud.groups.set(group.id, { ...group, membershipRule: 'user.department -eq "Ops"' })
    setMembers(world, group, users.slice(1))
    for (const minutes of [0, 4]) {
      advanceClock(world, { minutes })
      const report = await run(world)
      expect(report.groups[0]?.waiting.map(({ reason }) => reason)).to.deep.equal(['ruleChanged'])
      expect(groupMemberNames(world, 1)).to.deep.equal(['user1', 'user2'])
    }
    advanceClock(world, { minutes: 1 })
    await run(world)
    expect(groupMemberNames(world, 1)).to.deep.equal(['user2'])
  })

  it('still detects the changed rule after the object was restored', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1, { membershipRule: 'user.department -eq "Sales"' })
    const users = [addUser(world, 1), addUser(world, 2)]
    setMembers(world, group, users)
    await run(world)
    world.directory.canRestore = true
    removeObject(world.directory, groupObject(world, 1).guid)
    world.cloud.groups.set(group.id, { ...group, membershipRule: 'user.department -eq "Ops"' })
    expect((await run(world)).totals.restored).to.equal(1)
    setMembers(world, group, users.slice(1))
    const report = await run(world)
    expect(report.groups[0]?.waiting.map(({ reason }) => reason)).to.deep.equal(['ruleChanged'])
  })

  it('treats the rule as changed if an interrupted run created the object', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1, { membershipRule: 'user.department -eq "Sales"' })
    const users = [addUser(world, 1), addUser(world, 2)]
    setMembers(world, group, users)
    const { apply } = world.ports.target
    world.ports.target.apply = async (change) => {
      const applied = await apply(change)
      if (change.type === 'createGroup') throw new WritebackError('outcomeUnknown', 'No response.')
      return applied
    }
    await run(world)
    world.ports.target.apply = apply
    for (const { guid, name } of world.directory.objects.values())
      if (name.startsWith('user')) groupObject(world, 1).members.add(guid)
    setMembers(world, group, users.slice(1))
    const report = await run(world)
    expect(report.groups[0]?.waiting.map(({ reason }) => reason)).to.deep.equal(['ruleChanged'])
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1', 'user2'])
  })
})
