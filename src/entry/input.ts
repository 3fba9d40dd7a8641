/** Reads the request from standard input and detects that its sender has ended. */
import type { Readable } from 'node:stream'
import { isKeepAliveRequest } from './request.js'

/**
 * Reads the request: all of the input, or the first line if that is a request with `keepAlive`. Calls `onGone` when the
 * sender of such a request closes the stream.
 */
export function readRequest(input: Readable, onGone: () => void): Promise<string> {
  input.setEncoding('utf8')
  return new Promise((resolve, reject) => {
    let text = ''
    let firstLineSeen = false
    let keepAlive = false
    input.on('data', (chunk: string) => {
      if (keepAlive) return // further input has no meaning
      text += chunk
      const end = firstLineSeen ? -1 : text.indexOf('\n', text.length - chunk.length)
      if (end < 0) return
      firstLineSeen = true
      const line = text.slice(0, end)
      keepAlive = isKeepAliveRequest(line)
      if (keepAlive) resolve(line)
    })
    input.on('end', () => (keepAlive ? onGone() : resolve(text)))
    input.on('error', (error) => (keepAlive ? onGone() : reject(error)))
  })
}
