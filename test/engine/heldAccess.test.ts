/** Access that remains in AD although the cloud ended it. */
import { expect } from 'chai'
import { runDisable } from '../../src/commands/disable.js'
import { runSync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import { groupObject } from '../memory/inspectWorld.js'
import {
  addGroup,
  addUser,
  advanceClock,
  defaultLimits,
  idOf,
  makeWorld,
  setMembers,
  type World,
} from '../memory/world.js'

const run = (world: World, options = {}) => runSync('sync', world.ports, world.settings, options)

/** A written group of twelve members; the first `left` of them have left it in the cloud since. */
async function groupWithLeavers(left = 6) {
  const world = makeWorld({ limits: defaultLimits })
  const users = Array.from({ length: 12 }, (_, number) => addUser(world, number))
  const group = addGroup(world, 1)
  setMembers(world, group, users)
  await run(world)
  setMembers(world, group, users.slice(left))
  return { world, group, users }
}

const entriesOf = ({ state }: World) =>
  state.heldAccess.map(({ id, heldBy, members }) => [id, heldBy, members.length])

describe('heldAccess', () => {
  it('lists withheld leavers with the rule and since when, until their removal is approved', async () => {
    const { world } = await groupWithLeavers()
    const startedAt = world.ports.now().toISOString()
    await run(world)
    advanceClock(world, { hours: 2 })
    const withheld = await run(world)
    const [entry] = world.state.heldAccess
    expect(entry).to.deep.include({ id: idOf(1), displayName: 'Group 1' })
    expect(entry?.heldBy).to.deep.equal(['groupLossesPercent'])
    expect(entry?.members).to.have.length(6)
    expect(new Set(entry?.members.map(({ since }) => since))).to.deep.equal(new Set([startedAt]))
    await run(world, { approve: withheld.planHash })
    expect(world.state.heldAccess).to.deep.equal([])
  })

  it('keeps the entry and its age when a run could not compare the group', async () => {
    const { world } = await groupWithLeavers()
    await run(world)
    const before = structuredClone(world.state.heldAccess)
    const { readMembers } = world.ports.source
    world.ports.source.readMembers = async (groups, ...more) =>
      new Map(
        [...(await readMembers(groups, ...more)).keys()].map((id) => [
          id,
          new WritebackError('graphDenied', 'Graph denied access.'),
        ]),
      )
    advanceClock(world, { hours: 2 })
    await run(world)
    expect(world.state.heldAccess).to.deep.equal(before)
    world.ports.source.readMembers = readMembers
    await run(world) // the group is not retried yet
    expect(world.state.heldAccess).to.deep.equal(before)
  })

  it('lists leavers whose removal failed in AD', async () => {
    const { world } = await groupWithLeavers(1)
    const { apply } = world.ports.target
    world.ports.target.apply = async (change) => {
      if (change.type === 'removeMembers') throw new WritebackError('directoryDenied', 'Access denied.')
      return apply(change)
    }
    expect((await run(world)).status).to.equal('partial')
    expect(entriesOf(world)).to.deep.equal([[idOf(1), ['directoryDenied'], 1]])
    world.ports.target.apply = apply
    await run(world, { full: true })
    expect(entriesOf(world)).to.deep.equal([])
  })

  it('lists members whose primary group is an emptied group', async () => {
    const { world, group, users } = await groupWithLeavers(0)
    world.settings = { ...world.settings, policy: 'empty' }
    const sid = users[0]?.sid
    const object = groupObject(world, 1)
    const primary = [...world.directory.objects.values()].find((one) => one.sid === sid)
    if (!primary) throw new Error('no user')
    object.members.delete(primary.guid)
    primary.primaryGroup = object.guid
    world.cloud.groups.delete(group.id)
    world.cloud.deleted.add(group.id)
    const withheld = await run(world)
    const report = await run(world, { approve: withheld.planHash })
    expect(report.groups[0]?.error?.code).to.equal('primaryGroupMember')
    expect(object.members.size).to.equal(0)
    expect(entriesOf(world)).to.deep.equal([[group.id, ['primaryGroupMember'], 1]])
    world.settings = { ...world.settings, policy: 'delete' }
    expect((await run(world, { full: true })).groups[0]?.error?.code).to.equal('primaryGroupMember')
    expect(world.directory.objects.has(object.guid)).to.equal(true)
  })

  it('lists neither disabled accounts nor leavers of a withheld disable order', async () => {
    const { world, users } = await groupWithLeavers()
    for (const object of world.directory.objects.values())
      if (users.slice(0, 3).some(({ sid }) => sid === object.sid)) object.disabled = true
    await run(world)
    expect(entriesOf(world).map(([, , members]) => members)).to.deep.equal([])
    await runDisable(world.ports, world.settings, { groups: [idOf(1)], objects: 'empty' })
    expect(entriesOf(world)).to.deep.equal([])
  })

  it('removes the entry of a group once disable emptied it', async () => {
    const { world } = await groupWithLeavers()
    await run(world)
    const order = { groups: [idOf(1)], objects: 'empty' } as const
    const withheld = await runDisable(world.ports, world.settings, order)
    expect(withheld.status).to.equal('withheld')
    expect(entriesOf(world)).to.have.length(1)
    await runDisable(world.ports, world.settings, { ...order, approve: withheld.planHash })
    expect(entriesOf(world)).to.deep.equal([])
  })
})
