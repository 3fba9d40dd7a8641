/**
 * Kills the command line at every write and at every change of its state: the next run does not have to wait, no desired
 * membership ends, the journals contain every change that was made, and both sides converge to the usual result.
 *
 * PROVE_KILLS is the number of cases, or `all`; PROVE_SEED selects them; PROVE_CASE runs those whose title contains it.
 */
import pMap from 'p-map'
import { ensureBuilt } from '../support/cli.js'
import { startPlace, type Place } from './faultMatrix/place.js'
import { allKills, sampleOf, titleOf, type Kill } from './killMatrix/cases.js'
import { playKill, rehearse, type Expected, type Verdict } from './killMatrix/play.js'

const { PROVE_KILLS: wanted = '6', PROVE_SEED: givenSeed, PROVE_CASE: chosen } = process.env
const isLong = wanted === 'all' || chosen !== undefined
// A small sample is always the same, so that a build fails only for a change of the code.
const seed = givenSeed !== undefined ? Number(givenSeed) : isLong ? Math.floor(Math.random() * 2 ** 31) : 9
/** Number of parallel jobs; each run is a separate process. */
const atATime = 2

function choose(expected: Expected): Kill[] {
  const kills = allKills(expected)
  if (chosen !== undefined) return kills.filter((kill) => titleOf(kill).includes(chosen))
  return wanted === 'all' ? kills : sampleOf(kills, Number(wanted), seed)
}

const failureText = ({ title, codes, wrong }: Verdict): string =>
  [`${title} (exit codes ${codes.join(', ')})`, ...wrong.map((what) => `    ${what}`)].join('\n')

const write = (line: string): void => void process.stdout.write(`      ${line}\n`)

describe('killed runs', function () {
  this.timeout(0)
  const places: Place[] = []
  before(ensureBuilt)
  after(() => Promise.all(places.map((place) => place.close())))

  it(`end no desired membership, and the next run completes them (PROVE_KILLS=${wanted}, PROVE_SEED=${seed})`, async () => {
    for (let number = 0; number < atATime; number++) places.push(await startPlace('single'))
    const [first] = places
    if (!first) throw new Error('No place is available.')
    const expected = await rehearse(first, 0)
    const kills = choose(expected)
    const left = [...kills.entries()]
    const verdicts = (await pMap(places, (place) => playFrom(place, left, expected))).flat()
    const reached = verdicts.filter(({ isReached }) => isReached)
    write(`${verdicts.length} ends, ${reached.length} of them reached`)
    const failed = verdicts.filter(({ wrong }) => wrong.length > 0)
    if (failed.length > 0)
      throw new Error(`${failed.length} failed cases:\n${failed.map(failureText).join('\n')}`)
    if (reached.length === 0) throw new Error('No run was killed at its moment.')
  })
})

/** Runs the remaining cases one after the other. */
async function playFrom(place: Place, left: Array<[number, Kill]>, expected: Expected): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (let next = left.shift(); next; next = left.shift()) {
    const [number, kill] = next
    const verdict = await playKill(place, kill, number + 1, expected)
    verdicts.push(verdict)
    if (isLong && verdict.wrong.length > 0) write(failureText(verdict))
    if (isLong && number % 20 === 19) write(`${number + 1} and more`)
  }
  return verdicts
}
