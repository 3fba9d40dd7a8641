import type { Socket } from 'node:net'

export interface Output {
  write(bytes: Buffer): Promise<void>
  flush(): Promise<void>
}

const piece = 65_536

/**
 * Buffers small messages and waits while the client does not read, so that a response of any size needs no
 * more memory than one block.
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

/** The client has closed the connection. */
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
