import type { Socket } from 'node:net'

export interface Output {
  write(bytes: Buffer): Promise<void>
  flush(): Promise<void>
}

const blockSize = 65_536

/**
 * Buffers small messages and waits while the client does not read, so that a response of any size needs no
 * more memory than one block.
 */
export function createOutput(stream: Socket): Output {
  let buffered: Buffer[] = []
  let size = 0
  async function flush(): Promise<void> {
    if (size === 0) return
    const bytes = Buffer.concat(buffered, size)
    buffered = []
    size = 0
    if (stream.destroyed) throw new ConnectionClosed()
    if (!stream.write(bytes)) await untilDrained(stream)
  }
  return {
    flush,
    async write(bytes) {
      buffered.push(bytes)
      size += bytes.length
      if (size >= blockSize) await flush()
    },
  }
}

/** The client has closed the connection. */
export class ConnectionClosed extends Error {}

function untilDrained(stream: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      stream.off('drain', settle)
      stream.off('close', settle)
      if (stream.destroyed) reject(new ConnectionClosed())
      else resolve()
    }
    stream.once('drain', settle)
    stream.once('close', settle)
  })
}
