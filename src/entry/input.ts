/** Standard input: a request, and then whether its sender is still there. */
import type { Readable } from 'node:stream'
import { isAttached } from './request.js'

/**
 * The request: everything there is; or the first line, where that is a request whose sender keeps the stream open.
 * `onGone` is called when such a sender goes.
 */
export function readRequest(input: Readable, onGone: () => void): Promise<string> {
  input.setEncoding('utf8')
  return new Promise((resolve, reject) => {
    let text = ''
    let firstLineSeen = false
    let attached = false
    input.on('data', (chunk: string) => {
      if (attached) return // nothing more is expected
      text += chunk
      const end = firstLineSeen ? -1 : text.indexOf('\n', text.length - chunk.length)
      if (end < 0) return
      firstLineSeen = true
      const line = text.slice(0, end)
      attached = isAttached(line)
      if (attached) resolve(line)
    })
    input.on('end', () => (attached ? onGone() : resolve(text)))
    input.on('error', (error) => (attached ? onGone() : reject(error)))
  })
}
