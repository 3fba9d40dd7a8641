import { expect } from 'chai'
import { runSync } from '../../src/commands/sync.js'
import { removeObject } from '../memory/directory.js'
import { groupObject } from '../memory/inspectWorld.js'
import {
  addGroup,
  addUser,
  advanceClock,
  defaultLimits,
  makeWorld,
  setMembers,
  type World,
} from '../memory/world.js'

const run = (world: World, options = {}) => runSync('sync', world.ports, world.settings, options)

/** A written group of twelve members; six of them have left it in the cloud since. */
async function groupWithLeavers() {
  const world = makeWorld({ limits: defaultLimits })
  const users = Array.from({ length: 12 }, (_, number) => addUser(world, number))
  const group = addGroup(world, 1)
  setMembers(world, group, users)
  await run(world)
  setMembers(world, group, users.slice(6))
  return { world, group, users }
}

describe('approvals', () => {
  it('keep the list of runs that used them when the same hash is given again', async () => {
    const { world } = await groupWithLeavers()
    const { planHash } = await run(world)
    const { runId } = await run(world, { approve: planHash })
    await run(world, { approve: planHash })
    expect(world.state.approvals.map(({ runs }) => runs)).to.deep.equal([[runId]])
  })

  it('cover the steps that were reported under the hash, and no others, whatever else changed', async () => {
    const { world, group, users } = await groupWithLeavers()
    const withheld = await run(world)
    expect(withheld.exitCode).to.equal(3)
    setMembers(world, group, [...users.slice(7), addUser(world, 20)])
    const approved = await run(world, { approve: withheld.planHash })
    expect(approved.totals).to.include({ membersRemoved: 6, membersAdded: 1 })
    expect(approved.groups[0]?.withheld[0]).to.deep.include({ type: 'removeMembers' })
    expect(groupObject(world, 1).members.size).to.equal(7)
  })

  it('of losses cover one object only: a new object of the same group needs another approval', async () => {
    const { world } = await groupWithLeavers()
    const withheld = await run(world)
    const { apply } = world.ports.target
    world.ports.target.apply = () => Promise.reject(new Error('busy'))
    await run(world, { approve: withheld.planHash })
    world.ports.target.apply = apply
    removeObject(world.directory, groupObject(world, 1).guid)
    world.directory.deleted.clear()
    const again = await run(world, { full: true })
    await run(world, { full: true, approve: again.planHash })
    for (const { guid, kind } of world.directory.objects.values())
      if (kind === 'user') groupObject(world, 1).members.add(guid)
    const report = await run(world, { full: true })
    expect(report.groups[0]?.withheld.map(({ type }) => type)).to.deep.equal(['removeMembers'])
  })

  it('are valid for any run within 24 hours, and not longer', async () => {
    for (const [hours, removed] of [
      [23, 6],
      [25, 0],
      [-1, 0], // the clock was set back
    ] as const) {
      const { world } = await groupWithLeavers()
      const withheld = await run(world)
      const { apply } = world.ports.target
      world.ports.target.apply = () => Promise.reject(new Error('busy'))
      await run(world, { approve: withheld.planHash })
      world.ports.target.apply = apply
      advanceClock(world, { hours })
      expect((await run(world, { full: true })).totals.membersRemoved, `${hours} hours`).to.equal(removed)
    }
  })

  it('of a hash that no run reported are accepted only if the plan has this hash', async () => {
    const { world, group, users } = await groupWithLeavers()
    const dry = await run(world, { dryRun: true })
    expect(world.state.withheld.size).to.equal(0)
    setMembers(world, group, users.slice(7))
    const other = await run(world, { approve: dry.planHash })
    expect(other.problems.map(({ code }) => code)).to.deep.equal(['approvalStale'])
    setMembers(world, group, users.slice(6))
    world.state.withheld.clear()
    expect((await run(world, { approve: dry.planHash })).totals.membersRemoved).to.equal(6)
  })

  it('are recorded with account, time and the runs that used them', async () => {
    const { world } = await groupWithLeavers()
    const withheld = await run(world)
    const report = await run(world, { approve: withheld.planHash })
    const [approval] = world.state.approvals
    expect(approval).to.deep.include({ hash: withheld.planHash, runs: [report.runId] })
    expect(approval?.at).to.equal(world.ports.now().toISOString())
    expect(approval?.by).to.not.equal('')
    const journal = world.state.journals.at(-1)
    expect(journal?.head.approvals.map(({ hash }) => hash)).to.deep.equal([withheld.planHash])
    expect(journal?.intents.map(({ approval }) => approval)).to.deep.equal([withheld.planHash])
  })

  it('take their losses out of the limits of the next 24 hours', async () => {
    const { world, group, users } = await groupWithLeavers()
    const withheld = await run(world)
    await run(world, { approve: withheld.planHash })
    setMembers(world, group, users.slice(7))
    expect((await run(world)).totals.membersRemoved).to.equal(1)
  })

  it('are needed once for a first run, also if several rules trip', async () => {
    const world = makeWorld({ limits: { ...defaultLimits, groupAdditions: { count: 2 } } })
    const users = Array.from({ length: 3 }, (_, number) => addUser(world, number))
    for (let number = 1; number <= 25; number++) setMembers(world, addGroup(world, number), users)
    const withheld = await run(world)
    expect(new Set(withheld.guard.tripped.map(({ rule }) => rule))).to.deep.equal(
      new Set(['groupAdditionsCount', 'creations']),
    )
    const report = await run(world, { approve: withheld.planHash })
    expect(report).to.deep.include({ status: 'applied', exitCode: 0 })
    expect(report.totals).to.include({ created: 25, membersAdded: 75 })
    expect((await run(world)).status).to.equal('inSync')
  })
})
