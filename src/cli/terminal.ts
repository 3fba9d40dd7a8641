/** What a person at a terminal sees and does while something runs. */
import { createInterface } from 'node:readline/promises'
import type { OnEvent, RunEvent } from '../index.js'

/** npm passes a Ctrl-C on that the terminal has sent to everybody: within this time it is the same one. */
const onePress = 500

export interface Stopping {
  signal: AbortSignal
  /** As a Ctrl-C, without a word. */
  stop: () => void
  done: () => void
}

/** The first Ctrl-C ends the run after the change in hand, the second at once. */
export function stopping(
  words = 'Stopping after the changes in hand; once more to stop at once.',
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'],
): Stopping {
  const controller = new AbortController()
  let pressed = 0
  const press = () => {
    if (controller.signal.aborted) {
      if (performance.now() - pressed > onePress) process.exit(1)
      return
    }
    pressed = performance.now()
    process.stderr.write(`${words}\n`)
    controller.abort()
  }
  for (const name of signals) process.on(name, press)
  return {
    signal: controller.signal,
    stop: () => controller.abort(),
    done: () => signals.forEach((name) => process.removeListener(name, press)),
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
  let shown: string | undefined
  const onEvent = (event: RunEvent) => {
    warn(event)
    if (event.type !== 'progress' || !event.total) return
    const { phase, done, total } = event
    if (phase !== shown) {
      bar.stop()
      bar.start(total, done, { phase })
      shown = phase
    }
    bar.update(done, { phase })
  }
  return { onEvent, end: () => bar.stop() }
}

/** Asks a person; a Ctrl-C, and the end of the input, are a no. */
export async function isAgreed(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new Promise<string>((resolve) => asking.once('close', () => resolve('')))
  const answer = asking.question(question).catch(() => '')
  const text = await Promise.race([answer, closed]).finally(() => asking.close())
  if (text === '') process.stderr.write('\n')
  return /^y(es)?$/i.test(text.trim())
}
