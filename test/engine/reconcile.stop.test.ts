import { expect } from 'chai'
import { runSync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import { managedObjects } from '../memory/directory.js'
import { addGroup, makeWorld, type World } from '../memory/world.js'

const run = (world: World, options = {}) => runSync('sync', world.ports, world.settings, options)

/** Calls `act` before each change is written. */
function beforeEachChange(world: World, act: () => void) {
  const { apply } = world.ports.target
  world.ports.target.apply = async (change) => {
    act()
    return apply(change)
  }
}

describe('a cancelled run', () => {
  it('completes the changes in flight, starts no others, and reports `aborted`', async () => {
    const world = makeWorld()
    for (let n = 0; n < 40; n++) addGroup(world, n)
    const controller = new AbortController()
    let written = 0
    beforeEachChange(world, () => void (++written === 4 && controller.abort()))
    const report = await run(world, { signal: controller.signal })
    expect(report).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['aborted'])
    expect(report.totals.created).to.equal(managedObjects(world.directory).length).and.to.be.lessThan(15)
    expect(report.groups.filter(({ status }) => status === 'applied')).to.have.length(report.totals.created)
    expect(world.state.lease).to.equal(undefined)
    expect((await run(world)).status).to.equal('applied')
    expect(managedObjects(world.directory)).to.have.length(40)
  })

  it('writes nothing if it was cancelled while reading', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const controller = new AbortController()
    const { readMembers } = world.ports.source
    world.ports.source.readMembers = (...args) => {
      controller.abort()
      return readMembers(...args)
    }
    const report = await run(world, { signal: controller.signal })
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['aborted'])
    expect(world.directory.writes).to.equal(0)
  })

  it('does not wait for a pending response', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const controller = new AbortController()
    world.ports.target.readManagedGroups = () => {
      controller.abort()
      return new Promise(() => {})
    }
    for (const dryRun of [true, false]) {
      const report = await run(world, { signal: controller.signal, dryRun })
      expect(report.problems.map(({ code }) => code)).to.deep.equal(['aborted'])
    }
    expect(world.state.lease).to.equal(undefined)
  })

  it('ends when another run takes its lease', async () => {
    const world = makeWorld()
    for (let n = 0; n < 40; n++) addGroup(world, n)
    const lost = new AbortController()
    const { takeLease } = world.ports.state
    world.ports.state.takeLease = async (...args) => ({ ...(await takeLease(...args)), lost: lost.signal })
    beforeEachChange(world, () => lost.abort(new WritebackError('leaseHeld', 'Taken.')))
    const report = await run(world)
    expect(report.problems).to.deep.equal([{ code: 'leaseHeld', message: 'Taken.' }])
    expect(report.totals.created).to.be.lessThan(15)
  })
})
