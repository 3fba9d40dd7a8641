/**
 * Faults a test orders: the next matching requests are answered otherwise than the directory would. They are asked in
 * the order in which they were ordered, and each is used up after its number of times.
 */
import { codes } from './errors.js'
import type { Message } from './protocol/requests.js'

export type FaultResponse =
  /** This result; the request is not carried out. */
  | { code: number; text?: string }
  /** The connection ends: before the request is carried out, or after, when nobody hears of it. */
  | { drop: 'before' | 'after' }
  /** The request is not carried out, and no answer comes. */
  | { silent: true }
  /** The real answer, after so many milliseconds. */
  | { delay: number }

export interface Fault {
  /** Which requests; all but binds and unbinds unless said otherwise. */
  match?: (message: Message) => boolean
  /** How many matching requests pass unharmed before. */
  after?: number
  /** How often; once unless said otherwise. */
  times?: number
  respond: FaultResponse
}

export interface Faults {
  /** The next `times` matching requests get this. */
  next(fault: Fault): void
  clear(): void
  /** How many that were ordered have not happened yet. */
  pending(): number
}

export interface FaultQueue extends Faults {
  take(message: Message): FaultResponse | undefined
}

const isWork = ({ operation: { type } }: Message): boolean => type !== 'bind' && type !== 'unbind'

export function createFaults(): FaultQueue {
  let ordered: Array<Required<Fault>> = []
  return {
    next: ({ match = isWork, after = 0, times = 1, respond }) =>
      void ordered.push({ match, after, times, respond }),
    clear() {
      ordered = []
    },
    pending: () => ordered.reduce((sum, { times }) => sum + times, 0),
    take(message) {
      for (const fault of ordered) {
        if (!fault.match(message) || fault.after-- > 0) continue
        fault.times--
        if (fault.times <= 0) ordered = ordered.filter((other) => other !== fault)
        return fault.respond
      }
      return undefined
    },
  }
}

export const busy: FaultResponse = {
  code: codes.busy,
  text: '0000200E: SvcErr: DSID-031A1021, problem 5001 (BUSY), data 0',
}

export const unavailable: FaultResponse = {
  code: codes.unavailable,
  text: '0000200F: SvcErr: DSID-031A1021, problem 5002 (UNAVAILABLE), data 0',
}
