/** Objects that carry an anchor and that the state does not know are not managed until a person approves the adoption. */
import { expect } from 'chai'
import { runDisable } from '../../src/commands/disable.js'
import { runSync } from '../../src/commands/sync.js'
import { emptyMemory } from '../../src/model/memory.js'
import { addObject, managedObjects, type MemoryObject } from '../memory/directory.js'
import { groupMemberNames, groupObject } from '../memory/inspectWorld.js'
import {
  addGroup,
  addUser,
  idOf,
  makeWorld,
  nestedMember,
  noLimits,
  setMembers,
  type World,
} from '../memory/world.js'

const limits = { ...noLimits, adoptions: { count: 0 } }
const run = (world: World, options = {}, groups?: string[]) =>
  runSync('sync', world.ports, world.settings, options, groups)
const disableIn = (world: World, options = {}) =>
  runDisable(world.ports, world.settings, { objects: 'delete', groups: [idOf(1)], ...options })

const anchors = (number: number, other = number) => ({
  adminDescription: [`Group_${idOf(number)}`],
  'msDS-ExternalDirectoryObjectId': [`Group_${idOf(other)}`],
})
const addUnmanaged = (world: World, name: string, attributes: MemoryObject['attributes']) =>
  addObject(world.directory, { name, kind: 'group', attributes })

/** A group, and objects with its anchor that somebody else created. */
function unknownObjects(...others: string[]) {
  const world = makeWorld({ limits })
  const group = addGroup(world, 1)
  const objects = ['stranger', ...others].map((name) => addUnmanaged(world, name, anchors(1)))
  return { world, group, objects }
}

const codesOf = ({ groups }: Awaited<ReturnType<typeof run>>) => groups.map(({ error }) => error?.code)
const rulesOf = ({ guard }: Awaited<ReturnType<typeof run>>) => guard.tripped.map(({ rule }) => rule)

describe('an object with an anchor that the state does not know', () => {
  it('is adopted only after approval', async () => {
    const { world, group, objects } = unknownObjects()
    setMembers(world, group, [addUser(world, 1)])
    const withheld = await run(world)
    expect(rulesOf(withheld)).to.deep.equal(['adoptions'])
    expect(objects[0]?.members.size).to.equal(0)
    expect((await run(world, { approve: withheld.planHash })).totals).to.include({
      adopted: 1,
      membersAdded: 1,
    })
  })

  it('is deleted only after approval when a person disables its group', async () => {
    const { world } = unknownObjects()
    const withheld = await disableIn(world)
    expect(rulesOf(withheld)).to.deep.equal(['adoptions'])
    expect(managedObjects(world.directory)).to.have.length(1)
    expect((await disableIn(world, { approve: withheld.planHash })).totals.deleted).to.equal(1)
  })

  it('stays unchanged, with error anchorDuplicate, if a second object has the same anchor', async () => {
    for (const work of [run, disableIn]) {
      const { world, objects } = unknownObjects('duplicate')
      world.settings.limits = noLimits
      const report = await work(world)
      expect(codesOf(report)).to.deep.equal(['anchorDuplicate'])
      expect(report.totals).to.include({ adopted: 0, created: 0, deleted: 0 })
      expect(managedObjects(world.directory)).to.have.members(objects)
    }
  })

  it('is not adopted if it is the known object of another group: error anchorConflict', async () => {
    for (const work of [run, disableIn]) {
      const world = makeWorld({ limits: noLimits })
      addGroup(world, 2)
      await run(world)
      const object = groupObject(world, 2)
      object.attributes = { ...object.attributes, ...anchors(1) }
      addGroup(world, 1)
      const report = await work(world)
      expect(codesOf(report)).to.include('anchorConflict')
      expect(report.totals).to.include({ adopted: 0, created: 0, deleted: 0 })
      expect(managedObjects(world.directory)).to.deep.equal([object])
    }
  })

  it('stays unchanged, with error anchorConflict, if it has the anchors of two groups and one is disabled', async () => {
    const world = makeWorld({ limits: noLimits })
    const object = addUnmanaged(world, 'both', anchors(1, 2))
    const report = await disableIn(world)
    expect(codesOf(report)).to.deep.equal(['anchorConflict'])
    expect(managedObjects(world.directory)).to.deep.equal([object])
  })
})

describe('a nested group in reconcile', () => {
  /** A parent group, and a child that has an object and becomes its member. */
  async function nestedGroups() {
    const world = makeWorld({ limits })
    const [parent, child] = [addGroup(world, 1), addGroup(world, 2)]
    await run(world)
    setMembers(world, parent, [nestedMember(child)])
    return { world, parent, child }
  }
  const skippedOf = ({ groups }: Awaited<ReturnType<typeof run>>, id: string) =>
    groups.find((group) => group.id === id)?.skippedMembers.map(({ reason }) => reason)

  it('is skipped as groupNotWritten if its object is not adopted, in a full run and a run over its parent', async () => {
    for (const named of [false, true]) {
      const { world, parent, child } = await nestedGroups()
      const groups = Object.entries(world.state.memory.groups).filter(([id]) => id !== child.id)
      world.state.memory = { ...world.state.memory, groups: Object.fromEntries(groups) }
      const report = await run(world, {}, named ? [parent.id] : undefined)
      expect(skippedOf(report, parent.id)).to.deep.equal(['groupNotWritten'])
      expect(groupMemberNames(world, 1)).to.deep.equal([])
    }
  })

  it('resolves to its own object if another one has a copy of its anchor, in a run over its parent', async () => {
    const { world, parent } = await nestedGroups()
    const own = groupObject(world, 2)
    addUnmanaged(world, 'copy', { ...own.attributes })
    await run(world, {}, [parent.id])
    expect([...groupObject(world, 1).members]).to.deep.equal([own.guid])
  })

  it('is skipped as groupNotWritten if the state is lost', async () => {
    const { world, parent } = await nestedGroups()
    world.state.memory = emptyMemory
    world.state.journals.length = 0
    const report = await run(world, { dryRun: true }, [parent.id])
    expect(rulesOf(report)).to.deep.equal(['adoptions'])
    expect(skippedOf(report, parent.id)).to.deep.equal(['groupNotWritten'])
  })
})
