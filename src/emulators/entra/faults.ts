/**
 * Faults a test orders: the next matching requests are answered otherwise than the tenant would. Faults are asked in
 * the order in which they were ordered, and each is used up after its number of times.
 */
import { Refusal } from './errors.js'
import type { Answer, Delivery, EntraRequest } from './messages.js'

export type FaultResponse =
  /** This instead of the real answer. With a `code` the body becomes Graph's error body. */
  | {
      status: number
      headers?: Record<string, string>
      body?: unknown
      code?: string
      message?: string
    }
  /** The request is carried out, and its answer is delivered like this. `reset` then means: done, but nobody hears of it. */
  | { deliver: Exclude<Delivery, 'whole'> }
  /** The request is not carried out, and no answer comes. */
  | { refuse: 'reset' | 'none' }
  /** The real answer, after so many milliseconds. */
  | { delay: number }
  /** The real answer, changed, or held back for as long as this takes. */
  | { rewrite: (answer: Answer, request: EntraRequest) => Answer | Promise<Answer> }

export interface Fault {
  /** Which requests. Left out: every Graph request that came over the wire, whole batches but not their items. */
  match?: (request: EntraRequest) => boolean
  /** How many matching requests pass unharmed before. */
  after?: number
  /** How often; once unless said otherwise. */
  times?: number
  respond: FaultResponse
}

export interface Faults {
  /** The next `times` matching requests get this. */
  next(fault: Fault): void
  /** The same, until `clear`. */
  always(fault: Omit<Fault, 'times'>): void
  clear(): void
  /** How many ordered faults have not happened yet; what was ordered for always does not count. */
  pending(): number
}

/** What the edge needs of the faults. */
export interface FaultQueue extends Faults {
  take(request: EntraRequest): FaultResponse | undefined
}

interface Ordered {
  match: (request: EntraRequest) => boolean
  after: number
  left: number
  respond: FaultResponse
}

const onTheWire = (request: EntraRequest): boolean =>
  request.area === 'graph' && request.batchItem === undefined

export function createFaults(): FaultQueue {
  let ordered: Ordered[] = []

  function order({ match = onTheWire, after = 0, times = 1, respond }: Fault): void {
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

/** Answers one request as its fault says; `carryOut` is the way it would have gone. */
export async function respondWith(
  fault: FaultResponse,
  request: EntraRequest,
  carryOut: () => Promise<Answer>,
): Promise<Answer> {
  if ('refuse' in fault) return { status: 0, headers: {}, delivery: fault.refuse }
  if ('deliver' in fault) return { ...(await carryOut()), delivery: fault.deliver }
  if ('rewrite' in fault) return fault.rewrite(await carryOut(), request)
  if ('delay' in fault) {
    await new Promise((resolve) => setTimeout(resolve, fault.delay).unref())
    return carryOut()
  }
  const { status, headers = {}, body, code, message = 'The fault that was ordered.' } = fault
  if (code !== undefined) throw new Refusal(status, code, message, { headers })
  return { status, headers, body }
}
