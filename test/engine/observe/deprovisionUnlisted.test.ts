/** Written objects that AD does not list, of groups that are not written any more. */
import { expect } from 'chai'
import { runSync } from '../../../src/commands/sync.js'
import { copyDirectory, removeObject } from '../../memory/directory.js'
import { groupObject } from '../../memory/inspectWorld.js'
import { memoryTarget } from '../../memory/target.js'
import { addGroup, advanceClock, idOf, makeWorld, type World } from '../../memory/world.js'

const run = (world: World, groups?: string[]) => runSync('sync', world.ports, world.settings, {}, groups)

/** Two written groups; the first has been deleted in the cloud since. */
async function worldWithGroups() {
  const world = makeWorld({ policy: 'delete' })
  const [group] = [addGroup(world, 1), addGroup(world, 2)]
  await run(world)
  world.cloud.groups.delete(group.id)
  world.cloud.deleted.add(group.id)
  return { world, id: group.id, guid: groupObject(world, 1).guid }
}

describe('an unlisted object of a group that is not written any more', () => {
  it('is not located again once it is gone', async () => {
    const { world, guid } = await worldWithGroups()
    removeObject(world.directory, guid)
    expect(await run(world)).to.deep.include({ status: 'inSync', skippedGroups: [] })
    world.ports.source.locateGroups = () => Promise.reject(new Error('located again'))
    world.ports.target.locateObjects = () => Promise.reject(new Error('located again'))
    expect((await run(world)).status).to.equal('inSync')
  })

  it('is created again only after approval if its group comes back', async () => {
    const { world, id, guid } = await worldWithGroups()
    removeObject(world.directory, guid)
    await run(world)
    addGroup(world, 1)
    world.cloud.deleted.delete(id)
    const report = await run(world)
    expect(report.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['recreations'])
  })

  it('is not remembered as gone while its group is only missing', async () => {
    const { world, id, guid } = await worldWithGroups()
    removeObject(world.directory, guid)
    world.cloud.deleted.delete(id)
    world.cloud.missing.add(id)
    await run(world)
    expect(world.state.memory.groups[id]).to.not.have.property('gone')
  })

  it('is reported as kept if it is outside the container', async () => {
    const { world, id, guid } = await worldWithGroups()
    const object = groupObject(world, 1)
    object.container = 'OU=Elsewhere,DC=test'
    const report = await run(world)
    expect(report.skippedGroups).to.deep.equal([{ id, displayName: object.name, reason: 'deletedInCloud' }])
    expect(world.directory.objects.has(guid)).to.equal(true)
  })

  it('fails with objectNotReplicated while only another domain controller has it, and is deleted there', async () => {
    const { world, id, guid } = await worldWithGroups()
    const first = world.directory
    const lagging = copyDirectory(first)
    removeObject(lagging, guid)
    world.directory = lagging
    world.ports.target = memoryTarget(lagging)
    const waiting = await run(world)
    expect(waiting.groups.map((group) => [group.id, group.error?.code])).to.deep.equal([
      [id, 'objectNotReplicated'],
    ])
    world.directory = first
    world.ports.target = memoryTarget(first)
    advanceClock(world, { hours: 1 })
    expect((await run(world)).totals.deleted).to.equal(1)
    expect(Object.keys(world.state.memory.groups)).to.deep.equal([idOf(2)])
  })
})
