import { expect } from 'chai'
import { runApply } from '../../src/commands/apply.js'
import { runSync } from '../../src/commands/sync.js'
import { managedObjects } from '../memory/directory.js'
import { addGroup, addUser, makeWorld, setMembers, type World } from '../memory/world.js'

describe('applySaved', () => {
  const plan = (world: World, groups?: string[]) =>
    runSync('plan', world.ports, world.settings, { dryRun: true }, groups)
  const apply = (world: World, saved: unknown, options = {}) =>
    runApply(world.ports, world.settings, options, JSON.parse(JSON.stringify(saved)) as never)

  it('applies a plan that was saved as JSON', async () => {
    const world = makeWorld()
    setMembers(world, addGroup(world, 1), [addUser(world, 1)])
    const report = await apply(world, await plan(world))
    expect(report).to.deep.include({ command: 'apply', status: 'applied', exitCode: 0 })
    expect((await plan(world)).status).to.equal('inSync')
  })

  it('skips groups that changed since the plan with planStale, and names the differences', async () => {
    const world = makeWorld()
    const [changed, unchanged] = [addGroup(world, 1), addGroup(world, 2)]
    const [ann, bob] = [addUser(world, 1), addUser(world, 2)]
    setMembers(world, changed, [ann])
    setMembers(world, unchanged, [ann])
    const saved = await plan(world)
    setMembers(world, changed, [bob])
    addGroup(world, 3)
    const report = await apply(world, saved)
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.groups.map(({ id, status, error }) => [id, status, error?.code])).to.deep.equal([
      [changed.id, 'failed', 'planStale'],
      [unchanged.id, 'applied', undefined],
    ])
    expect(report.groups[0]?.error?.message).to.contain('now also adding User 2; no longer adding User 1')
    expect(managedObjects(world.directory)).to.have.length(1)
  })

  it('writes only the groups of a plan for some groups', async () => {
    const world = makeWorld()
    const [one] = [addGroup(world, 1), addGroup(world, 2)]
    const report = await apply(world, await plan(world, [one.id]))
    expect(report.totals.created).to.equal(1)
    expect(managedObjects(world.directory)).to.have.length(1)
  })

  it('is in sync when the same plan is applied twice', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const saved = await plan(world)
    await apply(world, saved)
    expect(await apply(world, saved)).to.deep.include({ status: 'inSync', exitCode: 0 })
  })

  it('needs the approval of the plan’s hash if its changes are withheld', async () => {
    const world = makeWorld()
    world.settings.limits = { ...world.settings.limits, groupAdditions: { count: 0 } }
    setMembers(world, addGroup(world, 1), [addUser(world, 1)])
    const saved = await plan(world)
    expect(saved.exitCode).to.equal(3)
    expect((await apply(world, saved)).exitCode).to.equal(3)
    expect((await apply(world, saved, { approve: saved.planHash })).status).to.equal('applied')
  })

  it('fails with planInvalid for anything but a plan, and for a plan of another container', async () => {
    const world = makeWorld()
    const saved = await plan(world)
    const group = (change: unknown) => ({ ...saved, groups: [{ id: 'a', changes: [change], withheld: [] }] })
    const invalidPlans = [null, 1, 'x', [], {}, { planHash: 'x', groups: [{}] }, { ...saved, groups: [null] }]
    const invalidChanges = [null, {}, { type: 'toString' }, { type: 'addMembers' }, { type: 'updateGroup' }]
    const invalidMembers = { type: 'removeMembers', members: [null] }
    for (const invalid of [
      ...invalidPlans,
      ...[
        { ...saved, target: 5 },
        { ...saved, planHash: undefined },
      ],
      ...[...invalidChanges, invalidMembers].map(group),
      { ...saved, groups: [{ id: 'a', changes: [], withheld: [5] }] },
    ]) {
      const report = await apply(world, invalid)
      expect(report).to.deep.include({ exitCode: 5 })
      expect(report.problems.map(({ code }) => code)).to.deep.equal(['planInvalid'])
    }
    const report = await apply(world, { ...saved, target: 'OU=Other,DC=test' })
    expect(report.problems[0]?.message).to.contain('OU=Other,DC=test')
  })

  it('fails with planInvalid for the plan of a failed run', async () => {
    const world = makeWorld()
    world.ports.source.readGroups = () => Promise.reject(new Error('request failed'))
    const saved = await plan(world)
    expect(saved.exitCode).to.equal(1)
    const report = await apply(world, saved)
    expect(report.exitCode).to.equal(5)
    expect(report.problems[0]?.message).to.equal('This plan is incomplete: the run that created it failed.')
  })

  it('writes nothing while writeback is disabled', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const saved = await plan(world)
    world.state.intent = { ...world.state.intent, enabled: false }
    expect((await apply(world, saved)).problems[0]?.code).to.equal('writebackDisabled')
    expect(world.directory.writes).to.equal(0)
  })
})
