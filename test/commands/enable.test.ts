import { expect } from 'chai'
import { runEnable } from '../../src/commands/enable.js'
import { runCheck } from '../../src/commands/check.js'
import { runSync } from '../../src/commands/sync.js'
import { addObject, managedObjects } from '../memory/directory.js'
import { addGroup, idOf, makeWorld, noLimits, type World } from '../memory/world.js'

const enableIn = (world: World, options = {}) => runEnable(world.ports, world.settings, options)
const codes = (problems: ReadonlyArray<{ code: string }>) => problems.map(({ code }) => code)

const exchange = { schemaVersion: 17003, organization: { name: 'Contoso', objectVersion: 16763 } }

describe('enable without groups', () => {
  it('runs the preflight, records the intent and writes nothing', async () => {
    const world = makeWorld({ scope: 'selected' })
    const report = await enableIn(world)
    expect(report).to.deep.include({ status: 'inSync', exitCode: 0 })
    expect(report.checks?.map(({ name, status }) => [name, status])).to.deep.equal([
      ['memory', 'ok'],
      ['Exchange in AD', 'warning'],
      ['Members', 'ok'],
    ])
    expect(world.state.intent.enabled).to.equal(true)
    expect(world.directory.writes).to.equal(0)
    expect((await enableIn(world)).exitCode).to.equal(0)
  })

  it('records nothing in a dry run', async () => {
    const world = makeWorld()
    await enableIn(world, { dryRun: true })
    expect(world.state.intent.enabled).to.equal(undefined)
  })

  it('reports the problems of all sides together, and records nothing', async () => {
    const world = makeWorld()
    const problem = (code: 'containerMissing' | 'permissionMissing') => ({
      checks: [],
      problems: [{ code, message: code }],
    })
    world.ports.target.check = async () => problem('containerMissing')
    world.ports.source.check = async () => problem('permissionMissing')
    world.ports.state.check = () => Promise.reject(new Error('disk full'))
    const report = await enableIn(world)
    expect(report).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(codes(report.problems)).to.have.members(['containerMissing', 'permissionMissing', 'internal'])
    expect(world.state.intent.enabled).to.equal(undefined)
  })

  it('requires Exchange for mail-enabled groups, and names the missing part', async () => {
    const world = makeWorld({
      mapping: { name: 'displayName', microsoft365Groups: 'universalMailEnabledSecurityGroup' },
    })
    const { facts } = world.directory
    world.directory.facts = { ...facts, exchange: { schemaVersion: 17003, domainVersion: 13243 } }
    const report = await enableIn(world)
    expect(codes(report.problems)).to.deep.equal(['exchangeMissing'])
    expect(report.problems[0]?.message).to.contain('an Exchange organisation').and.not.contain('schema')
    world.directory.facts = { ...facts, exchange }
    const again = await enableIn(world)
    expect(again.exitCode).to.equal(0)
    expect(again.checks?.find(({ name }) => name === 'Exchange in AD')?.message).to.contain(
      'Organisation Contoso',
    )
  })
})

describe('enable without groups, for an enabled container', () => {
  it('runs the preflight again', async () => {
    const world = makeWorld({ scope: 'selected' })
    await enableIn(world)
    const mapping = { name: 'displayName', microsoft365Groups: 'universalMailEnabledSecurityGroup' } as const
    const report = await runEnable(world.ports, { ...world.settings, mapping }, {})
    expect(codes(report.problems)).to.deep.equal(['exchangeMissing'])
    expect(world.state.intent.enabled).to.equal(true)
  })

  it('rejects `as` and `container`, which apply to named groups only', async () => {
    const world = makeWorld({ scope: 'selected' })
    const report = await enableIn(world, { as: 'universalMailEnabledSecurityGroup' })
    expect(codes(report.problems)).to.deep.equal(['exchangeMissing', 'usage'])
    expect(report.exitCode).to.equal(5)
    expect(codes((await enableIn(world, { container: 'OU=Sub,OU=Groups,DC=test' })).problems)).to.deep.equal([
      'usage',
    ])
    expect(world.state.intent.enabled).to.equal(undefined)
  })
})

describe('enable with groups', () => {
  it('adds them to the scope and writes them in one run', async () => {
    const world = makeWorld({ scope: 'selected' })
    const [group] = [addGroup(world, 1), addGroup(world, 2)]
    const report = await enableIn(world, { groups: ['Group 1'] })
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(world.state.intent).to.deep.include({ enabled: true, selected: { [group.id]: {} } })
    expect(managedObjects(world.directory)).to.have.length(1)
    expect((await runSync('sync', world.ports, world.settings, {})).status).to.equal('inSync')
    expect((await enableIn(world, { groups: [group.id] })).status).to.equal('inSync')
  })

  it('records the group type and the container of each group', async () => {
    const world = makeWorld({ scope: 'selected' })
    const group = addGroup(world, 1, { kind: 'microsoft365' })
    const container = 'OU=Sub,OU=Groups,DC=test'
    await enableIn(world, { groups: [group.id], as: 'universalSecurityGroup', container })
    expect(world.state.intent.selected[group.id]).to.deep.equal({ as: 'universalSecurityGroup', container })
    expect(managedObjects(world.directory).map((object) => object.container)).to.deep.equal([container])
    await enableIn(world, { groups: [group.id], as: 'universalDistributionGroup' })
    expect(world.state.intent.selected[group.id]).to.deep.equal({
      as: 'universalDistributionGroup',
      container,
    })
    expect(managedObjects(world.directory)[0]?.attributes['groupType']).to.deep.equal(['8'])
  })

  it('writes the supported groups, and reports the others', async () => {
    const world = makeWorld({ scope: 'selected' })
    addGroup(world, 1)
    addGroup(world, 2, { syncedFromAd: true })
    const report = await enableIn(world, { groups: [idOf(1), idOf(2), 'nobody'] })
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(codes(report.problems)).to.deep.equal(['groupNotFound', 'groupNotSupported'])
    expect(Object.keys(world.state.intent.selected)).to.deep.equal([idOf(1)])
    expect(managedObjects(world.directory)).to.have.length(1)
  })

  it('reports a group that is out of scope as groupSkipped, and does not record it', async () => {
    const world = makeWorld({ scope: { filter: 'none' } })
    world.cloud.filters.set('none', () => false)
    const group = addGroup(world, 1)
    const report = await enableIn(world, { groups: [group.id] })
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.problems.map(({ code, details }) => [code, details])).to.deep.equal([
      ['groupSkipped', { reason: 'notInScope', groups: [group.id] }],
    ])
    expect(world.state.intent.selected).to.deep.equal({})
  })

  it('fails with containerMissing, and records nothing, for a container that does not exist', async () => {
    const world = makeWorld({ scope: 'selected' })
    const group = addGroup(world, 1)
    const report = await enableIn(world, { groups: [group.id], container: 'OU=Gone,OU=Groups,DC=test' })
    expect(report).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(codes(report.problems)).to.deep.equal(['containerMissing'])
    expect(world.state.intent.selected).to.deep.equal({})
  })

  it('reports all problems together and writes nothing if the options are invalid for every group', async () => {
    const world = makeWorld({ scope: 'selected' })
    addGroup(world, 1, { kind: 'distribution' })
    addGroup(world, 2, { syncedFromAd: true })
    addGroup(world, 3)
    const report = await enableIn(world, {
      groups: [idOf(1), idOf(2), idOf(3), 'nobody'],
      as: 'universalMailEnabledSecurityGroup',
      container: 'OU=Elsewhere,DC=test',
    })
    expect(codes(report.problems)).to.deep.equal([
      'usage',
      'exchangeMissing',
      'groupNotFound',
      'groupNotSupported',
      'groupNotSupported',
      'groupNotSupported',
    ])
    expect(report.exitCode).to.equal(5)
    expect(world.state.intent.selected).to.deep.equal({})
    expect(world.directory.writes).to.equal(0)
  })

  it('records nothing if the account may not create groups', async () => {
    const world = makeWorld({ scope: 'selected' })
    world.state.intent = { ...world.state.intent, enabled: true }
    addGroup(world, 1)
    world.directory.facts = { ...world.directory.facts, container: 'readOnly' }
    const report = await enableIn(world, { groups: ['Group 1'] })
    expect(report).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(codes(report.problems)).to.deep.equal(['containerNotWritable'])
    expect(world.state.intent.selected).to.deep.equal({})
    expect(world.state.journals).to.deep.equal([])
  })

  it('records a group only once none of its changes is withheld', async () => {
    const limits = { ...noLimits, groupLosses: { percent: 10, count: 100, from: 1 } }
    const world = makeWorld({ scope: 'selected', limits })
    const [risky, fine] = [addGroup(world, 1), addGroup(world, 2)]
    const attributes = {
      adminDescription: [`Group_${risky.id}`],
      groupType: ['-2147483640'],
      displayName: ['Group 1'],
    }
    const members = new Set([
      addObject(world.directory, { name: 'leaver', container: 'OU=People,DC=test' }).guid,
    ])
    addObject(world.directory, { name: 'adopted', isGroup: true, attributes, members })
    const withheld = await enableIn(world, { groups: [risky.id, fine.id] })
    expect(withheld).to.deep.include({ status: 'withheld', exitCode: 3 })
    expect(world.state.intent.selected).to.deep.equal({ [fine.id]: {} })
    const approved = await enableIn(world, { groups: [risky.id, fine.id], approve: withheld.planHash })
    expect(approved.status).to.equal('applied')
    expect(Object.keys(world.state.intent.selected)).to.have.members([fine.id, risky.id])
  })
})

describe('check', () => {
  it('reports inSync or the failed checks, and writes nothing', async () => {
    const world = makeWorld()
    expect(await runCheck(world.ports, world.settings, {})).to.deep.include({
      command: 'check',
      status: 'inSync',
      exitCode: 0,
    })
    world.ports.source.check = () => Promise.reject(new Error('no'))
    const report = await runCheck(world.ports, world.settings, {})
    expect(report).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(report.checks?.[0]).to.deep.include({ name: 'Entra', status: 'failed' })
    expect(world.state).to.deep.include({ journals: [], failedGroups: [] })
  })
})
