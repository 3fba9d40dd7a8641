/** Objects whose cloud group is not written any more are kept as long as the reason is not proved. */
import { expect } from 'chai'
import { runSync } from '../../../src/commands/sync.js'
import { emptyMemory } from '../../../src/model/memory.js'
import { managedObjects } from '../../memory/directory.js'
import { groupMemberNames } from '../../memory/inspectWorld.js'
import {
  addGroup,
  addUser,
  advanceClock,
  idOf,
  makeWorld,
  setMembers,
  type World,
} from '../../memory/world.js'

const run = (world: World, groups?: string[]) => runSync('sync', world.ports, world.settings, {}, groups)
const reasonsOf = ({ skippedGroups }: Awaited<ReturnType<typeof run>>) =>
  skippedGroups.map(({ id, reason }) => [id, reason])

/** Two written groups; the first has one member, the second is never removed from the cloud. */
async function worldWithGroups(settings: Parameters<typeof makeWorld>[0] = {}) {
  const world = makeWorld({ policy: 'delete', ...settings })
  const [group] = [addGroup(world, 1), addGroup(world, 2)]
  setMembers(world, group, [addUser(world, 1)])
  if (world.settings.scope === 'selected')
    world.state.intent = { selected: { [idOf(1)]: {}, [idOf(2)]: {} }, disabled: [] }
  await run(world)
  return { world, group }
}

function deleteInCloud({ cloud }: World, id: string) {
  cloud.groups.delete(id)
  cloud.deleted.add(id)
}

describe('the object of a group that is not written any more', () => {
  it('is kept while the group has been missing for less than 30 minutes, and deleted after that', async () => {
    const { world, group } = await worldWithGroups()
    world.cloud.missing.add(group.id)
    for (const minutes of [0, 29]) {
      advanceClock(world, { minutes })
      const report = await run(world)
      expect(reasonsOf(report)).to.deep.equal([[group.id, 'missingInCloud']])
      expect(report.totals.deleted).to.equal(0)
    }
    advanceClock(world, { minutes: 1 })
    expect((await run(world)).totals.deleted).to.equal(1)
  })

  it('is kept if the group was found again in between', async () => {
    const { world, group } = await worldWithGroups()
    world.cloud.missing.add(group.id)
    await run(world)
    world.cloud.missing.delete(group.id)
    advanceClock(world, { minutes: 20 })
    await run(world)
    world.cloud.missing.add(group.id)
    advanceClock(world, { minutes: 20 })
    expect(reasonsOf(await run(world))).to.deep.equal([[group.id, 'missingInCloud']])
  })

  it('is kept with policy keep, and the group is not located again', async () => {
    const { world, group } = await worldWithGroups({ policy: 'keep' })
    deleteInCloud(world, group.id)
    await run(world)
    world.ports.source.locateGroups = () => Promise.reject(new Error('located again'))
    expect(reasonsOf(await run(world))).to.deep.equal([[group.id, 'deletedInCloud']])
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1'])
  })

  it('is kept if the group was disabled before it was deleted in the cloud', async () => {
    const { world, group } = await worldWithGroups()
    world.state.intent = { selected: {}, disabled: [group.id] }
    deleteInCloud(world, group.id)
    expect(reasonsOf(await run(world))).to.deep.equal([[group.id, 'disabled']])
    expect(managedObjects(world.directory)).to.have.length(2)
  })

  it('is kept if the state does not know it, also if a person names the group', async () => {
    const { world, group } = await worldWithGroups()
    world.state.memory = emptyMemory
    world.state.journals.length = 0
    deleteInCloud(world, group.id)
    for (const report of [await run(world), await run(world, [group.id])])
      expect(reasonsOf(report)).to.deep.equal([[group.id, 'unknownHere']])
    expect(managedObjects(world.directory)).to.have.length(2)
  })

  it('is kept if an older state does not know that the group was selected', async () => {
    const { world, group } = await worldWithGroups({ scope: 'selected' })
    world.state.intent = { selected: { [idOf(2)]: {} }, disabled: [] }
    deleteInCloud(world, group.id)
    for (const report of [await run(world), await run(world, [group.id])])
      expect(reasonsOf(report)).to.deep.equal([[group.id, 'unknownHere']])
    expect(managedObjects(world.directory)).to.have.length(2)
  })
})
