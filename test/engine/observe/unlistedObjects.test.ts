/** Objects that a run does not see, though they were written: of groups that are not to be written any more. */
import { expect } from 'chai'
import { sync } from '../../../src/commands/sync.js'
import { copyDirectory, removeObject } from '../../memory/directory.js'
import { objectOf } from '../../memory/look.js'
import { memoryTarget } from '../../memory/target.js'
import { addGroup, advance, idOf, makeWorld, type World } from '../../memory/world.js'

const run = (world: World, groups?: string[]) => sync('sync', world.ports, world.settings, {}, groups)

/** Two groups; the first is deleted in the cloud. */
async function written() {
  const world = makeWorld({ policy: 'delete' })
  const [group] = [addGroup(world, 1), addGroup(world, 2)]
  await run(world)
  world.cloud.groups.delete(group.id)
  world.cloud.deleted.add(group.id)
  return { world, id: group.id, guid: objectOf(world, 1).guid }
}

describe('an object that is not listed, of a group that ended', () => {
  it('is not asked about any more once it is gone', async () => {
    const { world, guid } = await written()
    removeObject(world.directory, guid)
    expect(await run(world)).to.deep.include({ status: 'inSync', skippedGroups: [] })
    world.ports.source.locateGroups = () => Promise.reject(new Error('asked again'))
    world.ports.target.locateObjects = () => Promise.reject(new Error('asked again'))
    expect((await run(world)).status).to.equal('inSync')
  })

  it('is created again on approval alone, should its group come back', async () => {
    const { world, id, guid } = await written()
    removeObject(world.directory, guid)
    await run(world)
    addGroup(world, 1)
    world.cloud.deleted.delete(id)
    const report = await run(world)
    expect(report.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['recreations'])
  })

  it('is asked about while its group is only missed', async () => {
    const { world, id, guid } = await written()
    removeObject(world.directory, guid)
    world.cloud.deleted.delete(id)
    world.cloud.missing.add(id)
    await run(world)
    expect(world.state.memory.groups[id]).to.not.have.property('gone')
  })

  it('is told as kept where it lost its anchor, or is outside the container', async () => {
    const { world, id, guid } = await written()
    const object = objectOf(world, 1)
    object.container = 'OU=Elsewhere,DC=test'
    const report = await run(world)
    expect(report.skippedGroups).to.deep.equal([{ id, displayName: object.name, reason: 'deletedInCloud' }])
    expect(world.directory.objects.has(guid)).to.equal(true)
  })

  it('waits where another domain controller still has it, and is deleted there', async () => {
    const { world, id, guid } = await written()
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
    advance(world, { hours: 1 })
    expect((await run(world)).totals.deleted).to.equal(1)
    expect(Object.keys(world.state.memory.groups)).to.deep.equal([idOf(2)])
  })
})
