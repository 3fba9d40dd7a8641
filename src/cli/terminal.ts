/** What a person at a terminal sees and does while something runs. */
import type { OnEvent, RunEvent } from '../index.js'

/** The first Ctrl-C ends the run after the change in hand, the second at once. */
export function stopping(words = 'Stopping after the changes in hand; once more to stop at once.'): {
  signal: AbortSignal
  done: () => void
} {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(1)
    process.stderr.write(`${words}\n`)
    controller.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop)
  return {
    signal: controller.signal,
    done: () => ['SIGINT', 'SIGTERM'].forEach((name) => process.removeListener(name, stop)),
  }
}

export async function progressBar(): Promise<{ onEvent: OnEvent; end: () => void }> {
  const warn = (event: RunEvent) => {
    if (event.type === 'warning') process.stderr.write(`${event.code}: ${event.message}\n`)
  }
  if (!process.stderr.isTTY) return { onEvent: warn, end: () => undefined }
  const { default: cliProgress } = await import('cli-progress')
  const format = '{phase} [{bar}] {value}/{total}'
  const bar = new cliProgress.SingleBar({
    format,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  })
  const onEvent = (event: RunEvent) => {
    warn(event)
    if (event.type !== 'progress' || event.total === undefined) return
    if (!bar.isActive) bar.start(event.total, 0, { phase: event.phase })
    bar.update(event.done, { phase: event.phase })
  }
  return { onEvent, end: () => bar.stop() }
}
