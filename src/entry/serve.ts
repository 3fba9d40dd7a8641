/** Serves one request: reads it, runs it and writes events and the result. */
import { problemText, summaryText, WritebackError, type Report } from '../index.js'
import { throttleEvents } from './events.js'
import { readRequest } from './input.js'
import { groupParts, resultWithoutGroups } from './reportParts.js'
import { parseRequest } from './request.js'
import { runRequest } from './run.js'

export async function serveRequest(): Promise<void> {
  const { signal, stop, write } = handleSignals()
  try {
    const request = parseRequest(await readRequest(process.stdin, stop))
    const { command, streamGroups = false, emitChanges: changes = false } = request
    const onEvent = throttleEvents((event) => write({ type: 'event', event }), { changes })
    const value = await runRequest(request, { signal, onEvent })
    const exitCode = isReport(value) ? value.exitCode : 0
    process.exitCode = exitCode
    const isStreamed = streamGroups && isReport(value)
    if (isStreamed) for (const part of groupParts(value)) write(part)
    write({ type: 'result', command, exitCode, ...(isStreamed ? resultWithoutGroups(value) : { value }) })
    if (isReport(value)) process.stderr.write(runText(value))
  } catch (error) {
    const { code, problems, exitCode } = toEntryError(error)
    const [first] = problems
    process.exitCode = exitCode
    process.stderr.write(`${code}: ${problemText(first)}\n`)
    write({ type: 'error', ...first, problems, exitCode })
  } finally {
    process.stdin.destroy() // an open stream would keep the process alive
  }
}

/** Returns the run-wide problems and the summary as text for standard error. */
const runText = (report: Report): string =>
  [...report.problems.map((problem) => `${problem.code}: ${problemText(problem)}`), summaryText(report)]
    .map((line) => `${line}\n`)
    .join('')

const isReport = (value: object | string): value is Report => typeof value === 'object' && 'exitCode' in value

/** Stops the run on a signal and when the reader of standard output has closed it; a second signal ends the process. */
function handleSignals(): { signal: AbortSignal; stop: () => void; write: (line: object) => void } {
  const controller = new AbortController()
  const stop = () => controller.abort()
  let interrupts = 0
  const interrupt = () => {
    if (++interrupts > 1) process.exit(1)
    stop()
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, interrupt)
  process.stdout.on('error', stop)
  return {
    signal: controller.signal,
    stop,
    write: (line) => void process.stdout.write(`${JSON.stringify(line)}\n`),
  }
}

const toEntryError = (error: unknown): WritebackError =>
  error instanceof WritebackError
    ? error
    : new WritebackError(
        'internal',
        `Unexpected error: ${error instanceof Error ? error.message : String(error)}`,
      )
