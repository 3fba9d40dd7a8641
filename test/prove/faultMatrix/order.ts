/** Orders the fault of a case from the servers, and counts how often it happened. */
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
  /** How often it happened so far. */
  hits: () => number
  /** It says something that is well formed and not the whole truth. */
  isLie: boolean
  waiting: Waiting
}

/** As long as a busy machine may need, and no longer. */
const impatient: Waiting = { graphMs: 1500, directoryMs: 1000 }

/** Whether this request is the one, or one of those. */
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

/** Requests are counted over both controllers. */
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
  throw new TypeError(`There is no fault ${name}.`)
}

/** From such a request on, the first controller answers nothing any more; the other one does not know what it knew. */
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

/** What a case does to a whole side. */
export function actsOf({ side, fault, kind }: Case): Acts {
  const state = side === 'state' ? stateFaults[fault] : undefined
  return {
    prepare: (scene) => state?.prepare?.(scene, kind),
    begin: (scene) => state?.begin?.(scene, kind),
    end: (scene) => state?.end?.(scene, kind),
  }
}
