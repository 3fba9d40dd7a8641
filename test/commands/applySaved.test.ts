import { expect } from 'chai'
import { applySaved } from '../../src/commands/applySaved.js'
import { sync } from '../../src/commands/sync.js'
import { managed } from '../memory/directory.js'
import { addGroup, addUser, makeWorld, setMembers, type World } from '../memory/world.js'

describe('a saved plan', () => {
  const plan = (world: World, groups?: string[]) =>
    sync('plan', world.ports, world.settings, { dryRun: true }, groups)
  const applying = (world: World, saved: unknown, options = {}) =>
    applySaved(world.ports, world.settings, options, JSON.parse(JSON.stringify(saved)) as never)

  it('is written as it was planned, after a way through JSON', async () => {
    const world = makeWorld()
    setMembers(world, addGroup(world, 1), [addUser(world, 1)])
    const report = await applying(world, await plan(world))
    expect(report).to.deep.include({ command: 'apply', status: 'applied', exitCode: 0 })
    expect((await plan(world)).status).to.equal('inSync')
  })

  it('is written only where nothing moved, and names what did', async () => {
    const world = makeWorld()
    const [moved, still] = [addGroup(world, 1), addGroup(world, 2)]
    const [ann, bob] = [addUser(world, 1), addUser(world, 2)]
    setMembers(world, moved, [ann])
    setMembers(world, still, [ann])
    const saved = await plan(world)
    setMembers(world, moved, [bob])
    addGroup(world, 3)
    const report = await applying(world, saved)
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.groups.map(({ id, status, error }) => [id, status, error?.code])).to.deep.equal([
      [moved.id, 'failed', 'planStale'],
      [still.id, 'applied', undefined],
    ])
    expect(report.groups[0]?.error?.message).to.contain('now also adding User 2; no longer adding User 1')
    expect(managed(world.directory)).to.have.length(1)
  })

  it('for some groups writes those alone', async () => {
    const world = makeWorld()
    const [one] = [addGroup(world, 1), addGroup(world, 2)]
    const report = await applying(world, await plan(world, [one.id]))
    expect(report.totals.created).to.equal(1)
    expect(managed(world.directory)).to.have.length(1)
  })

  it('has nothing to do the second time', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const saved = await plan(world)
    await applying(world, saved)
    expect(await applying(world, saved)).to.deep.include({ status: 'inSync', exitCode: 0 })
  })

  it('needs its hash where a guard holds it back', async () => {
    const world = makeWorld()
    world.settings.limits = { ...world.settings.limits, groupAdditions: { count: 0 } }
    setMembers(world, addGroup(world, 1), [addUser(world, 1)])
    const saved = await plan(world)
    expect(saved.exitCode).to.equal(3)
    expect((await applying(world, saved)).exitCode).to.equal(3)
    expect((await applying(world, saved, { approve: saved.planHash })).status).to.equal('applied')
  })

  it('is refused where it is no plan, or another container’s', async () => {
    const world = makeWorld()
    const saved = await plan(world)
    const group = (change: unknown) => ({ ...saved, groups: [{ id: 'a', changes: [change], withheld: [] }] })
    const notPlans = [null, 1, 'x', [], {}, { planHash: 'x', groups: [{}] }, { ...saved, groups: [null] }]
    const notChanges = [null, {}, { type: 'toString' }, { type: 'addMembers' }, { type: 'updateGroup' }]
    const notMembers = { type: 'removeMembers', members: [null] }
    for (const nonsense of [
      ...notPlans,
      ...[
        { ...saved, target: 5 },
        { ...saved, planHash: undefined },
      ],
      ...[...notChanges, notMembers].map(group),
      { ...saved, groups: [{ id: 'a', changes: [], withheld: [5] }] },
    ]) {
      const report = await applying(world, nonsense)
      expect(report).to.deep.include({ exitCode: 5 })
      expect(report.problems.map(({ code }) => code)).to.deep.equal(['planInvalid'])
    }
    const report = await applying(world, { ...saved, target: 'OU=Other,DC=test' })
    expect(report.problems[0]?.message).to.contain('OU=Other,DC=test')
  })

  it('is refused where the run that should have made it failed', async () => {
    const world = makeWorld()
    world.ports.source.readGroups = () => Promise.reject(new Error('away'))
    const saved = await plan(world)
    expect(saved.exitCode).to.equal(1)
    const report = await applying(world, saved)
    expect(report.exitCode).to.equal(5)
    expect(report.problems[0]?.message).to.equal('This plan was never finished: its run failed.')
  })

  it('does nothing while writeback is disabled', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const saved = await plan(world)
    world.state.intent = { ...world.state.intent, enabled: false }
    expect((await applying(world, saved)).problems[0]?.code).to.equal('writebackDisabled')
    expect(world.directory.writes).to.equal(0)
  })
})
