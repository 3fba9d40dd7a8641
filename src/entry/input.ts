/** Standard input: a request, and then whether its sender is still there. */
import type { Readable } from 'node:stream'
import { isKeptAlive } from './request.js'

/**
 * The request: everything there is; or the first line, where that is a request whose sender keeps the stream open.
 * `onGone` is called when such a sender goes.
 */
export function readRequest(input: Readable, onGone: () => void): Promise<string> {
  input.setEncoding('utf8')
  return new Promise((resolve, reject) => {
    let text = ''
    let firstLineSeen = false
    let keepAlive = false
    input.on('data', (chunk: string) => {
      if (keepAlive) return // nothing more is expected
      text += chunk
      const end = firstLineSeen ? -1 : text.indexOf('\n', text.length - chunk.length)
      if (end < 0) return
      firstLineSeen = true
      const line = text.slice(0, end)
      keepAlive = isKeptAlive(line)
      if (keepAlive) resolve(line)
    })
    input.on('end', () => (keepAlive ? onGone() : resolve(text)))
    input.on('error', (error) => (keepAlive ? onGone() : reject(error)))
  })
}
