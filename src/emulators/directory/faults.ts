/**
 * Faults a test orders: the next matching requests are answered otherwise than the directory would, or the next
 * connections come to nothing. They are asked in the order in which they were ordered, and each is used up after its
 * number of times.
 */
import type { Message } from './protocol/requests.js'

export type FaultResponse =
  /** This result; the request is not carried out. */
  | { code: number; text?: string; referral?: readonly string[] }
  /** The connection ends: before the request is carried out, or after, when nobody hears of it. */
  | { drop: 'before' | 'after' }
  /** A notice of disconnection instead of an answer, and then the end (RFC 4511 §4.4.1). */
  | { disconnect: { code: number; text: string } }
  /** The request is not carried out, and no answer comes. */
  | { silent: true }
  /** The real answer, after so many milliseconds. */
  | { delay: number }

interface Occasions {
  /** How many matching ones pass unharmed before. */
  after?: number
  /** How often; once unless said otherwise. */
  times?: number
}

export interface Fault extends Occasions {
  /** Which requests; all but binds and unbinds unless said otherwise. */
  match?: (message: Message) => boolean
  respond: FaultResponse
}

/** noHandshake: TLS never begins, on the port of LDAPS; silent: TLS is agreed on there, and then nothing is answered. */
export type ConnectionTrouble = 'noHandshake' | 'silent'

export interface ConnectionFault extends Occasions {
  respond: ConnectionTrouble
}

export interface Faults {
  /** The next `times` matching requests get this. */
  next(fault: Fault): void
  /** The next `times` connections get this. */
  nextConnection(fault: ConnectionFault): void
  clear(): void
  /** How many that were ordered have not happened yet. */
  pending(): number
}

export interface FaultQueue extends Faults {
  take(message: Message): FaultResponse | undefined
  /** `secure` on the port of LDAPS. */
  takeConnection(secure: boolean): ConnectionTrouble | undefined
}

const isWork = ({ operation: { type } }: Message): boolean => type !== 'bind' && type !== 'unbind'

export function createFaults(): FaultQueue {
  const requests = createQueue<Message, FaultResponse>()
  const connections = createQueue<boolean, ConnectionTrouble>()
  return {
    next: ({ match = isWork, ...fault }) => requests.add(match, fault),
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

function createQueue<Event, Response>() {
  interface Order extends Required<Occasions> {
    match: (event: Event) => boolean
    respond: Response
  }
  let ordered: Order[] = []
  return {
    add(match: Order['match'], { after = 0, times = 1, respond }: Occasions & { respond: Response }) {
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
