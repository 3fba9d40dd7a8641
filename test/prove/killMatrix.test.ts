/**
 * The command line, ended at every write and at every touch of its state: the next run is not kept waiting, nobody loses
 * access that the cloud wants, the journals tell every change that was made, and everything becomes as it would have been.
 *
 * PROVE_KILLS is how many ends are played, or `all`; PROVE_SEED chooses them; PROVE_CASE plays those whose title has it.
 */
import pMap from 'p-map'
import { ensureBuilt } from '../support/cli.js'
import { startPlace, type Place } from './faultMatrix/place.js'
import { allKills, sampleOf, titleOf, type Kill } from './killMatrix/cases.js'
import { playKill, rehearse, type Expected, type Verdict } from './killMatrix/play.js'

const { PROVE_KILLS: wanted = '6', PROVE_SEED: givenSeed, PROVE_CASE: chosen } = process.env
const isLong = wanted === 'all' || chosen !== undefined
// A small sample is the same each time: a build fails for a change, and for nothing else.
const seed = givenSeed !== undefined ? Number(givenSeed) : isLong ? Math.floor(Math.random() * 2 ** 31) : 9
/** Each is a process of its own. */
const atATime = 2

function choose(expected: Expected): Kill[] {
  const kills = allKills(expected)
  if (chosen !== undefined) return kills.filter((kill) => titleOf(kill).includes(chosen))
  return wanted === 'all' ? kills : sampleOf(kills, Number(wanted), seed)
}

const told = ({ title, codes, wrong }: Verdict): string =>
  [`${title} (exit codes ${codes.join(', ')})`, ...wrong.map((what) => `    ${what}`)].join('\n')

const write = (line: string): void => void process.stdout.write(`      ${line}\n`)

describe('ends of a run', function () {
  this.timeout(0)
  const places: Place[] = []
  before(ensureBuilt)
  after(() => Promise.all(places.map((place) => place.close())))

  it(`are got over (PROVE_KILLS=${wanted}, PROVE_SEED=${seed})`, async () => {
    for (let number = 0; number < atATime; number++) places.push(await startPlace('single'))
    const [first] = places
    if (!first) throw new Error('There is no place.')
    const expected = await rehearse(first, 0)
    const kills = choose(expected)
    const left = [...kills.entries()]
    const verdicts = (await pMap(places, (place) => playFrom(place, left, expected))).flat()
    const reached = verdicts.filter(({ isReached }) => isReached)
    write(`${verdicts.length} ends, ${reached.length} of them reached`)
    const failed = verdicts.filter(({ wrong }) => wrong.length > 0)
    if (failed.length > 0) throw new Error(`${failed.length} ends:\n${failed.map(told).join('\n')}`)
    if (reached.length === 0) throw new Error('No end was reached.')
  })
})

/** One after the other, as long as there are some left. */
async function playFrom(place: Place, left: Array<[number, Kill]>, expected: Expected): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (let next = left.shift(); next; next = left.shift()) {
    const [number, kill] = next
    const verdict = await playKill(place, kill, number + 1, expected)
    verdicts.push(verdict)
    if (isLong && verdict.wrong.length > 0) write(told(verdict))
    if (isLong && number % 20 === 19) write(`${number + 1} and more`)
  }
  return verdicts
}
