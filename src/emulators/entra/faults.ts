/**
 * Faults for tests: the next matching requests get a fault instead of the normal response. Faults are checked
 * in the order in which they were added, and each applies a given number of times.
 */
import { GraphRefusal } from './errors.js'
import type { EntraResponse, Delivery, EntraRequest } from './messages.js'

export type FaultResponse =
  /** Responds with this instead of the normal response. With a `code` the body is Graph's error body. */
  | {
      status: number
      headers?: Record<string, string>
      body?: unknown
      code?: string
      message?: string
    }
  /** Carries the request out and delivers the response in this way; `reset` closes the connection instead. */
  | { deliver: Exclude<Delivery, 'whole'> }
  /** Does not carry the request out and sends no response. */
  | { refuse: 'reset' | 'none' }
  /** Sends the normal response after this many milliseconds. */
  | { delay: number }
  /** Changes the normal response, or delays it until the promise resolves. */
  | { rewrite: (answer: EntraResponse, request: EntraRequest) => EntraResponse | Promise<EntraResponse> }

export interface Fault {
  /** Selects requests; by default every Graph request sent over HTTP: whole batches, but not their items. */
  match?: (request: EntraRequest) => boolean
  /** Number of matching requests that are handled normally first; 0 by default. */
  after?: number
  /** Number of times the fault applies; 1 by default. */
  times?: number
  respond: FaultResponse
}

export interface Faults {
  /** Applies to the next `times` matching requests. */
  next(fault: Fault): void
  /** Applies to all matching requests until `clear`. */
  always(fault: Omit<Fault, 'times'>): void
  clear(): void
  /** Number of faults that have not been applied yet, without those of `always`. */
  pending(): number
}

/** The interface of the edge. */
export interface FaultQueue extends Faults {
  take(request: EntraRequest): FaultResponse | undefined
}

interface QueuedFault {
  match: (request: EntraRequest) => boolean
  after: number
  left: number
  respond: FaultResponse
}

const isHttpRequest = (request: EntraRequest): boolean =>
  request.area === 'graph' && request.batchItem === undefined

export function createFaults(): FaultQueue {
  let ordered: QueuedFault[] = []

  function order({ match = isHttpRequest, after = 0, times = 1, respond }: Fault): void {
    ordered.push({ match, after, left: times, respond })
  }
  return {
    next: order,
    always: (fault) => order({ ...fault, times: Infinity }),
    clear() {
      ordered = []
    },
    pending: () => ordered.reduce((sum, { left }) => sum + (Number.isFinite(left) ? left : 0), 0),
    take(request) {
      for (const fault of ordered) {
        if (!fault.match(request)) continue
        if (fault.after-- > 0) continue
        fault.left--
        if (fault.left <= 0) ordered = ordered.filter((other) => other !== fault)
        return fault.respond
      }
      return undefined
    },
  }
}

/** Responds to a request with a fault; `carryOut` produces the normal response. */
export async function respondWithFault(
  fault: FaultResponse,
  request: EntraRequest,
  carryOut: () => Promise<EntraResponse>,
): Promise<EntraResponse> {
  if ('refuse' in fault) return { status: 0, headers: {}, delivery: fault.refuse }
  if ('deliver' in fault) return { ...(await carryOut()), delivery: fault.deliver }
  if ('rewrite' in fault) return fault.rewrite(await carryOut(), request)
  if ('delay' in fault) {
    await new Promise((resolve) => setTimeout(resolve, fault.delay).unref())
    return carryOut()
  }
  const { status, headers = {}, body, code, message = 'Injected fault.' } = fault
  if (code !== undefined) throw new GraphRefusal(status, code, message, { headers })
  return { status, headers, body }
}
