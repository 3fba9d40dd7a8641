/** Configures the fault of a case on the servers and counts how often it occurs. */
import type { FaultResponse } from '../../../src/emulators/directory/faults.js'
import type { Message } from '../../../src/emulators/directory/protocol/requests.js'
import type { Case, Occurrence } from './cases.js'
import { graphFaults } from './graph.js'
import { kindOfMessage, kindOfRequest } from './kinds.js'
import { ldapFaults } from './ldap.js'
import type { Place } from './place.js'
import { patient, type Waiting } from './run.js'
import type { Scene } from './scene.js'
import { stateFaults } from './states.js'

export interface Ordered {
  /** Number of occurrences so far. */
  hits: () => number
  /** The response is well formed and incomplete or wrong. */
  isLie: boolean
  waiting: Waiting
}

/** Short time-outs for faults without a response; long enough for a busy machine. */
const impatient: Waiting = { graphMs: 1500, directoryMs: 1000 }

/** Counts requests and decides which of them the fault applies to. */
function counter(at: Occurrence): { isIt: () => boolean; hits: () => number } {
  let [seen, hits] = [0, 0]
  return {
    isIt() {
      const isHit = at === 'every' || seen === at
      seen++
      if (isHit) hits++
      return isHit
    },
    hits: () => hits,
  }
}

export function orderFault(place: Place, one: Case): Ordered {
  switch (one.side) {
    case 'graph':
      return disturbGraph(place, one)
    case 'ldap':
      return disturbLdap(place, one)
    case 'connection':
      return refuseConnections(place, one)
    case 'controller':
      return depart(place, one)
    case 'state':
      return { hits: () => 1, isLie: stateFaults[one.fault]?.isLie ?? false, waiting: patient }
  }
}

function disturbGraph({ entra }: Place, { fault, kind, at }: Case): Ordered {
  const { respond, isLie = false, isSilent } = graphFaults[fault] ?? unknown(fault)
  const { isIt, hits } = counter(at)
  entra.faults.always({ match: (request) => kindOfRequest(request) === kind && isIt(), respond })
  return { hits, isLie, waiting: isSilent ? impatient : patient }
}

/** Configures an LDAP fault. Requests are counted over both controllers. */
function disturbLdap({ directory, other }: Place, { fault, kind, at }: Case): Ordered {
  const { respond, isLie = false, isSilent } = ldapFaults[fault] ?? unknown(fault)
  const { isIt, hits } = counter(at)
  const match = (message: Message) => kindOfMessage(message) === kind && isIt()
  for (const controller of [directory, other]) controller?.faults.next({ match, respond, times: Infinity })
  return { hits, isLie, waiting: isSilent ? impatient : patient }
}

function refuseConnections({ directory: { faults } }: Place, { fault, at }: Case): Ordered {
  const times = at === 'every' ? 1000 : 1
  faults.nextConnection({ respond: fault === 'noHandshake' ? 'noHandshake' : 'silent', times })
  return { hits: () => times - faults.pending(), isLie: false, waiting: impatient }
}

function unknown(name: string): never {
  throw new TypeError(`Unknown fault ${name}.`)
}

/** Stops the responses of the first controller from such a request on; the other one lacks its last changes. */
function depart(place: Place, { fault, kind, at }: Case): Ordered {
  const { isIt, hits } = counter(at)
  const { faults } = place.directory
  const silent = fault === 'awaySilently'
  let last: Message | undefined
  const isLast = (message: Message): boolean => {
    if (last === undefined && kindOfMessage(message) === kind && isIt()) last = message
    return message === last
  }
  if (fault === 'awayAfterwards') faults.next({ match: isLast, respond: { drop: 'after' } })
  const respond: FaultResponse = silent ? { silent: true } : { drop: 'before' }
  faults.next({ match: (message) => isLast(message) || last !== undefined, respond, times: Infinity })
  return { hits, isLie: true, waiting: silent ? impatient : patient }
}

type Acts = Record<'prepare' | 'begin' | 'end', (scene: Scene) => void>

/** Returns the actions that put a whole side into a wrong state. */
export function actsOf({ side, fault, kind }: Case): Acts {
  const state = side === 'state' ? stateFaults[fault] : undefined
  return {
    prepare: (scene) => state?.prepare?.(scene, kind),
    begin: (scene) => state?.begin?.(scene, kind),
    end: (scene) => state?.end?.(scene, kind),
  }
}
