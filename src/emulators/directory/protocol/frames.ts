import { MalformedMessage, readHeader, tags } from './ber.js'

export interface Frames {
  add(piece: Buffer): void
  /** Returns the next complete message, or undefined if there is none yet. @throws MalformedMessage */
  next(): Buffer | undefined
  /** True if there are bytes that are not a complete message. */
  readonly isIncomplete: boolean
}

/**
 * Splits received bytes into messages. AD accepts at most MaxReceiveBuffer bytes for one (MS-ADTS
 * 3.1.1.3.4.6); a larger message is rejected by its header, before its content is buffered.
 */
export function createFrames(maxMessage: () => number): Frames {
  let bytes: Buffer = Buffer.alloc(0)
  let at = 0
  let pieces: Buffer[] = []
  let size = 0
  let needed = 0
  return {
    add(piece) {
      pieces.push(piece)
      size += piece.length
    },
    next() {
      // The pieces are concatenated only when the message is complete.
      if (size < needed) return undefined
      if (pieces.length > 0) {
        bytes = Buffer.concat([bytes.subarray(at), ...pieces])
        at = 0
        pieces = []
      }
      const end = endOfMessage(bytes, at, maxMessage())
      needed = (end ?? at) - at
      if (end === undefined || end > bytes.length) return undefined
      const message = bytes.subarray(at, end)
      size -= needed
      at = end
      needed = 0
      return message
    },
    get isIncomplete() {
      return size > 0
    },
  }
}

function endOfMessage(bytes: Buffer, at: number, maxMessage: number): number | undefined {
  const tag = bytes[at]
  if (tag !== undefined && tag !== tags.sequence) throw new MalformedMessage('not an LDAP message')
  const header = readHeader(bytes, at)
  if (header && header.end - at > maxMessage) throw new MalformedMessage('message too large')
  return header?.end
}
