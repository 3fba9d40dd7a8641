/**
 * Every kind of fault at every kind of request, the first, the second, the last, and all of them: nobody loses access that
 * the cloud wants, nothing that is wanted is deleted, what could not be done is said, and when the fault is over everything
 * becomes as it would have been without it.
 *
 * PROVE_FAULTS is how many cases are played, or `all`; PROVE_SEED chooses them; PROVE_CASE plays those whose title has it.
 */
import { allCases, sampleOf, shuffled, titleOf, type Case } from './faultMatrix/cases.js'
import { openPool, type Pool } from './faultMatrix/pool.js'
import type { Verdict } from './faultMatrix/play.js'
import { groupNames } from './faultMatrix/scene.js'

const { PROVE_FAULTS: wanted = '24', PROVE_SEED: givenSeed, PROVE_CASE: chosen } = process.env
const isLong = wanted === 'all' || chosen !== undefined
// A small sample is the same each time: a build fails for a change, and for nothing else.
const seed = givenSeed !== undefined ? Number(givenSeed) : isLong ? Math.floor(Math.random() * 2 ** 31) : 9

function choose(cases: readonly Case[]): Case[] {
  if (chosen !== undefined) return cases.filter((one) => titleOf(one).includes(chosen))
  return wanted === 'all' ? shuffled(cases, seed) : sampleOf(cases, Number(wanted), seed)
}

const told = ({ title, exitCode, wrong }: Verdict): string =>
  [`${title} (exit code ${exitCode})`, ...wrong.map((what) => `    ${what}`)].join('\n')

const write = (line: string): void => void process.stdout.write(`      ${line}\n`)

/** What nobody may wait an hour for. */
function progress(cases: number): (one: Verdict) => void {
  let done = 0
  return (one) => {
    if (!isLong) return
    if (one.wrong.length > 0) write(told(one))
    if (one.isSilent) write(`${one.title}: not told, for the answer lied`)
    if (one.isMadeAgain) write(`${one.title}: an object was made again, on approval`)
    if (++done % 100 === 0) write(`${done} of ${cases}`)
  }
}

describe('faults', function () {
  this.timeout(0)
  let pool: Pool
  before(() => void (pool = openPool()))
  after(() => pool.close())

  it(`take no access, and are got over (PROVE_FAULTS=${wanted}, PROVE_SEED=${seed})`, async () => {
    const expected = await pool.rehearse()
    const cases = choose(allCases(expected, groupNames))
    const verdicts = await pool.play(cases, expected, progress(cases.length))
    const reached = verdicts.filter(({ isReached }) => isReached)
    write(`${verdicts.length} cases, ${reached.length} of them reached`)
    const failed = verdicts.filter(({ wrong }) => wrong.length > 0)
    if (failed.length > 0) throw new Error(`${failed.length} cases:\n${failed.map(told).join('\n')}`)
    if (reached.length === 0) throw new Error('No case was reached.')
  })
})
