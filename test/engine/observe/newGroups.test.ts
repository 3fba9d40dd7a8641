import { expect } from 'chai'
import { sync } from '../../../src/commands/sync.js'
import { anchorAttributes } from '../../../src/model/anchor.js'
import {
  addObject,
  copyDirectory,
  managed,
  removeObject,
  type MemoryDirectory,
} from '../../memory/directory.js'
import { memberNames, objectOf } from '../../memory/look.js'
import { addGroup, addUser, idOf, makeWorld, setMembers, type World } from '../../memory/world.js'
import { memoryTarget } from '../../memory/target.js'

const run = (world: World, options = {}) => sync('sync', world.ports, world.settings, options)

/** From now on runs reach another controller. */
function reach(world: World, directory: MemoryDirectory) {
  world.directory = directory
  world.ports.target = memoryTarget(directory)
}

async function written(count: number) {
  const world = makeWorld()
  for (let number = 1; number <= count; number++)
    setMembers(world, addGroup(world, number), [addUser(world, number)])
  return world
}

describe('groups without an object', () => {
  it('are not created a second time where another controller has not heard of them', async () => {
    const world = await written(3)
    const first = world.directory
    const lagging = copyDirectory(first)
    await run(world)
    expect(managed(lagging)).to.have.length(0)
    reach(world, lagging)
    for (const reachable of [true, false]) {
      first.reachable = reachable
      const report = await run(world, { full: true })
      expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
      expect(report.groups.map(({ error }) => error?.code)).to.deep.equal(
        Array(3).fill('objectNotReplicated'),
      )
      expect(report.groups[0]?.error?.message).to.contain('dc1.test')
      expect(managed(lagging)).to.have.length(0)
    }
  })

  it('are made again, not taken over, where only the object of another group carries their anchor', async () => {
    const world = await written(2)
    await run(world)
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    const other = objectOf(world, 2)
    removeObject(world.directory, objectOf(world, 1).guid)
    world.directory.deleted.clear()
    for (const name of anchorAttributes) other.attributes[name] = [`Group_${idOf(1)}`]
    const { groups } = await run(world)
    const planned = groups.map(({ id, withheld, error }) => [id, withheld[0]?.type ?? error?.code])
    expect(planned).to.have.deep.members([
      [idOf(1), 'createGroup'],
      [idOf(2), 'anchorRemoved'],
    ])
  })

  it('are restored where their object was deleted and can be brought back', async () => {
    const world = await written(1)
    await run(world)
    const { guid, sid } = objectOf(world, 1)
    world.directory.canRestore = true
    removeObject(world.directory, guid)
    const report = await run(world)
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(report.totals).to.include({ restored: 1, created: 0, membersAdded: 1 })
    expect(objectOf(world, 1)).to.include({ guid, sid })
    expect(memberNames(world, 1)).to.deep.equal(['user1'])
    expect((await run(world)).status).to.equal('inSync')
  })

  it('come back with the kind they had, which the next run changes on approval alone', async () => {
    const world = await written(1)
    await run(world)
    world.directory.canRestore = true
    const object = objectOf(world, 1)
    const type = object.attributes['groupType']
    object.attributes['groupType'] = ['8']
    removeObject(world.directory, object.guid)
    await run(world)
    expect(objectOf(world, 1).attributes['groupType']).to.deep.equal(['8'])
    await run(world)
    expect(objectOf(world, 1).attributes['groupType']).to.deep.equal(type)
  })

  it('come back only once a listing that is empty is proved', async () => {
    const world = await written(1)
    await run(world)
    world.directory.canRestore = true
    removeObject(world.directory, objectOf(world, 1).guid)
    const group = { id: idOf(1) }
    setMembers(world, group as Parameters<typeof setMembers>[1], [])
    world.cloud.counts.set(group.id, 1)
    const report = await run(world)
    expect(report.status).to.equal('pending')
    expect(report.groups[0]?.waiting.map(({ change, reason }) => [change?.type, reason])).to.deep.equal([
      ['restoreGroup', 'countDiffers'],
    ])
    expect(managed(world.directory)).to.have.length(0)
  })

  it('come back where and as they were, where they were taken over', async () => {
    const world = await written(1)
    world.directory.canRestore = true
    const { guid } = addObject(world.directory, {
      name: 'by hand',
      container: `OU=Sub,${world.directory.container}`,
      isGroup: true,
      attributes: { adminDescription: [`Group_${idOf(1)}`], groupType: ['-2147483640'] },
    })
    const held = await run(world)
    await run(world, { approve: held.planHash })
    removeObject(world.directory, guid)
    expect((await run(world)).totals.restored).to.equal(1)
    expect(objectOf(world, 1)).to.include({
      name: 'by hand',
      container: `OU=Sub,${world.directory.container}`,
    })
  })

  it('get no members with the run that restores them inside a protected group', async () => {
    const world = await written(1)
    await run(world)
    world.directory.canRestore = true
    const { guid } = objectOf(world, 1)
    removeObject(world.directory, guid)
    const admins = addObject(world.directory, { name: 'Admins', isGroup: true, protection: 'adminCount' })
    const { apply } = world.ports.target
    world.ports.target.apply = async (change) => {
      const applied = await apply(change)
      if (change.type === 'restoreGroup') admins.members.add(guid) // as a recycle bin does
      return applied
    }
    const report = await run(world)
    expect(report.groups[0]?.error?.code).to.equal('protectedObject')
    expect(memberNames(world, 1)).to.deep.equal([])
    const next = await run(world, { full: true })
    expect(next.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['privilegedAdditions'])
  })

  it('are created again on approval alone where their object is gone for good', async () => {
    const world = await written(1)
    await run(world)
    removeObject(world.directory, objectOf(world, 1).guid)
    const held = await run(world)
    expect(held).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(held.guard.tripped.map(({ rule, group }) => [rule, group])).to.deep.equal([
      ['recreations', idOf(1)],
    ])
    expect(managed(world.directory)).to.have.length(0)
    expect((await run(world, { approve: held.planHash })).totals.created).to.equal(1)
    expect((await run(world)).status).to.equal('inSync')
  })

  it('are created again on approval where the directory does not let them be restored', async () => {
    const world = await written(1)
    await run(world)
    world.directory.canRestore = true
    removeObject(world.directory, objectOf(world, 1).guid)
    world.directory.canRestore = false
    const refused = await run(world)
    expect(refused.groups[0]?.error?.code).to.equal('restoreRefused')
    const held = await run(world, { full: true })
    expect(held.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['recreations'])
    expect((await run(world, { full: true, approve: held.planHash })).totals.created).to.equal(1)
  })

  it('are left where their object lost its anchor', async () => {
    const world = await written(1)
    await run(world)
    const object = objectOf(world, 1)
    object.attributes = { ...object.attributes, adminDescription: [], 'msDS-ExternalDirectoryObjectId': [] }
    const report = await run(world)
    expect(report.groups[0]?.error?.code).to.equal('anchorRemoved')
    expect(managed(world.directory)).to.have.length(0)
  })

  it('take over a copy of their object on approval alone, where their own is gone', async () => {
    const world = await written(1)
    await run(world)
    const object = objectOf(world, 1)
    const { attributes } = object
    removeObject(world.directory, object.guid)
    const copy = { name: 'copy', isGroup: true, kind: 'group', attributes: { ...attributes } } as const
    addObject(world.directory, copy)
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    const held = await run(world)
    expect(held.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['adoptions'])
    expect((await run(world, { approve: held.planHash })).totals).to.include({ adopted: 1, membersAdded: 1 })
    expect(memberNames(world, 1)).to.deep.equal(['user1'])
    expect(objectOf(world, 1).name).to.equal('copy')
  })
})
