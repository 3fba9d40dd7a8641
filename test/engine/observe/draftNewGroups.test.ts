import { expect } from 'chai'
import { runSync } from '../../../src/commands/sync.js'
import { anchorAttributes } from '../../../src/model/anchor.js'
import {
  addObject,
  copyDirectory,
  managedObjects,
  removeObject,
  type MemoryDirectory,
} from '../../memory/directory.js'
import { groupMemberNames, groupObject } from '../../memory/inspectWorld.js'
import { addGroup, addUser, idOf, makeWorld, setMembers, type World } from '../../memory/world.js'
import { memoryTarget } from '../../memory/target.js'

const run = (world: World, options = {}) => runSync('sync', world.ports, world.settings, options)

/** Connects the runs from now on to another domain controller. */
function connectTo(world: World, directory: MemoryDirectory) {
  world.directory = directory
  world.ports.target = memoryTarget(directory)
}

async function worldWithGroups(count: number) {
  const world = makeWorld()
  for (let number = 1; number <= count; number++)
    setMembers(world, addGroup(world, number), [addUser(world, number)])
  return world
}

describe('groups without a listed object', () => {
  it('are not created again on a domain controller that lags: error objectNotReplicated', async () => {
    const world = await worldWithGroups(3)
    const first = world.directory
    const lagging = copyDirectory(first)
    await run(world)
    expect(managedObjects(lagging)).to.have.length(0)
    connectTo(world, lagging)
    for (const reachable of [true, false]) {
      first.reachable = reachable
      const report = await run(world, { full: true })
      expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
      expect(report.groups.map(({ error }) => error?.code)).to.deep.equal(
        Array(3).fill('objectNotReplicated'),
      )
      expect(report.groups[0]?.error?.message).to.contain('dc1.test')
      expect(managedObjects(lagging)).to.have.length(0)
    }
  })

  it('are created again, not adopted, if only the object of another group has their anchor', async () => {
    const world = await worldWithGroups(2)
    await run(world)
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    const other = groupObject(world, 2)
    removeObject(world.directory, groupObject(world, 1).guid)
    world.directory.deleted.clear()
    for (const name of anchorAttributes) other.attributes[name] = [`Group_${idOf(1)}`]
    const { groups } = await run(world)
    const planned = groups.map(({ id, withheld, error }) => [id, withheld[0]?.type ?? error?.code])
    expect(planned).to.have.deep.members([
      [idOf(1), 'createGroup'],
      [idOf(2), 'anchorRemoved'],
    ])
  })

  it('are restored if their object was deleted and can be restored', async () => {
    const world = await worldWithGroups(1)
    await run(world)
    const { guid, sid } = groupObject(world, 1)
    world.directory.canRestore = true
    removeObject(world.directory, guid)
    const report = await run(world)
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(report.totals).to.include({ restored: 1, created: 0, membersAdded: 1 })
    expect(groupObject(world, 1)).to.include({ guid, sid })
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1'])
    expect((await run(world)).status).to.equal('inSync')
  })

  it('are restored with their former group type, which the next run updates', async () => {
    const world = await worldWithGroups(1)
    await run(world)
    world.directory.canRestore = true
    const object = groupObject(world, 1)
    const type = object.attributes['groupType']
    object.attributes['groupType'] = ['8']
    removeObject(world.directory, object.guid)
    await run(world)
    expect(groupObject(world, 1).attributes['groupType']).to.deep.equal(['8'])
    await run(world)
    expect(groupObject(world, 1).attributes['groupType']).to.deep.equal(type)
  })

  it('are restored only after an empty listing is proved', async () => {
    const world = await worldWithGroups(1)
    await run(world)
    world.directory.canRestore = true
    removeObject(world.directory, groupObject(world, 1).guid)
    const group = { id: idOf(1) }
    setMembers(world, group as Parameters<typeof setMembers>[1], [])
    world.cloud.counts.set(group.id, 1)
    const report = await run(world)
    expect(report.status).to.equal('pending')
    expect(report.groups[0]?.waiting.map(({ change, reason }) => [change?.type, reason])).to.deep.equal([
      ['restoreGroup', 'countDiffers'],
    ])
    expect(managedObjects(world.directory)).to.have.length(0)
  })

  it('are restored with their former name and container if they were adopted', async () => {
    const world = await worldWithGroups(1)
    world.directory.canRestore = true
    const { guid } = addObject(world.directory, {
      name: 'by hand',
      container: `OU=Sub,${world.directory.container}`,
      isGroup: true,
      attributes: { adminDescription: [`Group_${idOf(1)}`], groupType: ['-2147483640'] },
    })
    const withheld = await run(world)
    await run(world, { approve: withheld.planHash })
    removeObject(world.directory, guid)
    expect((await run(world)).totals.restored).to.equal(1)
    expect(groupObject(world, 1)).to.include({
      name: 'by hand',
      container: `OU=Sub,${world.directory.container}`,
    })
  })

  it('get no members in the run that restores them as members of a protected group', async () => {
    const world = await worldWithGroups(1)
    await run(world)
    world.directory.canRestore = true
    const { guid } = groupObject(world, 1)
    removeObject(world.directory, guid)
    const admins = addObject(world.directory, { name: 'Admins', isGroup: true, protection: 'adminCount' })
    const { apply } = world.ports.target
    world.ports.target.apply = async (change) => {
      const applied = await apply(change)
      if (change.type === 'restoreGroup') admins.members.add(guid) // as AD does with a recycle bin
      return applied
    }
    const report = await run(world)
    expect(report.groups[0]?.error?.code).to.equal('protectedObject')
    expect(groupMemberNames(world, 1)).to.deep.equal([])
    const next = await run(world, { full: true })
    expect(next.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['privilegedAdditions'])
  })

  it('are created again only after approval if their object is gone', async () => {
    const world = await worldWithGroups(1)
    await run(world)
    removeObject(world.directory, groupObject(world, 1).guid)
    const withheld = await run(world)
    expect(withheld).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(withheld.guard.tripped.map(({ rule, group }) => [rule, group])).to.deep.equal([
      ['recreations', idOf(1)],
    ])
    expect(managedObjects(world.directory)).to.have.length(0)
    expect((await run(world, { approve: withheld.planHash })).totals.created).to.equal(1)
    expect((await run(world)).status).to.equal('inSync')
  })

  it('are created again after approval if the directory refuses to restore them', async () => {
    const world = await worldWithGroups(1)
    await run(world)
    world.directory.canRestore = true
    removeObject(world.directory, groupObject(world, 1).guid)
    world.directory.canRestore = false
    const refused = await run(world)
    expect(refused.groups[0]?.error?.code).to.equal('restoreRefused')
    const withheld = await run(world, { full: true })
    expect(withheld.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['recreations'])
    expect((await run(world, { full: true, approve: withheld.planHash })).totals.created).to.equal(1)
  })

  it('fail with anchorRemoved if their object lost its anchor', async () => {
    const world = await worldWithGroups(1)
    await run(world)
    const object = groupObject(world, 1)
    object.attributes = { ...object.attributes, adminDescription: [], 'msDS-ExternalDirectoryObjectId': [] }
    const report = await run(world)
    expect(report.groups[0]?.error?.code).to.equal('anchorRemoved')
    expect(managedObjects(world.directory)).to.have.length(0)
  })

  it('adopt a copy of their object only after approval if their own is gone', async () => {
    const world = await worldWithGroups(1)
    await run(world)
    const object = groupObject(world, 1)
    const { attributes } = object
    removeObject(world.directory, object.guid)
    const copy = { name: 'copy', isGroup: true, kind: 'group', attributes: { ...attributes } } as const
    addObject(world.directory, copy)
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    const withheld = await run(world)
    expect(withheld.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['adoptions'])
    expect((await run(world, { approve: withheld.planHash })).totals).to.include({
      adopted: 1,
      membersAdded: 1,
    })
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1'])
    expect(groupObject(world, 1).name).to.equal('copy')
  })
})
