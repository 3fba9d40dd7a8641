/** What is told of waits that are long. */
import type { Problem, WritebackError } from '../../errors.js'

/** A wait that is longer is told. */
export const longWaitMs = 3000

/** To the second, so that those who wait for the same say the same. */
const clock = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`

/** What is waited for, and until when; undefined where it is not worth a word. */
export function pauseBefore(ms: number, why: WritebackError, url: string): Problem | undefined {
  if (ms <= longWaitMs) return undefined
  const until = clock(new Date(Date.now() + ms))
  return { code: why.code, message: `${url} is asked again at ${until}: ${why.problems[0].message}` }
}

/** A server that says nothing, and when it is given up. */
export const silenceOf = (url: string, until: Date): Problem => ({
  code: 'directoryTimeout',
  message: `${url} is silent; it is waited for until ${clock(until)}.`,
})
