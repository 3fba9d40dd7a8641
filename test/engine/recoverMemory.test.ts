/** What a run leaves that was ended before it could save its memory. */
import { expect } from 'chai'
import { recoverMemory } from '../../src/engine/recoverMemory.js'
import { sync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import type { JournalOutcome } from '../../src/model/journal.js'
import { managed } from '../memory/directory.js'
import { memoryStore } from '../memory/state.js'
import { addGroup, addUser, idOf, makeWorld, setMembers, type World } from '../memory/world.js'

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

const run = (world: World) => sync('sync', world.ports, world.settings, {})

function worldOf(count: number) {
  const world = makeWorld()
  for (let number = 1; number <= count; number++)
    setMembers(world, addGroup(world, number), [addUser(world, number)])
  return world
}

describe('what a run left in its journal', () => {
  const killed = new WritebackError('directoryUnreachable', 'killed')

  it('makes objects known that it created and could not remember', async () => {
    const world = worldOf(2)
    const { writeMemory } = world.ports.state
    world.ports.state.writeMemory = () => Promise.reject(killed)
    await run(world)
    world.ports.state.writeMemory = writeMemory
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    expect(await run(world)).to.deep.include({ status: 'inSync', exitCode: 0 })
  })

  it('makes an object known that it created before it could record it', async () => {
    const world = worldOf(1)
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

  it('makes an object known whose creation got no answer', async () => {
    const world = worldOf(1)
    const { apply } = world.ports.target
    world.ports.target.apply = async (change) => {
      await apply(change)
      throw new WritebackError('outcomeUnknown', 'no answer')
    }
    await run(world)
    world.ports.target.apply = apply
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    expect((await run(world)).totals).to.include({ adopted: 0, membersAdded: 1 })
    expect((await run(world)).status).to.equal('inSync')
  })

  it('is all that is needed where the memory of objects is lost', async () => {
    const world = worldOf(3)
    await run(world)
    world.state.memory = { groups: {}, doubts: {}, uncertain: {} }
    world.settings.limits = { ...world.settings.limits, adoptions: { count: 0 } }
    expect(await run(world)).to.deep.include({ status: 'inSync' })
  })
})
