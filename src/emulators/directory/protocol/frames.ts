import { Malformed, readHeader, tags } from './ber.js'

export interface Frames {
  add(piece: Buffer): void
  /** The next message that is complete; undefined where there is none yet. @throws Malformed */
  next(): Buffer | undefined
  /** Whether something is there that is no whole message. */
  readonly waiting: boolean
}

/**
 * Cuts what arrives into messages. AD takes no more than MaxReceiveBuffer for one (MS-ADTS 3.1.1.3.4.6); a larger one
 * is refused by its header, before any of it is kept.
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
      // Nothing is copied before the message is there in full.
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
    get waiting() {
      return size > 0
    },
  }
}

function endOfMessage(bytes: Buffer, at: number, maxMessage: number): number | undefined {
  const tag = bytes[at]
  if (tag !== undefined && tag !== tags.sequence) throw new Malformed('no LDAP message')
  const header = readHeader(bytes, at)
  if (header && header.end - at > maxMessage) throw new Malformed('a message that is too large')
  return header?.end
}
