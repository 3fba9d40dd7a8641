/**
 * Faults for tests: the next matching requests or connections get a fault instead of a normal response.
 * Faults are checked in the order of `next` calls, and each applies a given number of times.
 */
import type { Message } from './protocol/requests.js'

export type FaultResponse =
  /** Responds with this result; the request is not carried out. */
  | { code: number; text?: string; referral?: readonly string[] }
  /** Closes the connection without a response, before or after the request is carried out. */
  | { drop: 'before' | 'after' }
  /** Sends a notice of disconnection instead of a response and closes the connection (RFC 4511 §4.4.1). */
  | { disconnect: { code: number; text: string } }
  /** Sends no response and does not carry the request out. */
  | { silent: true }
  /** Sends the normal response after this many milliseconds. */
  | { delay: number }

interface FaultTiming {
  /** Number of matching requests or connections that are handled normally first; 0 by default. */
  after?: number
  /** Number of times the fault applies; 1 by default. */
  times?: number
}

export interface Fault extends FaultTiming {
  /** Selects requests; by default all except binds and unbinds. */
  match?: (message: Message) => boolean
  respond: FaultResponse
}

/**
 * noHandshake: no TLS handshake on the LDAPS port; silent: the connection is accepted (with TLS on the LDAPS
 * port), but requests get no response.
 */
export type ConnectionFaultKind = 'noHandshake' | 'silent'

export interface ConnectionFault extends FaultTiming {
  respond: ConnectionFaultKind
}

export interface Faults {
  /** Applies to the next `times` matching requests. */
  next(fault: Fault): void
  /** Applies to the next `times` connections. */
  nextConnection(fault: ConnectionFault): void
  clear(): void
  /** Number of faults that have not been applied yet. */
  pending(): number
}

export interface FaultQueue extends Faults {
  take(message: Message): FaultResponse | undefined
  /** `secure` for the LDAPS port. */
  takeConnection(secure: boolean): ConnectionFaultKind | undefined
}

const isOperation = ({ operation: { type } }: Message): boolean => type !== 'bind' && type !== 'unbind'

export function createFaults(): FaultQueue {
  const requests = createFaultQueue<Message, FaultResponse>()
  const connections = createFaultQueue<boolean, ConnectionFaultKind>()
  return {
    next: ({ match = isOperation, ...fault }) => requests.add(match, fault),
    nextConnection: (fault) => connections.add((secure) => secure || fault.respond !== 'noHandshake', fault),
    clear() {
      requests.clear()
      connections.clear()
    },
    pending: () => requests.pending() + connections.pending(),
    take: (message) => requests.take(message),
    takeConnection: (secure) => connections.take(secure),
  }
}

function createFaultQueue<Event, Response>() {
  interface Order extends Required<FaultTiming> {
    match: (event: Event) => boolean
    respond: Response
  }
  let ordered: Order[] = []
  return {
    add(match: Order['match'], { after = 0, times = 1, respond }: FaultTiming & { respond: Response }) {
      ordered.push({ match, after, times, respond })
    },
    clear() {
      ordered = []
    },
    pending: () => ordered.reduce((sum, { times }) => sum + times, 0),
    take(event: Event): Response | undefined {
      for (const order of ordered) {
        if (!order.match(event) || order.after-- > 0) continue
        order.times--
        if (order.times <= 0) ordered = ordered.filter((other) => other !== order)
        return order.respond
      }
      return undefined
    },
  }
}
