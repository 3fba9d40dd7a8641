import { expect } from 'chai'
import { sync } from '../../src/commands/sync.js'
import { removeObject } from '../memory/directory.js'
import { objectOf } from '../memory/look.js'
import {
  addGroup,
  addUser,
  advance,
  defaultLimits,
  makeWorld,
  setMembers,
  type World,
} from '../memory/world.js'

const run = (world: World, options = {}) => sync('sync', world.ports, world.settings, options)

/** A group of twelve, of whom the first six left. */
async function shrunk() {
  const world = makeWorld({ limits: defaultLimits })
  const users = Array.from({ length: 12 }, (_, number) => addUser(world, number))
  const group = addGroup(world, 1)
  setMembers(world, group, users)
  await run(world)
  setMembers(world, group, users.slice(6))
  return { world, group, users }
}

describe('an approval', () => {
  it('keeps the record of the runs that used it, where it is given again', async () => {
    const { world } = await shrunk()
    const { planHash } = await run(world)
    const { runId } = await run(world, { approve: planHash })
    await run(world, { approve: planHash })
    expect(world.state.approvals.map(({ runs }) => runs)).to.deep.equal([[runId]])
  })

  it('lets what was told under its hash through, whatever else changed, and nothing beyond', async () => {
    const { world, group, users } = await shrunk()
    const held = await run(world)
    expect(held.exitCode).to.equal(3)
    setMembers(world, group, [...users.slice(7), addUser(world, 20)])
    const approved = await run(world, { approve: held.planHash })
    expect(approved.totals).to.include({ membersRemoved: 6, membersAdded: 1 })
    expect(approved.groups[0]?.withheld[0]).to.deep.include({ type: 'removeMembers' })
    expect(objectOf(world, 1).members.size).to.equal(7)
  })

  it('of losses holds for the object they were told of, not for another one of the same group', async () => {
    const { world } = await shrunk()
    const held = await run(world)
    const { apply } = world.ports.target
    world.ports.target.apply = () => Promise.reject(new Error('busy'))
    await run(world, { approve: held.planHash })
    world.ports.target.apply = apply
    removeObject(world.directory, objectOf(world, 1).guid)
    world.directory.deleted.clear()
    const again = await run(world, { full: true })
    await run(world, { full: true, approve: again.planHash })
    for (const { guid, kind } of world.directory.objects.values())
      if (kind === 'user') objectOf(world, 1).members.add(guid)
    const report = await run(world, { full: true })
    expect(report.groups[0]?.withheld.map(({ type }) => type)).to.deep.equal(['removeMembers'])
  })

  it('holds for 24 hours, for any run, and no longer', async () => {
    for (const [hours, removed] of [
      [23, 6],
      [25, 0],
      [-1, 0], // the clock was set back since
    ] as const) {
      const { world } = await shrunk()
      const held = await run(world)
      const { apply } = world.ports.target
      world.ports.target.apply = () => Promise.reject(new Error('busy'))
      await run(world, { approve: held.planHash })
      world.ports.target.apply = apply
      advance(world, { hours })
      expect((await run(world, { full: true })).totals.membersRemoved, `${hours} hours`).to.equal(removed)
    }
  })

  it('is accepted for a plan that no run told only where the plan has that very hash', async () => {
    const { world, group, users } = await shrunk()
    const dry = await run(world, { dryRun: true })
    expect(world.state.withheld.size).to.equal(0)
    setMembers(world, group, users.slice(7))
    const other = await run(world, { approve: dry.planHash })
    expect(other.problems.map(({ code }) => code)).to.deep.equal(['approvalStale'])
    setMembers(world, group, users.slice(6))
    world.state.withheld.clear()
    expect((await run(world, { approve: dry.planHash })).totals.membersRemoved).to.equal(6)
  })

  it('is recorded with who gave it, when, and which runs used it', async () => {
    const { world } = await shrunk()
    const held = await run(world)
    const report = await run(world, { approve: held.planHash })
    const [approval] = world.state.approvals
    expect(approval).to.deep.include({ hash: held.planHash, runs: [report.runId] })
    expect(approval?.at).to.equal(world.ports.now().toISOString())
    expect(approval?.by).to.not.equal('')
    const journal = world.state.journals.at(-1)
    expect(journal?.head.approvals.map(({ hash }) => hash)).to.deep.equal([held.planHash])
    expect(journal?.intents.map(({ approval }) => approval)).to.deep.equal([held.planHash])
  })

  it('does not count for the limits of the next 24 hours', async () => {
    const { world, group, users } = await shrunk()
    const held = await run(world)
    await run(world, { approve: held.planHash })
    setMembers(world, group, users.slice(7))
    expect((await run(world)).totals.membersRemoved).to.equal(1)
  })

  it('is asked for once on a first run, however many rules trip', async () => {
    const world = makeWorld({ limits: { ...defaultLimits, groupAdditions: { count: 2 } } })
    const users = Array.from({ length: 3 }, (_, number) => addUser(world, number))
    for (let number = 1; number <= 25; number++) setMembers(world, addGroup(world, number), users)
    const held = await run(world)
    expect(new Set(held.guard.tripped.map(({ rule }) => rule))).to.deep.equal(
      new Set(['groupAdditionsCount', 'creations']),
    )
    const report = await run(world, { approve: held.planHash })
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(report.totals).to.include({ created: 25, membersAdded: 75 })
    expect((await run(world)).status).to.equal('inSync')
  })
})
