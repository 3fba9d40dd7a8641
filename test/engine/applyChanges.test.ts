import { expect } from 'chai'
import { runCheck } from '../../src/commands/check.js'
import { runSync } from '../../src/commands/sync.js'
import { nextRetryTime } from '../../src/engine/failedGroups.js'
import { WritebackError } from '../../src/errors.js'
import type { Change } from '../../src/model/change.js'
import type { RunEvent } from '../../src/model/event.js'
import { managedObjects } from '../memory/directory.js'
import { addGroup, addUser, idOf, makeWorld, nestedMember, setMembers, type World } from '../memory/world.js'

const run = (world: World, options = {}, groups?: string[]) =>
  runSync('sync', world.ports, world.settings, options, groups)

/** Makes the target fail for some changes; returns a function that repairs it. */
function failChanges(world: World, errorFor: (change: Change) => WritebackError | undefined) {
  const { apply } = world.ports.target
  world.ports.target.apply = async (change) => {
    const error = errorFor(change)
    if (error) throw error
    return apply(change)
  }
  return () => (world.ports.target.apply = apply)
}
const accessDenied = () => new WritebackError('directoryDenied', 'Access accessDenied.')

describe('applyChanges', () => {
  it('writes the other groups when one group fails, and lists the failed group until it succeeds', async () => {
    const world = makeWorld()
    const [bad, good] = [addGroup(world, 1), addGroup(world, 2)]
    setMembers(world, good, [nestedMember(bad)])
    const repair = failChanges(world, (change) =>
      change.type === 'createGroup' && change.dn.includes('Group 1') ? accessDenied() : undefined,
    )
    const report = await run(world)
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.groups.map(({ id, status, error }) => [id, status, error?.code])).to.deep.equal([
      [bad.id, 'failed', 'directoryDenied'],
      [good.id, 'applied', undefined],
    ])
    expect(report.groups[1]?.skippedMembers).to.deep.equal([
      { id: bad.id, displayName: 'Group 1', reason: 'groupNotWritten' },
    ])
    expect(world.state.failedGroups.map(({ id, attempts }) => [id, attempts])).to.deep.equal([[bad.id, 1]])
    repair()
    expect((await run(world)).exitCode).to.equal(0)
    expect(world.state.failedGroups).to.deep.equal([])
    expect(managedObjects(world.directory)).to.have.length(2)
  })

  it('retries a failing group with growing pauses, or at once if it is named or `full` is set', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1)
    const repair = failChanges(world, accessDenied)
    for (let n = 0; n < 3; n++) expect((await run(world)).groups[0]?.error?.code).to.equal('directoryDenied')
    const waiting = await run(world)
    expect(waiting.groups[0]?.error).to.deep.include({ code: 'backingOff' })
    expect(waiting.groups[0]?.error?.message).to.match(
      /^Failed 3 times since .*, most recently with directoryDenied: Access accessDenied\. Next retry after /,
    )
    expect(world.state.failedGroups[0]).to.deep.include({
      attempts: 3,
      problem: { code: 'directoryDenied', message: 'Access accessDenied.' },
    })
    repair()
    expect((await run(world)).exitCode).to.equal(4)
    expect((await run(world, { dryRun: true, full: true })).exitCode).to.equal(2)
    expect((await run(world, {}, [group.id])).status).to.equal('applied')
    expect(world.state.failedGroups).to.deep.equal([])
  })

  it('doubles the pause between retries up to 24 hours', () => {
    const now = new Date('2026-01-01T00:00:00Z')
    const pauses = [1, 2, 3, 4, 5, 20].map(
      (attempts) => (nextRetryTime(attempts, now).getTime() - now.getTime()) / 60_000,
    )
    expect(pauses).to.deep.equal([0, 0, 5, 10, 20, 1440])
  })

  it('keeps failed groups listed that a run over other groups did not read', async () => {
    const world = makeWorld()
    const [bad, good] = [addGroup(world, 1), addGroup(world, 2)]
    failChanges(world, (change) =>
      'dn' in change && change.dn.includes('Group 1') ? accessDenied() : undefined,
    )
    await run(world)
    await run(world, {}, [good.id])
    expect(world.state.failedGroups.map(({ id }) => id)).to.deep.equal([bad.id])
  })

  it('reports each member that the directory refused', async () => {
    const world = makeWorld()
    const group = addGroup(world, 1)
    const [ann, bob] = [addUser(world, 1), addUser(world, 2)]
    setMembers(world, group, [ann, bob])
    const { apply } = world.ports.target
    world.ports.target.apply = async (change) => {
      if (change.type !== 'addMembers') return apply(change)
      const [first, ...others] = change.members
      await apply({ ...change, members: others })
      return { refused: first ? [{ member: first, message: 'not this one' }] : [], unchanged: [] }
    }
    const report = await run(world)
    expect(report).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(report.totals).to.include({ membersAdded: 1, skippedMembers: 1, failed: 1 })
    expect(report.groups[0]).to.deep.include({ status: 'partial' })
    expect(report.groups[0]?.skippedMembers).to.deep.equal([
      { id: ann.id, displayName: 'User 1', reason: 'refusedByDirectory' },
    ])
    expect(report.groups[0]?.error?.message).to.equal('The directory refused 1 of the members: not this one')
    expect(
      [...(world.state.journals[0]?.outcomes.values() ?? [])].map(({ outcome }) => outcome),
    ).to.deep.equal(['done', 'partial'])
  })

  it('ends the run when the directory is unreachable, and reports it once', async () => {
    const world = makeWorld()
    for (let n = 0; n < 30; n++) addGroup(world, n)
    let written = 0
    failChanges(world, () =>
      ++written > 3 ? new WritebackError('directoryUnreachable', 'Gone.') : undefined,
    )
    const report = await run(world)
    expect(report).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(report.problems).to.deep.equal([{ code: 'directoryUnreachable', message: 'Gone.' }])
    expect(report.totals.created).to.equal(3)
    expect(written).to.be.lessThan(15)
    expect(world.state.lease).to.equal(undefined)
  })

  it('journals every intent before the first write, and every outcome', async () => {
    const world = makeWorld()
    setMembers(world, addGroup(world, 1), [addUser(world, 1)])
    let atFirstWrite = 0
    failChanges(world, () => void (atFirstWrite ||= world.state.journals[0]?.intents.length ?? 0))
    const report = await run(world)
    const [journal] = world.state.journals
    expect(atFirstWrite).to.equal(2)
    expect(journal?.head).to.deep.include({ runId: report.runId, command: 'sync', planHash: report.planHash })
    expect(journal?.intents.map(({ group, change }) => [group, change.type])).to.deep.equal([
      [idOf(1), 'createGroup'],
      [idOf(1), 'addMembers'],
    ])
    const [object] = managedObjects(world.directory)
    expect([...(journal?.outcomes ?? [])]).to.deep.equal([
      [0, { outcome: 'done', guid: object?.guid }],
      [1, { outcome: 'done' }],
    ])
    expect(journal?.closed).to.equal(true)
    await run(world)
    expect(world.state.journals).to.have.length(1)
  })

  it('ends the run when the journal cannot be written, and reports the changes written so far', async () => {
    const world = makeWorld()
    for (let n = 0; n < 30; n++) addGroup(world, n)
    const { openJournal } = world.ports.state
    const full = () => Promise.reject(new WritebackError('stateNotWritable', 'The disk is full.'))
    world.ports.state.openJournal = async (...args) => ({
      ...(await openJournal(...args)),
      outcome: full,
      close: full,
    })
    const report = await run(world)
    expect(report.problems).to.deep.equal([{ code: 'stateNotWritable', message: 'The disk is full.' }])
    expect(report.totals.created).to.equal(managedObjects(world.directory).length).and.to.be.within(1, 15)
    expect(world.state.lease).to.equal(undefined)
  })

  it('emits phase, progress and change events in order', async () => {
    const world = makeWorld()
    setMembers(world, addGroup(world, 1), [addUser(world, 1)])
    const events: RunEvent[] = []
    await run(world, { onEvent: (event: RunEvent) => events.push(event) })
    expect(events.map(({ type }) => type)).to.deep.equal([
      'phase',
      'progress',
      'phase',
      'phase',
      'change',
      'progress',
      'change',
      'progress',
    ])
    expect(events[1]).to.deep.equal({ type: 'progress', phase: 'reading', done: 1, total: 1 })
    expect(events.at(-1)).to.deep.equal({ type: 'progress', phase: 'applying', done: 2, total: 2 })
  })

  it('continues when an event listener throws, and emits a process warning', async () => {
    const world = makeWorld()
    addGroup(world, 1)
    const warnings = new Set<unknown>()
    const { emitWarning } = process
    process.emitWarning = (warning: string | Error) => void warnings.add(warning)
    const broken = new Error('the listener is broken')
    const onEvent = () => {
      throw broken
    }
    try {
      expect(await run(world, { onEvent })).to.deep.include({ status: 'applied', exitCode: 0 })
      expect((await runCheck(world.ports, world.settings, { onEvent })).exitCode).to.equal(0)
    } finally {
      process.emitWarning = emitWarning
    }
    expect([...warnings]).to.deep.equal([broken])
  })
})
