/**
 * Injects every kind of fault at every kind of request: the first, the second, the last, and all. No desired membership
 * ends, no desired object is deleted, incomplete work is reported, and after the fault both sides converge to the result
 * of a run without it.
 *
 * PROVE_FAULTS is the number of cases, or `all`; PROVE_SEED selects them; PROVE_CASE runs those whose title contains it.
 */
import { allCases, sampleOf, shuffled, titleOf, type Case } from './faultMatrix/cases.js'
import { openPool, type Pool } from './faultMatrix/pool.js'
import type { Verdict } from './faultMatrix/play.js'
import { groupNames } from './faultMatrix/scene.js'

const { PROVE_FAULTS: wanted = '24', PROVE_SEED: givenSeed, PROVE_CASE: chosen } = process.env
const isLong = wanted === 'all' || chosen !== undefined
// A small sample is always the same, so that a build fails only for a change of the code.
const seed = givenSeed !== undefined ? Number(givenSeed) : isLong ? Math.floor(Math.random() * 2 ** 31) : 9

function choose(cases: readonly Case[]): Case[] {
  if (chosen !== undefined) return cases.filter((one) => titleOf(one).includes(chosen))
  return wanted === 'all' ? shuffled(cases, seed) : sampleOf(cases, Number(wanted), seed)
}

const failureText = ({ title, exitCode, wrong }: Verdict): string =>
  [`${title} (exit code ${exitCode})`, ...wrong.map((what) => `    ${what}`)].join('\n')

const write = (line: string): void => void process.stdout.write(`      ${line}\n`)

/** Prints the progress, because all cases take hours. */
function progress(cases: number): (one: Verdict) => void {
  let done = 0
  return (one) => {
    if (!isLong) return
    if (one.wrong.length > 0) write(failureText(one))
    if (one.isSilent) write(`${one.title}: not reported, because the response was wrong`)
    if (one.isMadeAgain) write(`${one.title}: an object was created again after approval`)
    if (++done % 100 === 0) write(`${done} of ${cases}`)
  }
}

describe('faults of requests', function () {
  this.timeout(0)
  let pool: Pool
  before(() => void (pool = openPool()))
  after(() => pool.close())

  it(`end no desired membership, and later runs converge (PROVE_FAULTS=${wanted}, PROVE_SEED=${seed})`, async () => {
    const expected = await pool.rehearse()
    const cases = choose(allCases(expected, groupNames))
    const verdicts = await pool.play(cases, expected, progress(cases.length))
    const reached = verdicts.filter(({ isReached }) => isReached)
    write(`${verdicts.length} cases, ${reached.length} of them reached`)
    const failed = verdicts.filter(({ wrong }) => wrong.length > 0)
    if (failed.length > 0)
      throw new Error(`${failed.length} failed cases:\n${failed.map(failureText).join('\n')}`)
    if (reached.length === 0) throw new Error('No fault occurred in any case.')
  })
})
