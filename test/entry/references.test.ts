import { expect } from 'chai'
import { goingOn } from '../../src/entry/references.js'
import type { ErrorCode, Problem } from '../../src/index.js'
import { report } from '../report/fixture.js'

const problem = (code: ErrorCode, message: string): Problem => ({ code, message })
const notFound = (name: string) => problem('groupNotFound', `There is no group ${name} in Entra.`)
const failed = (...problems: Problem[]) => report({ status: 'failed', exitCode: 1, problems })

/** Runs that know only these names, as the library does: it ends at the first one that it does not know. */
function library(known: readonly string[], outcome = report()) {
  const runs: Array<readonly string[] | undefined> = []
  const run = async (groups: readonly string[] | undefined) => {
    runs.push(groups)
    const unknown = groups?.find((name) => !known.includes(name))
    return unknown === undefined ? outcome : failed(notFound(unknown))
  }
  return { runs, run }
}

describe('names of groups that a pipeline brings', () => {
  it('go to one run where all are known', async () => {
    const { runs, run } = library(['a', 'b'])
    expect(await goingOn(['a', 'b'], run)).to.deep.equal(report())
    expect(runs).to.deep.equal([['a', 'b']])
  })

  it('stop only themselves where nobody knows them, and make the run partial', async () => {
    const { runs, run } = library(['a', 'b'])
    const ended = await goingOn(['x', 'a', 'y', 'b'], run)
    expect(ended).to.deep.include({ status: 'partial', exitCode: 4 })
    expect(ended.problems).to.deep.equal([notFound('x'), notFound('y')])
    expect(runs.at(-1)).to.deep.equal(['a', 'b'])
  })

  it('leave an approval that is needed, and an error, as they are', async () => {
    for (const exitCode of [1, 3] as const) {
      const outcome = report({ status: exitCode === 3 ? 'withheld' : 'failed', exitCode })
      const ended = await goingOn(['x', 'a'], library(['a'], outcome).run)
      expect(ended).to.deep.include({ exitCode, status: outcome.status })
      expect(ended.problems).to.deep.equal([notFound('x')])
    }
  })

  it('fail the run where none is known', async () => {
    const ended = await goingOn(['x', 'y'], library([]).run)
    expect(ended).to.deep.include({ status: 'failed', exitCode: 1 })
    expect(ended.problems).to.have.deep.members([notFound('x'), notFound('y')])
  })

  it('are taken out for a sentence about themselves only', async () => {
    let runs = 0
    const other = failed(problem('groupAmbiguous', '2 groups are called Sales East: one, two.'))
    const ended = await goingOn(['Sales', 'East'], async () => (runs++, other))
    expect([ended, runs]).to.deep.equal([other, 1])
    const late = failed(problem('graphDenied', 'There is no group Sales in Entra.'))
    expect(await goingOn(['Sales', 'East'], async () => late)).to.equal(late)
  })

  it('are not looked at where there are none', async () => {
    const { runs, run } = library([])
    await goingOn(undefined, run)
    expect(runs).to.deep.equal([undefined])
  })
})
