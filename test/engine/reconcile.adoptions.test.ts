/** Objects that carry an anchor and that the state does not know: nobody's, until a person says so. */
import { expect } from 'chai'
import { disable } from '../../src/commands/disable.js'
import { sync } from '../../src/commands/sync.js'
import { noMemory } from '../../src/model/memory.js'
import { addObject, managed, type MemoryObject } from '../memory/directory.js'
import { memberNames, objectOf } from '../memory/look.js'
import {
  addGroup,
  addUser,
  idOf,
  makeWorld,
  nested,
  noLimits,
  setMembers,
  type World,
} from '../memory/world.js'

const limits = { ...noLimits, adoptions: { count: 0 } }
const run = (world: World, options = {}, groups?: string[]) =>
  sync('sync', world.ports, world.settings, options, groups)
const off = (world: World, options = {}) =>
  disable(world.ports, world.settings, { objects: 'delete', groups: [idOf(1)], ...options })

const anchors = (number: number, other = number) => ({
  adminDescription: [`Group_${idOf(number)}`],
  'msDS-ExternalDirectoryObjectId': [`Group_${idOf(other)}`],
})
const stranger = (world: World, name: string, attributes: MemoryObject['attributes']) =>
  addObject(world.directory, { name, kind: 'group', attributes })

/** A group, and an object that somebody made for it. */
function unknown(...others: string[]) {
  const world = makeWorld({ limits })
  const group = addGroup(world, 1)
  const objects = ['stranger', ...others].map((name) => stranger(world, name, anchors(1)))
  return { world, group, objects }
}

const codesOf = ({ groups }: Awaited<ReturnType<typeof run>>) => groups.map(({ error }) => error?.code)
const rulesOf = ({ guard }: Awaited<ReturnType<typeof run>>) => guard.tripped.map(({ rule }) => rule)

describe('an object that the state does not know', () => {
  it('is taken over on approval alone', async () => {
    const { world, group, objects } = unknown()
    setMembers(world, group, [addUser(world, 1)])
    const held = await run(world)
    expect(rulesOf(held)).to.deep.equal(['adoptions'])
    expect(objects[0]?.members.size).to.equal(0)
    expect((await run(world, { approve: held.planHash })).totals).to.include({ adopted: 1, membersAdded: 1 })
  })

  it('is deleted on approval alone, also where a person disables its group', async () => {
    const { world } = unknown()
    const held = await off(world)
    expect(rulesOf(held)).to.deep.equal(['adoptions'])
    expect(managed(world.directory)).to.have.length(1)
    expect((await off(world, { approve: held.planHash })).totals.deleted).to.equal(1)
  })

  it('is left alone where it has a twin, whether its group is written or disabled', async () => {
    for (const work of [run, off]) {
      const { world, objects } = unknown('twin')
      world.settings.limits = noLimits
      const report = await work(world)
      expect(codesOf(report)).to.deep.equal(['anchorDuplicate'])
      expect(report.totals).to.include({ adopted: 0, created: 0, deleted: 0 })
      expect(managed(world.directory)).to.have.members(objects)
    }
  })

  it('is no stranger that carries another anchor: the object of one group is never offered to another one', async () => {
    for (const work of [run, off]) {
      const world = makeWorld({ limits: noLimits })
      addGroup(world, 2)
      await run(world)
      const object = objectOf(world, 2)
      object.attributes = { ...object.attributes, ...anchors(1) }
      addGroup(world, 1)
      const report = await work(world)
      expect(codesOf(report)).to.include('anchorConflict')
      expect(report.totals).to.include({ adopted: 0, created: 0, deleted: 0 })
      expect(managed(world.directory)).to.deep.equal([object])
    }
  })

  it('is left alone where it claims to be two groups and one of them is disabled', async () => {
    const world = makeWorld({ limits: noLimits })
    const object = stranger(world, 'both', anchors(1, 2))
    const report = await off(world)
    expect(codesOf(report)).to.deep.equal(['anchorConflict'])
    expect(managed(world.directory)).to.deep.equal([object])
  })
})

describe('a nested group', () => {
  /** A parent that nests a child with an object. */
  async function family() {
    const world = makeWorld({ limits })
    const [parent, child] = [addGroup(world, 1), addGroup(world, 2)]
    await run(world)
    setMembers(world, parent, [nested(child)])
    return { world, parent, child }
  }
  const skippedOf = ({ groups }: Awaited<ReturnType<typeof run>>, id: string) =>
    groups.find((group) => group.id === id)?.skippedMembers.map(({ reason }) => reason)

  it('is no member where its object is not taken over yet, in a run over all or over its parent', async () => {
    for (const named of [false, true]) {
      const { world, parent, child } = await family()
      const groups = Object.entries(world.state.memory.groups).filter(([id]) => id !== child.id)
      world.state.memory = { ...world.state.memory, groups: Object.fromEntries(groups) }
      const report = await run(world, {}, named ? [parent.id] : undefined)
      expect(skippedOf(report, parent.id)).to.deep.equal(['groupNotWritten'])
      expect(memberNames(world, 1)).to.deep.equal([])
    }
  })

  it('is its own object where another one carries a copy of its anchor, in a run over its parent', async () => {
    const { world, parent } = await family()
    const own = objectOf(world, 2)
    stranger(world, 'copy', { ...own.attributes })
    await run(world, {}, [parent.id])
    expect([...objectOf(world, 1).members]).to.deep.equal([own.guid])
  })

  it('is no member where nothing is known of what was written', async () => {
    const { world, parent } = await family()
    world.state.memory = noMemory
    world.state.journals.length = 0
    const report = await run(world, { dryRun: true }, [parent.id])
    expect(rulesOf(report)).to.deep.equal(['adoptions'])
    expect(skippedOf(report, parent.id)).to.deep.equal(['groupNotWritten'])
  })
})
