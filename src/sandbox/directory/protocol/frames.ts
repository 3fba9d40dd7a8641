import { Malformed, readHeader, tags } from './ber.js'

export interface Frames {
  /** The messages that are complete with this piece. @throws Malformed */
  cut(piece: Buffer): Buffer[]
  /** Whether something has arrived that is no whole message yet. */
  readonly waiting: boolean
}

/**
 * Cuts what arrives into messages. AD takes no more than MaxReceiveBuffer for one (MS-ADTS 3.1.1.3.4.6); a larger one
 * is refused by its header, before any of it is kept.
 */
export function createFrames(maxMessage: () => number): Frames {
  let pieces: Buffer[] = []
  let waiting = 0
  let needed = 0

  const keep = (rest: Buffer) => {
    pieces = rest.length > 0 ? [rest] : []
    waiting = rest.length
  }
  return {
    cut(piece) {
      pieces.push(piece)
      waiting += piece.length
      if (waiting < needed) return []
      const bytes = pieces.length === 1 ? piece : Buffer.concat(pieces)
      const messages: Buffer[] = []
      let at = 0
      for (;;) {
        const end = endOfMessage(bytes, at, maxMessage())
        needed = (end ?? at) - at
        if (end === undefined || end > bytes.length) break
        messages.push(bytes.subarray(at, end))
        at = end
      }
      keep(bytes.subarray(at))
      return messages
    },
    get waiting() {
      return waiting > 0
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
