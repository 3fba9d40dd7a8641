import type { Socket } from 'node:net'

export interface Output {
  write(bytes: Buffer): Promise<void>
  flush(): Promise<void>
}

const piece = 65_536

/**
 * Gathers small messages, and waits where the other side does not read: an answer of any size takes no more memory than
 * a piece of it.
 */
export function createOutput(stream: Socket): Output {
  let waiting: Buffer[] = []
  let size = 0
  async function flush(): Promise<void> {
    if (size === 0) return
    const bytes = Buffer.concat(waiting, size)
    waiting = []
    size = 0
    if (stream.destroyed) throw new Gone()
    if (!stream.write(bytes)) await drained(stream)
  }
  return {
    flush,
    async write(bytes) {
      waiting.push(bytes)
      size += bytes.length
      if (size >= piece) await flush()
    },
  }
}

/** The other side has closed the connection. */
export class Gone extends Error {}

function drained(stream: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      stream.off('drain', settle)
      stream.off('close', settle)
      if (stream.destroyed) reject(new Gone())
      else resolve()
    }
    stream.once('drain', settle)
    stream.once('close', settle)
  })
}
