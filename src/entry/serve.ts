import { problemText, summaryText, WritebackError, type Report } from '../index.js'
import { throttled } from './events.js'
import { readRequest } from './input.js'
import { groupsOf, withoutGroups } from './parts.js'
import { parseRequest } from './request.js'
import { run } from './run.js'

export async function serve(): Promise<void> {
  const { signal, stop, write } = connected()
  try {
    const request = parseRequest(await readRequest(process.stdin, stop))
    const { command, streamGroups = false, emitChanges: changes = false } = request
    const onEvent = throttled((event) => write({ type: 'event', event }), { changes })
    const value = await run(request, { signal, onEvent })
    const exitCode = isReport(value) ? value.exitCode : 0
    process.exitCode = exitCode
    const isParted = streamGroups && isReport(value)
    if (isParted) for (const part of groupsOf(value)) write(part)
    write({ type: 'result', command, exitCode, ...(isParted ? withoutGroups(value) : { value }) })
    if (isReport(value)) process.stderr.write(wordsForPeople(value))
  } catch (error) {
    const { code, problems, exitCode } = asError(error)
    const [first] = problems
    process.exitCode = exitCode
    process.stderr.write(`${code}: ${problemText(first)}\n`)
    write({ type: 'error', ...first, problems, exitCode })
  } finally {
    process.stdin.destroy() // a sender that keeps it open would keep this process
  }
}

/** What concerns the whole run, for somebody who watches standard error. */
const wordsForPeople = (report: Report): string =>
  [...report.problems.map((problem) => `${problem.code}: ${problemText(problem)}`), summaryText(report)]
    .map((line) => `${line}\n`)
    .join('')

const isReport = (value: object | string): value is Report => typeof value === 'object' && 'exitCode' in value

/** Stops the run when it is told to, and when nobody listens any more. */
function connected(): { signal: AbortSignal; stop: () => void; write: (line: object) => void } {
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

const asError = (error: unknown): WritebackError =>
  error instanceof WritebackError
    ? error
    : new WritebackError(
        'internal',
        `Unexpected error: ${error instanceof Error ? error.message : String(error)}`,
      )
