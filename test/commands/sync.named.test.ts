import { expect } from 'chai'
import { runSync } from '../../src/commands/sync.js'
import { managedObjects } from '../memory/directory.js'
import { groupMemberNames, groupObject } from '../memory/inspectWorld.js'
import {
  addGroup,
  addUser,
  idOf,
  makeWorld,
  nestedMember,
  noLimits,
  setMembers,
  type World,
} from '../memory/world.js'

const run = (world: World, options = {}, groups?: string[]) =>
  runSync('sync', world.ports, world.settings, options, groups)

describe('sync with named groups', () => {
  it('writes no other group, and decides about nested groups as a full run does', async () => {
    const world = makeWorld({ scope: 'selected' })
    const [parent, inScope, outside, written] = [1, 2, 3, 4].map((number) => addGroup(world, number))
    if (!parent || !inScope || !outside || !written) throw new Error('no groups')
    const ids = [parent, inScope, written].map(({ id }) => [id, {}])
    world.state.intent = { selected: Object.fromEntries(ids) as Record<string, object>, disabled: [] }
    await run(world, {}, [written.id])
    setMembers(world, parent, [inScope, outside, written].map(nestedMember))
    const report = await run(world, {}, [parent.id])
    expect(report.groups[0]?.skippedMembers.map(({ id, reason }) => [id, reason])).to.have.deep.members([
      [inScope.id, 'groupNotWritten'],
      [outside.id, 'notInScope'],
    ])
    expect(groupMemberNames(world, 1)).to.deep.equal([groupObject(world, 4).name])
    expect(managedObjects(world.directory)).to.have.length(2)
    await run(world)
    expect(groupMemberNames(world, 1)).to.have.length(2)
  })

  it('accepts an id, a mail address or a display name', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1, { mail: 'sales@contoso.com', displayName: 'Sales' })
    addGroup(world, 2)
    for (const name of [group.id.toUpperCase(), 'sales@contoso.com', 'Sales']) {
      const report = await run(world, { dryRun: true }, [name])
      expect(report.groups.map(({ id }) => id)).to.deep.equal([group.id])
    }
  })

  it('reports groups out of scope as groupSkipped, and unknown groups as groupNotFound', async () => {
    const world = makeWorld({ scope: 'selected' })
    const group = addGroup(world, 1)
    const report = await run(world, {}, [group.id])
    expect(report.skippedGroups.map(({ id, reason }) => [id, reason])).to.deep.equal([
      [group.id, 'notInScope'],
    ])
    const unknown = await run(world, {}, [group.id, idOf(99), idOf(98)])
    expect(unknown).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(unknown.problems.map(({ code, details }) => [code, details])).to.deep.equal([
      ['groupSkipped', { reason: 'notInScope', groups: [group.id] }],
      ['groupNotFound', { reference: idOf(99) }],
      ['groupNotFound', { reference: idOf(98) }],
    ])
  })

  it('writes the groups that it finds, and looks up all names together', async () => {
    const world = makeWorld()
    setMembers(world, addGroup(world, 1), [addUser(world, 1)])
    for (const number of [2, 3]) addGroup(world, number, { displayName: 'Twins' })
    const names = Array.from({ length: 20 }, (_, number) => `nobody ${number}`)
    const alone = (await run(world, { dryRun: true }, ['Group 1'])).cost.graphRequests
    const report = await run(world, {}, ['Group 1', ...names, 'Twins'])
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.totals).to.include({ created: 1, membersAdded: 1 })
    expect(report.cost.graphRequests).to.be.at.most(alone * 2)
    expect(report.problems.map(({ code, details }) => [code, details?.reference])).to.deep.equal([
      ...names.map((name) => ['groupNotFound', name]),
      ['groupAmbiguous', 'Twins'],
    ])
  })

  it('fails if no name can be resolved', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const report = await run(world, {}, ['nobody', 'nobody else'])
    expect(report).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['groupNotFound', 'groupNotFound'])
    const unknown = await run(world, {}, ['nobody', idOf(99)])
    expect(unknown).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(unknown.problems.map(({ details }) => details?.reference)).to.deep.equal(['nobody', idOf(99)])
  })

  it('reports notInScope for a group whose writebackConfiguration disables writeback', async () => {
    const world = makeWorld({ scope: 'entra' })
    const group = addGroup(world, 1, { writeback: { isEnabled: false } })
    const report = await run(world, {}, [group.id])
    expect(report.skippedGroups).to.deep.equal([
      { id: group.id, displayName: 'Group 1', reason: 'notInScope' },
    ])
  })

  it('deletes the object of a named group that was deleted in the cloud', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1)
    await run(world)
    world.cloud.groups.delete(group.id)
    world.cloud.deleted.add(group.id)
    const report = await run(world, {}, [group.id])
    expect(report.totals.deleted).to.equal(1)
  })
})

describe('the guard in sync', () => {
  it('withholds one group, and writes the steps reported under an approved hash and no others', async () => {
    const world = makeWorld({ limits: { ...noLimits, groupLosses: { percent: 30, count: 500, from: 10 } } })
    const [big, small] = [addGroup(world, 1), addGroup(world, 2)]
    const users = Array.from({ length: 12 }, (_, n) => addUser(world, n))
    setMembers(world, big, users)
    await run(world)
    setMembers(world, big, users.slice(6))
    setMembers(world, small, users.slice(0, 1))
    const first = await run(world)
    expect(first).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(first.totals).to.include({ withheld: 1, membersAdded: 1, membersRemoved: 0 })
    expect(groupObject(world, 1).members.size).to.equal(12)
    setMembers(world, big, users.slice(7))
    const unknown = await run(world, { approve: 'f'.repeat(64) })
    expect(unknown.problems.map(({ code }) => code)).to.deep.equal(['approvalStale'])
    const second = await run(world, { approve: first.planHash })
    expect(second).to.deep.include({ status: 'withheld', exitCode: 3, problems: [] })
    expect(groupObject(world, 1).members.size).to.equal(6)
    const third = await run(world, { approve: second.planHash })
    expect(third).to.deep.include({ status: 'applied', exitCode: 0, problems: [] })
    expect(groupObject(world, 1).members.size).to.equal(5)
    expect((await run(world, { approve: 'left over from yesterday' })).problems).to.deep.equal([])
  })
})
