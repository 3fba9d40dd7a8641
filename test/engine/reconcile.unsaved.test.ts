import { expect } from 'chai'
import { runSync } from '../../src/commands/sync.js'
import { WritebackError } from '../../src/errors.js'
import type { StateStore } from '../../src/engine/ports.js'
import { managedObjects } from '../memory/directory.js'
import { addGroup, addUser, makeWorld, setMembers } from '../memory/world.js'

const diskFull = () => Promise.reject(new WritebackError('stateNotWritable', 'disk full'))

/** Breaks one step after the write, and returns the report of a first run with two groups. */
async function runWith(breakStep: (state: StateStore) => void) {
  const world = makeWorld()
  for (const number of [1, 2]) setMembers(world, addGroup(world, number), [addUser(world, number)])
  breakStep(world.ports.state)
  const report = await runSync('sync', world.ports, world.settings, {})
  expect(managedObjects(world.directory)).to.have.length(2)
  return report
}

describe('a run that cannot save its results', () => {
  const steps: Array<[name: string, breakStep: (state: StateStore) => void]> = [
    ['the memory', (state) => void (state.writeMemory = diskFull)],
    ['the held access', (state) => void (state.writeHeldAccess = diskFull)],
    ['the failed groups', (state) => void (state.writeFailedGroups = diskFull)],
    ['the last run', (state) => void (state.writeLastRun = diskFull)],
    [
      'the end of the lease',
      (state) => {
        const { takeLease } = state
        state.takeLease = async (...args) => ({ ...(await takeLease(...args)), release: diskFull })
      },
    ],
  ]
  for (const [name, breakStep] of steps) {
    it(`fails and reports what it wrote, if the state does not accept ${name}`, async () => {
      const report = await runWith(breakStep)
      expect(report).to.deep.include({ status: 'failed', exitCode: 1 })
      expect(report.problems.map(({ code }) => code)).to.deep.equal(['stateNotWritable'])
      expect(report.totals).to.include({ created: 2, membersAdded: 2 })
      expect(report.groups.map(({ status }) => status)).to.deep.equal(['applied', 'applied'])
    })
  }
})
