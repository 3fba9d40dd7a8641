/** Reuses places, because starting one takes longer than a case. */
import pMap from 'p-map'
import type { Case } from './cases.js'
import { startPlace, type Domain, type Place } from './place.js'
import { play, type Verdict } from './play.js'
import { rehearse, type Expected } from './rehearsal.js'

export const domains: readonly Domain[] = ['single', 'unheard', 'behind', 'readOnly']

export interface Pool {
  rehearse(): Promise<Record<Domain, Expected>>
  play(
    cases: readonly Case[],
    expected: Record<Domain, Expected>,
    onVerdict: (one: Verdict) => void,
  ): Promise<Verdict[]>
  close(): Promise<void>
}

/** Number of parallel cases, which mostly wait. */
const casesAtATime = 4
/** Cases per place. Deleted objects stay in the directory and slow down replication. */
const casesPerPlace = 60

export function openPool(): Pool {
  const free: Array<{ domain: Domain; place: Place; used: number }> = []

  /** Runs a function with a place and a case number, which is used once in that place. */
  async function withPlace<T>(
    domain: Domain,
    work: (place: Place, number: number) => Promise<T>,
  ): Promise<T> {
    const at = free.findIndex((one) => one.domain === domain)
    const [known] = at === -1 ? [] : free.splice(at, 1)
    const taken = known ?? { domain, place: await startPlace(domain), used: 0 }
    const number = ++taken.used
    try {
      return await work(taken.place, number)
    } finally {
      if (number < casesPerPlace) free.unshift(taken)
      else await taken.place.close()
    }
  }
  return {
    async rehearse() {
      const made = await pMap(
        domains,
        (domain) => withPlace(domain, (place, number) => rehearse(place, domain, number)),
        { concurrency: casesAtATime },
      )
      return Object.fromEntries(made.map((one, at) => [domains[at], one])) as Record<Domain, Expected>
    },
    play: (cases, expected, onVerdict) =>
      pMap(
        cases,
        async (one) => {
          const { domain } = one
          const verdict = await withPlace(domain, (place, number) =>
            play(place, one, number, expected[domain]),
          )
          onVerdict(verdict)
          return verdict
        },
        { concurrency: casesAtATime },
      ),
    async close() {
      await Promise.all(free.map(({ place }) => place.close()))
    },
  }
}
