import { expect } from 'chai'
import { runSync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import { addObject, dnOf, managedObjects } from '../memory/directory.js'
import { groupMemberNames, groupObject } from '../memory/inspectWorld.js'
import { addGroup, addUser, idOf, makeWorld, nestedMember, setMembers, type World } from '../memory/world.js'

const run = (world: World, options = {}, groups?: string[]) =>
  runSync('sync', world.ports, world.settings, options, groups)

describe('sync', () => {
  it('writes groups before members, so that groups nested in each other resolve in one run', async () => {
    const world = makeWorld()
    const [one, two] = [addGroup(world, 1), addGroup(world, 2)]
    setMembers(world, one, [nestedMember(two)])
    setMembers(world, two, [nestedMember(one)])
    const report = await run(world)
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(groupMemberNames(world, 1)).to.deep.equal([groupObject(world, 2).name])
    expect(groupMemberNames(world, 2)).to.deep.equal([groupObject(world, 1).name])
  })

  it('writes nothing, takes no lease and keeps no journal in a dry run', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const report = await run(world, { dryRun: true })
    expect(report).to.deep.include({ status: 'pending', exitCode: 2, dryRun: true })
    expect(report.totals.created).to.equal(1)
    expect(world.directory.writes).to.equal(0)
    expect(world.state.journals).to.deep.equal([])
    expect(world.state.lastRun).to.equal(undefined)
  })

  it('fails a group alone whose members could not be read, and removes none of them', async () => {
    const world = makeWorld()
    const [one, two] = [addGroup(world, 1), addGroup(world, 2)]
    const user = addUser(world, 1)
    setMembers(world, one, [user])
    await run(world)
    world.cloud.broken.set(one.id, new WritebackError('graphUnavailable', 'Graph answered 503.'))
    setMembers(world, two, [user])
    const report = await run(world)
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.groups.map(({ id, status, error }) => [id, status, error?.code])).to.deep.equal([
      [one.id, 'failed', 'graphUnavailable'],
      [two.id, 'applied', undefined],
    ])
    expect(groupMemberNames(world, 1)).to.deep.equal(['user1'])
    expect(groupMemberNames(world, 2)).to.deep.equal(['user1'])
  })

  it('writes the known object and reports anchorDuplicate if another object has a copy of its anchor', async () => {
    const world = makeWorld()
    const [parent, child] = [addGroup(world, 1), addGroup(world, 2)]
    setMembers(world, parent, [nestedMember(child)])
    await run(world)
    const original = groupObject(world, 2)
    addObject(world.directory, { name: 'copy', isGroup: true, attributes: { ...original.attributes } })
    world.cloud.groups.set(child.id, { ...child, displayName: 'Renamed' })
    const report = await run(world)
    expect(report.exitCode).to.equal(4)
    expect(report.groups.map(({ error }) => error?.code)).to.deep.equal(['anchorDuplicate'])
    expect(original.name).to.equal(`Renamed_${child.id.slice(-12)}`)
    expect(report.groups[0]?.status).to.equal('partial')
    expect(groupMemberNames(world, 1)).to.deep.equal([original.name])
  })

  it('finds duplicate anchors on one page and on different pages', async () => {
    for (const between of [0, 5]) {
      const world = makeWorld()
      const group = addGroup(world, 1)
      await run(world)
      for (let n = 0; n < between; n++) addGroup(world, 10 + n)
      await run(world)
      addObject(world.directory, {
        name: 'copy',
        isGroup: true,
        attributes: { ...groupObject(world, 1).attributes },
      })
      const report = await run(world)
      expect(report.groups.find(({ id }) => id === group.id)?.error?.code).to.equal('anchorDuplicate')
    }
  })

  it('fails for protected objects and for objects with the anchors of two groups', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const anchors = (number: number, other = number) => ({
      adminDescription: [`Group_${idOf(number)}`],
      'msDS-ExternalDirectoryObjectId': [`Group_${idOf(other)}`],
    })
    const admins = addObject(world.directory, {
      name: 'Admins',
      isGroup: true,
      protection: 'isCriticalSystemObject',
      attributes: anchors(1),
    })
    addObject(world.directory, { name: 'Two', isGroup: true, attributes: anchors(2, 3) })
    const report = await run(world)
    expect(Object.fromEntries(report.groups.map(({ id, error }) => [id, error?.code]))).to.deep.equal({
      [idOf(1)]: 'protectedObject',
      [idOf(2)]: 'anchorConflict',
      [idOf(3)]: 'anchorConflict',
    })
    expect(dnOf(admins)).to.equal('CN=Admins,OU=Groups,DC=test')
  })

  it('does not create a second object for one that was moved out of the container', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    await run(world)
    groupObject(world, 1).container = 'OU=Elsewhere,DC=test'
    const report = await run(world)
    expect(report.groups[0]?.error?.code).to.equal('anchorElsewhere')
    expect(world.directory.objects.size).to.equal(1)
  })

  it('fails a group alone whose container does not exist', async () => {
    const world = makeWorld()
    for (const number of [1, 2]) addGroup(world, number)
    world.ports.target.findAdoptionCandidates = async () => [
      { groupId: idOf(1), match: 'noContainer', dn: 'OU=Gone,OU=Groups,DC=test' },
    ]
    const report = await run(world)
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.groups.map(({ id, error }) => [id, error?.code])).to.deep.equal([
      [idOf(1), 'containerMissing'],
      [idOf(2), undefined],
    ])
    expect(report.totals.created).to.equal(1)
  })

  it('skips a group as convertedFromAd while its former AD object exists', async () => {
    const world = makeWorld()
    const old = addObject(world.directory, { name: 'old', isGroup: true, container: 'OU=Old,DC=test' })
    const group = addGroup(world, 1, { onPremisesSid: old.sid })
    const report = await run(world)
    expect(report.skippedGroups).to.deep.equal([
      { id: group.id, displayName: 'Group 1', reason: 'convertedFromAd' },
    ])
  })

  it('reports selected groups that do not exist as notFound', async () => {
    const world = makeWorld({ scope: 'selected' })
    world.state.intent = { selected: { [idOf(7)]: {} }, disabled: [] }
    const report = await run(world)
    expect(report.skippedGroups).to.deep.equal([{ id: idOf(7), displayName: idOf(7), reason: 'notFound' }])
    expect(report.exitCode).to.equal(0)
  })

  it('reports leftScope and deletedInCloud, and applies the deprovision policy to their objects', async () => {
    const world = makeWorld({ scope: { filter: 'mine' }, policy: 'keep' })
    world.cloud.filters.set('mine', ({ displayName }) => displayName !== 'Left')
    const [left, gone] = [addGroup(world, 1), addGroup(world, 2)]
    addGroup(world, 3)
    setMembers(world, left, [addUser(world, 1)])
    await run(world)
    world.cloud.groups.set(left.id, { ...left, displayName: 'Left' })
    world.cloud.groups.delete(gone.id)
    world.cloud.deleted.add(gone.id)
    const kept = await run(world)
    expect(kept.skippedGroups.map(({ id, reason }) => [id, reason])).to.deep.equal([
      [left.id, 'leftScope'],
      [gone.id, 'deletedInCloud'],
    ])
    expect(managedObjects(world.directory)).to.have.length(3)
    world.settings.policy = 'empty'
    expect((await run(world)).totals).to.include({ membersRemoved: 1, deleted: 0 })
    world.settings.policy = 'delete'
    expect((await run(world)).totals).to.include({ deleted: 2 })
  })

  it('resolves with a failed report for any error', async () => {
    const world = makeWorld({ scope: { filter: 'invalid' } })
    const report = await run(world)
    expect(report).to.deep.include({ status: 'failed', exitCode: 5, groups: [] })
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['filterRefused'])
    expect(world.state.lease).to.equal(undefined)
    expect(world.state.lastRun?.status).to.equal('failed')
    world.ports.source.readGroups = () => Promise.reject(new Error('unexpected'))
    expect((await run(world)).problems[0]).to.deep.include({
      code: 'internal',
      message: 'Unexpected error: unexpected',
    })
  })

  it('fails with leaseHeld and writes nothing while another run has the lease', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    world.state.lease = { runId: 'other', command: 'sync', host: 'h', pid: 1, since: 'now' }
    const report = await run(world)
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['leaseHeld'])
    expect(report.exitCode).to.equal(1)
    expect(world.directory.writes).to.equal(0)
    expect(world.state.lease.runId).to.equal('other')
    expect((await run(world, { breakLease: true })).status).to.equal('applied')
    expect(world.state.lease).to.equal(undefined)
  })

  it('writes nothing and reports writebackDisabled while writeback is disabled', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    world.state.intent = { ...world.state.intent, enabled: false }
    const report = await run(world)
    expect(report).to.deep.include({ status: 'inSync', exitCode: 0 })
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['writebackDisabled'])
  })
})
