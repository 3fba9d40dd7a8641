import { expect } from 'chai'
import { runDisable } from '../../src/commands/disable.js'
import { runEnable } from '../../src/commands/enable.js'
import { runSync } from '../../src/commands/sync.js'
import { addObject, managedObjects } from '../memory/directory.js'
import { addGroup, addUser, idOf, makeWorld, noLimits, setMembers, type World } from '../memory/world.js'

const enableIn = (world: World, options = {}) => runEnable(world.ports, world.settings, options)
const disableIn = (world: World, options = {}) => runDisable(world.ports, world.settings, options)

describe('disable', () => {
  async function worldWithGroups(scope: 'all' | 'selected' = 'all') {
    const world = makeWorld({ scope })
    const [one, two] = [addGroup(world, 1), addGroup(world, 2)]
    setMembers(world, one, [addUser(world, 1)])
    setMembers(world, two, [addUser(world, 2)])
    if (scope === 'selected') await enableIn(world, { groups: [one.id, two.id] })
    else await runSync('sync', world.ports, world.settings, {})
    return { world, one, two }
  }

  it('keeps the object of a group unchanged in every scope until the group is enabled again', async () => {
    for (const scope of ['all', 'selected'] as const) {
      const { world, one } = await worldWithGroups(scope)
      const { writes } = world.directory
      const report = await disableIn(world, { groups: [one.id] })
      expect(report.skippedGroups.map(({ id, reason }) => [id, reason])).to.deep.equal([[one.id, 'disabled']])
      setMembers(world, one, [])
      const next = await runSync('sync', world.ports, world.settings, {})
      expect(next.skippedGroups.map(({ reason }) => reason)).to.deep.equal(['disabled'])
      expect(world.directory.writes).to.equal(writes)
      expect((await enableIn(world, { groups: [one.id] })).totals.membersRemoved).to.equal(1)
    }
  })

  it('empties or deletes the object of a group', async () => {
    const { world, one, two } = await worldWithGroups()
    expect((await disableIn(world, { groups: [one.id], objects: 'empty' })).totals.membersRemoved).to.equal(1)
    expect((await disableIn(world, { groups: [two.id], objects: 'delete' })).totals.deleted).to.equal(1)
    expect(managedObjects(world.directory)).to.have.length(1)
    expect(world.state.intent.disabled).to.have.members([one.id, two.id])
  })

  it('records nothing while the guard withholds its changes', async () => {
    const { world, one } = await worldWithGroups()
    world.settings.limits = { ...noLimits, deletions: { count: 0, percent: 0 } }
    expect((await disableIn(world, { groups: [one.id], objects: 'delete' })).exitCode).to.equal(3)
    expect(world.state.intent.disabled).to.deep.equal([])
    const withheld = await disableIn(world, { objects: 'delete' })
    expect(world.state.intent.enabled).to.equal(undefined)
    const done = await disableIn(world, { objects: 'delete', approve: withheld.planHash })
    expect(done.totals.deleted).to.equal(2)
    expect(world.state.intent.enabled).to.equal(false)
  })

  it('records a group that has no object', async () => {
    const { world } = await worldWithGroups()
    const report = await disableIn(world, { groups: [idOf(8)] })
    expect(report.skippedGroups).to.deep.equal([{ id: idOf(8), displayName: idOf(8), reason: 'disabled' }])
    expect(world.state.intent.disabled).to.include(idOf(8))
  })

  it('makes no requests to the cloud for groups that are named by id', async () => {
    const { world, one } = await worldWithGroups()
    const rejected = () => Promise.reject(new Error('request to the cloud'))
    Object.assign(world.ports.source, {
      readGroups: rejected,
      locateGroups: rejected,
      findGroups: rejected,
      readMembers: rejected,
    })
    expect((await disableIn(world, { groups: [one.id], objects: 'delete' })).totals.deleted).to.equal(1)
    expect((await disableIn(world)).exitCode).to.equal(0)
  })

  it('keeps objects that the state does not know', async () => {
    const { world, one, two } = await worldWithGroups()
    const [first] = managedObjects(world.directory)
    addObject(world.directory, { name: 'copy', isGroup: true, attributes: { ...first?.attributes } })
    addObject(world.directory, {
      name: 'critical',
      isGroup: true,
      protection: 'isCriticalSystemObject',
      attributes: { adminDescription: [`Group_${idOf(9)}`] },
    })
    const report = await disableIn(world, { objects: 'delete' })
    expect(report.exitCode).to.equal(0)
    expect(report.groups.map(({ id, error }) => [id, error?.code])).to.deep.equal([
      [one.id, undefined],
      [two.id, undefined],
    ])
    expect(report.skippedGroups.map(({ id, reason }) => [id, reason])).to.have.deep.members([
      [one.id, 'unknownHere'],
      [idOf(9), 'unknownHere'],
    ])
    expect(managedObjects(world.directory).map(({ name }) => name)).to.have.members(['copy', 'critical'])
  })
})
