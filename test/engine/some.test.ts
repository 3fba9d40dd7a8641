import { expect } from 'chai'
import { sync } from '../../src/engine/sync.js'
import { managed, type MemoryObject } from '../memory/directory.js'
import {
  addGroup,
  addUser,
  idOf,
  makeWorld,
  nested,
  noLimits,
  setMembers,
  type World,
} from '../memory/world.js'

const run = (world: World, options = {}, groups?: string[]) =>
  sync('sync', world.ports, world.settings, options, groups)

const objectOf = (world: World, number: number): MemoryObject => {
  const found = managed(world.directory).find(
    (o) => o.attributes['adminDescription']?.[0] === `Group_${idOf(number)}`,
  )
  if (!found) throw new Error(`group ${number} is not written`)
  return found
}
const memberNames = (world: World, number: number) =>
  [...objectOf(world, number).members].map((guid) => world.directory.objects.get(guid)?.name).sort()

describe('a run over some groups', () => {
  it('touches no other group, and answers about nested ones as a full run would', async () => {
    const world = makeWorld({ scope: 'selected' })
    const [parent, inScope, outside, written] = [1, 2, 3, 4].map((number) => addGroup(world, number))
    if (!parent || !inScope || !outside || !written) throw new Error('no groups')
    const ids = [parent, inScope, written].map(({ id }) => [id, {}])
    world.state.intent = { selected: Object.fromEntries(ids) as Record<string, object>, disabled: [] }
    await run(world, {}, [written.id])
    setMembers(world, parent, [inScope, outside, written].map(nested))
    const report = await run(world, {}, [parent.id])
    expect(report.groups[0]?.skippedMembers.map(({ id, reason }) => [id, reason])).to.have.deep.members([
      [inScope.id, 'groupNotWritten'],
      [outside.id, 'notInScope'],
    ])
    expect(memberNames(world, 1)).to.deep.equal([objectOf(world, 4).name])
    expect(managed(world.directory)).to.have.length(2)
    await run(world)
    expect(memberNames(world, 1)).to.have.length(2)
  })

  it('takes an id, a mail address or a display name', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1, { mail: 'sales@contoso.com', displayName: 'Sales' })
    addGroup(world, 2)
    for (const name of [group.id.toUpperCase(), 'sales@contoso.com', 'Sales']) {
      const report = await run(world, { dryRun: true }, [name])
      expect(report.groups.map(({ id }) => id)).to.deep.equal([group.id])
    }
  })

  it('says what is not in scope, and what is not there at all', async () => {
    const world = makeWorld({ scope: 'selected' })
    const group = addGroup(world, 1)
    const report = await run(world, {}, [group.id, idOf(99)])
    expect(report.skippedGroups.map(({ id, reason }) => [id, reason])).to.deep.equal([
      [group.id, 'notInScope'],
      [idOf(99), 'notFound'],
    ])
    expect((await run(world, {}, ['nobody'])).problems[0]?.code).to.equal('groupNotFound')
    addGroup(world, 2, { displayName: 'Group 1' })
    expect((await run(world, {}, ['Group 1'])).problems[0]?.code).to.equal('groupAmbiguous')
  })

  it('says it of a group that its writebackConfiguration leaves out', async () => {
    const world = makeWorld({ scope: 'entra' })
    const group = addGroup(world, 1, { writeback: { isEnabled: false } })
    const report = await run(world, {}, [group.id])
    expect(report.skippedGroups).to.deep.equal([
      { id: group.id, displayName: 'Group 1', reason: 'notInScope' },
    ])
  })

  it('deletes the object of a named group that is gone from the cloud', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1)
    await run(world)
    world.cloud.groups.delete(group.id)
    const report = await run(world, {}, [group.id])
    expect(report.totals.deleted).to.equal(1)
  })
})

describe('the guard of a run', () => {
  it('holds back one group, tells the hash, and writes it once that hash is approved', async () => {
    const world = makeWorld({ limits: { ...noLimits, groupRemovals: { percent: 30, count: 500, from: 10 } } })
    const [big, small] = [addGroup(world, 1), addGroup(world, 2)]
    const users = Array.from({ length: 12 }, (_, n) => addUser(world, n))
    setMembers(world, big, users)
    await run(world)
    setMembers(world, big, users.slice(6))
    setMembers(world, small, users.slice(0, 1))
    const held = await run(world)
    expect(held).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(held.totals).to.include({ withheld: 1, membersAdded: 1, membersRemoved: 0 })
    expect(objectOf(world, 1).members.size).to.equal(12)
    setMembers(world, big, users.slice(7))
    const moved = await run(world, { approve: held.planHash })
    expect(moved).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(moved.problems.map(({ code }) => code)).to.deep.equal(['approvalStale'])
    const approved = await run(world, { approve: moved.planHash })
    expect(approved).to.deep.include({ status: 'applied', exitCode: 0, problems: [] })
    expect(objectOf(world, 1).members.size).to.equal(5)
    expect((await run(world, { approve: 'left over from yesterday' })).problems).to.deep.equal([])
  })
})
