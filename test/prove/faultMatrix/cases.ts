/** The combinations of faults and requests, and the choice of a sample. */
import { graphFaults } from './graph.js'
import { writes } from './kinds.js'
import { ldapFaults } from './ldap.js'
import type { Domain } from './place.js'
import { stateFaults } from './states.js'

/** Index of the request among those of its kind, from 0; or all of them. */
export type Occurrence = number | 'every'

export interface Case {
  side: 'graph' | 'ldap' | 'connection' | 'controller' | 'state'
  domain: Domain
  fault: string
  /** The kind of request; for a state, the name of the group. */
  kind: string
  at: Occurrence
}

export const titleOf = ({ side, domain, fault, kind, at }: Case): string =>
  `${side}${domain === 'single' ? '' : ` (${domain})`}: ${fault} at ${kind}${at === 'every' ? ', every' : ` #${at + 1}`}`

/** Number of requests of each kind in a run without faults. */
export interface Counts {
  graph: ReadonlyMap<string, number>
  ldap: ReadonlyMap<string, number>
}

const firstSecondLast = (count: number): Occurrence[] => [
  ...new Set([0, 1, count - 1].filter((at) => at < count)),
]

function* crossed(
  shared: Pick<Case, 'side' | 'domain'>,
  faults: Readonly<Record<string, { at?: (kind: string) => boolean }>>,
  counts: ReadonlyMap<string, number>,
): Generator<Case> {
  for (const [fault, { at: isAt = () => true }] of Object.entries(faults))
    for (const [kind, count] of counts)
      if (isAt(kind))
        for (const at of [...firstSecondLast(count), 'every' as const]) yield { ...shared, fault, kind, at }
}

/** The first controller fails from such a request on: disconnected before or after the request, or without a response. */
const departures = { away: {}, awayAfterwards: {}, awaySilently: {} }
const connections = { noHandshake: {}, silentAfterTls: {} }
/** The faults that show for each kind of request whether the run changes to another controller. */
const passing = { busy: {}, cutBefore: {}, cutAfter: {}, goingDown: {}, unavailable: {} }

export function allCases(countsOf: Readonly<Record<Domain, Counts>>, groups: readonly string[]): Case[] {
  const { single, unheard, behind, readOnly } = countsOf
  return [
    ...crossed({ side: 'graph', domain: 'single' }, graphFaults, single.graph),
    ...crossed({ side: 'ldap', domain: 'single' }, ldapFaults, single.ldap),
    ...crossed({ side: 'connection', domain: 'single' }, connections, new Map([['connection', 1]])),
    ...crossed({ side: 'controller', domain: 'unheard' }, departures, unheard.ldap),
    ...crossed({ side: 'controller', domain: 'behind' }, departures, behind.ldap),
    ...crossed({ side: 'ldap', domain: 'readOnly' }, passing, readOnly.ldap),
    ...states(groups),
  ].filter(({ side, at }) => side !== 'controller' || at !== 'every')
}

function* states(groups: readonly string[]): Generator<Case> {
  for (const [fault, { overall }] of Object.entries(stateFaults))
    for (const kind of overall ? ['all groups'] : groups)
      yield { side: 'state', domain: 'single', fault, kind, at: 'every' }
}

/** Selects a sample that covers the faults and the kinds of requests evenly. */
export function sampleOf(cases: readonly Case[], size: number, seed: number): Case[] {
  const taken = new Map<string, number>()
  const left = shuffled(cases, seed)
  const weightOf = (one: Case) => marksOf(one).reduce((sum, mark) => sum + (taken.get(mark) ?? 0), 0)
  const sample: Case[] = []
  while (sample.length < size && left.length > 0) {
    const weights = left.map(weightOf)
    const [next] = left.splice(weights.indexOf(Math.min(...weights)), 1)
    if (!next) break
    sample.push(next)
    for (const mark of marksOf(next)) taken.set(mark, (taken.get(mark) ?? 0) + 1)
  }
  return sample
}

/** Returns the properties that a sample must cover. Reads share one, because writes can lose more. */
const marksOf = ({ side, domain, fault, kind, at }: Case): string[] => [
  side,
  domain,
  fault,
  kind,
  at === 'every' ? 'every' : 'once',
  ...(side === 'ldap' && !writes.has(kind) ? ['reads of AD'] : []),
]

export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = randomFrom(seed)
  return list
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one)
}

/** Marsaglia's xorshift, a pseudo-random generator. */
function randomFrom(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
