/** Handles Ctrl-C, the progress bar and confirmations at a terminal. */
import { createInterface } from 'node:readline/promises'
import type { OnEvent, RunEvent } from '../index.js'

/** A Ctrl-C within this time is the same one: npm forwards it, although the terminal sends it to this process too. */
const samePressMs = 500

export interface StopControl {
  signal: AbortSignal
  /** Stops the run as the first Ctrl-C does, but prints no message. */
  stop: () => void
  /** Removes the handlers. */
  removeHandlers: () => void
}

/** Handles Ctrl-C: the first one stops the run after the changes in flight, the second one ends the process. */
export function handleStopSignals(
  message = 'Stopping after the changes in flight; press Ctrl-C again to stop immediately.',
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'],
): StopControl {
  const controller = new AbortController()
  let pressedAt = 0
  const press = () => {
    if (controller.signal.aborted) {
      if (performance.now() - pressedAt > samePressMs) process.exit(1)
      return
    }
    pressedAt = performance.now()
    process.stderr.write(`${message}\n`)
    controller.abort()
  }
  for (const name of signals) process.on(name, press)
  return {
    signal: controller.signal,
    stop: () => controller.abort(),
    removeHandlers: () => signals.forEach((name) => process.removeListener(name, press)),
  }
}

/** Creates a listener that prints warnings and, at a terminal, draws a progress bar. */
export async function createProgressBar(): Promise<{ onEvent: OnEvent; end: () => void }> {
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
  let shownPhase: string | undefined
  const onEvent = (event: RunEvent) => {
    warn(event)
    if (event.type !== 'progress' || !event.total) return
    const { phase, done, total } = event
    if (phase !== shownPhase) {
      bar.stop()
      bar.start(total, done, { phase })
      shownPhase = phase
    }
    bar.update(done, { phase })
  }
  return { onEvent, end: () => bar.stop() }
}

/** Asks for confirmation at the terminal; Ctrl-C and the end of input count as no. */
export async function askConfirmation(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const input = terminal.question(question).catch(() => '')
  const text = await Promise.race([input, closed]).finally(() => terminal.close())
  if (text === '') process.stderr.write('\n')
  return /^y(es)?$/i.test(text.trim())
}
