import { text } from 'node:stream/consumers'
import { WritebackError, type RunEvent } from '../index.js'
import { parseRequest, run } from './request.js'

/** A reader draws each progress event; ten a second are enough, and the last one. */
const progressEveryMs = 100

export async function serve(): Promise<void> {
  const { signal, write } = connected()
  try {
    const request = parseRequest(await text(process.stdin))
    const onEvent = throttled((event) => write({ type: 'event', event }))
    const value = await run(request, { signal, onEvent })
    const exitCode = typeof value === 'object' && 'exitCode' in value ? value.exitCode : 0
    process.exitCode = exitCode
    write({ type: 'result', command: request.command, exitCode, value })
  } catch (error) {
    const { code, problems, exitCode } = asError(error)
    const [{ message, wayOut }] = problems
    process.exitCode = exitCode
    process.stderr.write(`${code}: ${[message, wayOut].join(' ').trim()}\n`)
    write({ type: 'error', code, message, wayOut, problems, exitCode })
  }
}

/** Stops the run when it is told to, and when nobody listens any more. */
function connected(): { signal: AbortSignal; write: (line: object) => void } {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(1)
    controller.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
  process.stdout.on('error', () => controller.abort())
  return {
    signal: controller.signal,
    write: (line) => void process.stdout.write(`${JSON.stringify(line)}\n`),
  }
}

function throttled(send: (event: RunEvent) => void): (event: RunEvent) => void {
  let last = 0
  return (event) => {
    const isLast = event.type === 'progress' && event.done === event.total
    if (event.type === 'change') return // the result has every change
    if (event.type === 'progress' && !isLast && Date.now() - last < progressEveryMs) return
    if (event.type === 'progress') last = Date.now()
    send(event)
  }
}

const asError = (error: unknown): WritebackError =>
  error instanceof WritebackError
    ? error
    : new WritebackError('internal', `Unforeseen: ${error instanceof Error ? error.message : String(error)}`)
