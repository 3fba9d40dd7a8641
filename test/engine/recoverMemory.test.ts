/** What a run leaves that was ended before it could save its memory. */
import { expect } from 'chai'
import { recoverMemory } from '../../src/engine/recoverMemory.js'
import { sync } from '../../src/commands/sync.js'
import type { JournalOutcome } from '../../src/model/journal.js'
import { managed } from '../memory/directory.js'
import { memoryStore } from '../memory/state.js'
import { addGroup, addUser, idOf, makeWorld, setMembers } from '../memory/world.js'

/** A run that deleted the object of a group that was deleted in the cloud, with the memory that it began with. */
async function deleted() {
  const world = makeWorld({ policy: 'delete' })
  const [group] = [addGroup(world, 1), addGroup(world, 2)]
  setMembers(world, group, [addUser(world, 1)])
  await sync('sync', world.ports, world.settings, {})
  world.cloud.groups.delete(group.id)
  world.cloud.deleted.add(group.id)
  const { memory } = world.state
  const objects = structuredClone(world.directory.objects)
  await sync('sync', world.ports, world.settings, {})
  world.state.memory = memory
  /** As if nobody lived to record what became of it. */
  const forget = () => world.state.journals.at(-1)?.outcomes.clear()
  return { world, objects, forget }
}

describe('the memory after a run that did not save it', () => {
  it('has not the object that was deleted', async () => {
    const { world } = await deleted()
    expect(Object.keys((await recoverMemory(memoryStore(world.state))).groups)).to.deep.equal([idOf(2)])
  })

  for (const outcome of ['failed', 'partial'] as const)
    it(`still has the object whose deletion is ${outcome}`, async () => {
      const { world, forget } = await deleted()
      forget()
      const told: JournalOutcome = { outcome }
      world.state.journals.at(-1)?.outcomes.set(0, told)
      expect(Object.keys((await recoverMemory(memoryStore(world.state))).groups)).to.have.length(2)
    })

  it('still has the object whose deletion nobody recorded: the next run deletes it', async () => {
    const { world, objects, forget } = await deleted()
    forget()
    world.directory.objects = objects
    expect(managed(world.directory)).to.have.length(2)
    const report = await sync('sync', world.ports, world.settings, {})
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(report.totals.deleted).to.equal(1)
  })

  it('has the object that was created', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const { memory } = world.state
    await sync('sync', world.ports, world.settings, {})
    const saved = world.state.memory.groups
    world.state.memory = memory
    const [id, { guid, controller }] = Object.entries(saved)[0] ?? ['', { guid: '' }]
    expect((await recoverMemory(memoryStore(world.state))).groups).to.deep.equal({
      [id]: { guid, controller },
    })
  })
})
