/** The memory after a run that ended before it could save it. */
import { expect } from 'chai'
import { recoverMemory } from '../../src/engine/recoverMemory.js'
import { runSync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import type { JournalOutcome } from '../../src/model/journal.js'
import { managedObjects } from '../memory/directory.js'
import { memoryStore } from '../memory/state.js'
import { addGroup, addUser, idOf, makeWorld, setMembers, type World } from '../memory/world.js'

/** A run deleted the object of a group that was deleted in the cloud; the memory is that from before the run. */
async function runThatDeleted() {
  const world = makeWorld({ policy: 'delete' })
  const [group] = [addGroup(world, 1), addGroup(world, 2)]
  setMembers(world, group, [addUser(world, 1)])
  await runSync('sync', world.ports, world.settings, {})
  world.cloud.groups.delete(group.id)
  world.cloud.deleted.add(group.id)
  const { memory } = world.state
  const objects = structuredClone(world.directory.objects)
  await runSync('sync', world.ports, world.settings, {})
  world.state.memory = memory
  /** As if the run had been killed before it recorded an outcome. */
  const clearOutcomes = () => world.state.journals.at(-1)?.outcomes.clear()
  return { world, objects, clearOutcomes }
}

describe('recoverMemory, after a run that did not save its memory', () => {
  it('removes the object that was deleted', async () => {
    const { world } = await runThatDeleted()
    expect(Object.keys((await recoverMemory(memoryStore(world.state))).groups)).to.deep.equal([idOf(2)])
  })

  for (const outcome of ['failed', 'partial'] as const)
    it(`keeps the object whose deletion is recorded as ${outcome}`, async () => {
      const { world, clearOutcomes } = await runThatDeleted()
      clearOutcomes()
      const recorded: JournalOutcome = { outcome }
      world.state.journals.at(-1)?.outcomes.set(0, recorded)
      expect(Object.keys((await recoverMemory(memoryStore(world.state))).groups)).to.have.length(2)
    })

  it('keeps the object whose deletion has no outcome, and the next run deletes it', async () => {
    const { world, objects, clearOutcomes } = await runThatDeleted()
    clearOutcomes()
    world.directory.objects = objects
    expect(managedObjects(world.directory)).to.have.length(2)
    const report = await runSync('sync', world.ports, world.settings, {})
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(report.totals.deleted).to.equal(1)
  })

  it('adds the object that was created', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const { memory } = world.state
    await runSync('sync', world.ports, world.settings, {})
    const saved = world.state.memory.groups
    world.state.memory = memory
    const [id, { guid, controller }] = Object.entries(saved)[0] ?? ['', { guid: '' }]
    expect((await recoverMemory(memoryStore(world.state))).groups).to.deep.equal({
      [id]: { guid, controller },
    })
  })
})

const run = (world: World) => runSync('sync', world.ports, world.settings, {})

function worldWithGroups(count: number) {
  const world = makeWorld()
  for (let number = 1; number <= count; number++)
    setMembers(world, addGroup(world, number), [addUser(world, number)])
  return world
}

describe('a run after an interrupted run', () => {
  const killed = new WritebackError('directoryUnreachable', 'killed')

  it('needs no adoption for objects whose creation is in the journal but not in the memory', async () => {
    const world = worldWithGroups(2)
    const { writeMemory } = world.ports.state
    world.ports.state.writeMemory = () => Promise.reject(killed)
    await run(world)
    world.ports.state.writeMemory = writeMemory
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    expect(await run(world)).to.deep.include({ status: 'inSync', exitCode: 0 })
  })

  it('needs no adoption for an object whose creation has an intent but no outcome', async () => {
    const world = worldWithGroups(1)
    const { apply } = world.ports.target
    const before = world.state.memory
    world.ports.target.apply = async (change) => {
      await apply(change)
      throw killed
    }
    await run(world)
    world.ports.target.apply = apply
    const [journal] = world.state.journals
    journal?.outcomes.clear()
    world.state.memory = before
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    expect((await run(world)).totals).to.include({ adopted: 0, membersAdded: 1 })
  })

  it('needs no adoption for an object whose creation got no response', async () => {
    const world = worldWithGroups(1)
    const { apply } = world.ports.target
    world.ports.target.apply = async (change) => {
      await apply(change)
      throw new WritebackError('outcomeUnknown', 'No response.')
    }
    await run(world)
    world.ports.target.apply = apply
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    expect((await run(world)).totals).to.include({ adopted: 0, membersAdded: 1 })
    expect((await run(world)).status).to.equal('inSync')
  })

  it('is in sync if the memory is lost and the journals are complete', async () => {
    const world = worldWithGroups(3)
    await run(world)
    world.state.memory = { groups: {}, doubts: {}, uncertain: {} }
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    expect(await run(world)).to.deep.include({ status: 'inSync' })
  })
})
