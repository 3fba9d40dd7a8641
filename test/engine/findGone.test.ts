/** How long an object is remembered whose group is not written any more. */
import { expect } from 'chai'
import { sync } from '../../src/engine/sync.js'
import { copyDirectory, removeObject } from '../memory/directory.js'
import { objectOf } from '../memory/look.js'
import { memoryTarget } from '../memory/target.js'
import { addGroup, advance, idOf, makeWorld, type World } from '../memory/world.js'

const run = (world: World, groups?: string[]) => sync('sync', world.ports, world.settings, {}, groups)
const remembered = ({ state }: World) => Object.keys(state.memory.groups)

/** Two groups; the first is deleted in the cloud. */
async function written() {
  const world = makeWorld({ policy: 'delete' })
  const [group] = [addGroup(world, 1), addGroup(world, 2)]
  await run(world)
  world.cloud.groups.delete(group.id)
  world.cloud.deleted.add(group.id)
  return { world, id: group.id, guid: objectOf(world, 1).guid }
}

describe('an object that is gone', () => {
  it('is forgotten where its group is proved to be gone as well', async () => {
    const { world, guid } = await written()
    removeObject(world.directory, guid)
    await run(world)
    expect(remembered(world)).to.deep.equal([idOf(2)])
  })

  it('is remembered by a run over some groups, and while its group is only missed', async () => {
    const { world, id, guid } = await written()
    removeObject(world.directory, guid)
    world.cloud.deleted.delete(id)
    world.cloud.missing.add(id)
    await run(world, [id])
    await run(world)
    expect(remembered(world)).to.include(id)
  })

  it('is remembered where another domain controller still has it, and then deleted', async () => {
    const { world, id, guid } = await written()
    const first = world.directory
    const lagging = copyDirectory(first)
    removeObject(lagging, guid)
    world.directory = lagging
    world.ports.target = memoryTarget(lagging)
    await run(world)
    expect(remembered(world)).to.include(id)
    world.directory = first
    world.ports.target = memoryTarget(first)
    advance(world, { hours: 1 })
    expect((await run(world)).totals.deleted).to.equal(1)
    expect(remembered(world)).to.deep.equal([idOf(2)])
  })
})
