/** Who still has access though the cloud says no. */
import { expect } from 'chai'
import { disable } from '../../src/commands/disable.js'
import { sync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import { objectOf } from '../memory/look.js'
import {
  addGroup,
  addUser,
  advance,
  defaultLimits,
  idOf,
  makeWorld,
  setMembers,
  type World,
} from '../memory/world.js'

const run = (world: World, options = {}) => sync('sync', world.ports, world.settings, options)

/** A group of twelve, of whom the first six left. */
async function shrunk(left = 6) {
  const world = makeWorld({ limits: defaultLimits })
  const users = Array.from({ length: 12 }, (_, number) => addUser(world, number))
  const group = addGroup(world, 1)
  setMembers(world, group, users)
  await run(world)
  setMembers(world, group, users.slice(left))
  return { world, group, users }
}

const heldIn = ({ state }: World) =>
  state.heldAccess.map(({ id, heldBy, members }) => [id, heldBy, members.length])

describe('who still has access though the cloud says no', () => {
  it('is remembered with the age and the rules that hold it, until it is settled', async () => {
    const { world } = await shrunk()
    const began = world.ports.now().toISOString()
    await run(world)
    advance(world, { hours: 2 })
    const held = await run(world)
    const [one] = world.state.heldAccess
    expect(one).to.deep.include({ id: idOf(1), displayName: 'Group 1' })
    expect(one?.heldBy).to.deep.equal(['groupLossesPercent'])
    expect(one?.members).to.have.length(6)
    expect(new Set(one?.members.map(({ since }) => since))).to.deep.equal(new Set([began]))
    await run(world, { approve: held.planHash })
    expect(world.state.heldAccess).to.deep.equal([])
  })

  it('is not forgotten, nor young again, where a run could not compare the group', async () => {
    const { world } = await shrunk()
    await run(world)
    const before = structuredClone(world.state.heldAccess)
    const { readMembers } = world.ports.source
    world.ports.source.readMembers = async (groups, ...more) =>
      new Map(
        [...(await readMembers(groups, ...more)).keys()].map((id) => [
          id,
          new WritebackError('graphDenied', 'Graph said no.'),
        ]),
      )
    advance(world, { hours: 2 })
    await run(world)
    expect(world.state.heldAccess).to.deep.equal(before)
    world.ports.source.readMembers = readMembers
    await run(world) // still backing off
    expect(world.state.heldAccess).to.deep.equal(before)
  })

  it('is also who should have left, and AD did not let go', async () => {
    const { world } = await shrunk(1)
    const { apply } = world.ports.target
    world.ports.target.apply = async (change) => {
      if (change.type === 'removeMembers') throw new WritebackError('directoryDenied', 'AD said no.')
      return apply(change)
    }
    expect((await run(world)).status).to.equal('partial')
    expect(heldIn(world)).to.deep.equal([[idOf(1), ['directoryDenied'], 1]])
    world.ports.target.apply = apply
    await run(world, { full: true })
    expect(heldIn(world)).to.deep.equal([])
  })

  it('is also who has an emptied group as primary group', async () => {
    const { world, group, users } = await shrunk(0)
    world.settings = { ...world.settings, policy: 'empty' }
    const sid = users[0]?.sid
    const object = objectOf(world, 1)
    const primary = [...world.directory.objects.values()].find((one) => one.sid === sid)
    if (!primary) throw new Error('no user')
    object.members.delete(primary.guid)
    primary.primaryGroup = object.guid
    world.cloud.groups.delete(group.id)
    world.cloud.deleted.add(group.id)
    const held = await run(world)
    const report = await run(world, { approve: held.planHash })
    expect(report.groups[0]?.error?.code).to.equal('primaryGroupMember')
    expect(object.members.size).to.equal(0)
    expect(heldIn(world)).to.deep.equal([[group.id, ['primaryGroupMember'], 1]])
    world.settings = { ...world.settings, policy: 'delete' }
    expect((await run(world, { full: true })).groups[0]?.error?.code).to.equal('primaryGroupMember')
    expect(world.directory.objects.has(object.guid)).to.equal(true)
  })

  it('is nobody whose account is disabled, and nobody by an order alone', async () => {
    const { world, users } = await shrunk()
    for (const object of world.directory.objects.values())
      if (users.slice(0, 3).some(({ sid }) => sid === object.sid)) object.disabled = true
    await run(world)
    expect(heldIn(world).map(([, , members]) => members)).to.deep.equal([])
    await disable(world.ports, world.settings, { groups: [idOf(1)], objects: 'empty' })
    expect(heldIn(world)).to.deep.equal([])
  })

  it('is nobody any more in a group that a person emptied', async () => {
    const { world } = await shrunk()
    await run(world)
    const order = { groups: [idOf(1)], objects: 'empty' } as const
    const held = await disable(world.ports, world.settings, order)
    expect(held.status).to.equal('withheld')
    expect(heldIn(world)).to.have.length(1)
    await disable(world.ports, world.settings, { ...order, approve: held.planHash })
    expect(heldIn(world)).to.deep.equal([])
  })
})
