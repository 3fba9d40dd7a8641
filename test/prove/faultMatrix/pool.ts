/** Places that are used again: to start one takes longer than a case. */
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

/** A case waits more than it works. */
const casesAtATime = 4
/** What was deleted stays in the directory, and replication goes through all of it. */
const casesPerPlace = 60

export function openPool(): Pool {
  const free: Array<{ domain: Domain; place: Place; used: number }> = []

  /** Numbers of cases are used once in a place. */
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
