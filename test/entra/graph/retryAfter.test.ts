import { expect } from 'chai'
import type { Problem } from '../../../src/errors.js'
import { parseRetryAfter, pauseForRetry } from '../../../src/entra/graph/retryAfter.js'
import { handClock } from '../../support/clock.js'

/** The warnings about a pause, which is cancelled at once. */
async function warningsOf(defaultMs: number, requestedMs?: number): Promise<Problem[]> {
  const warnings: Problem[] = []
  const controller = new AbortController()
  const pause = pauseForRetry({
    defaultMs,
    signal: controller.signal,
    onWait: (problem) => void warnings.push(problem),
    ...(requestedMs !== undefined && { requestedMs }),
  })
  controller.abort()
  await pause.catch(() => undefined)
  return warnings
}

describe('the pause before a retry', () => {
  it('is reported if it is long, with its end and its cause', async () => {
    const clock = handClock()
    const end = new Date(Date.now() + 30_000).toISOString().slice(0, 19)
    const [requested] = await warningsOf(500, 30_000)
    clock.reset()
    expect(requested?.code).to.equal('graphThrottled')
    expect(requested?.message).to.equal(`Waiting until ${end}Z as Graph requests.`)
    const [own] = await warningsOf(8000)
    expect(own?.code).to.equal('graphUnavailable')
    expect(own?.message).to.match(/^Waiting until .*Z before the next retry\.$/)
  })

  it('is not reported if it is short', async () => {
    expect(await warningsOf(500)).to.deep.equal([])
    expect(await warningsOf(8000, 2000)).to.deep.equal([])
  })
})

describe('the Retry-After header', () => {
  it('is parsed from seconds, decimals and dates to milliseconds, and ignored if it is invalid', () => {
    const cases: Array<[string | null | undefined, number | undefined]> = [
      ['2.128', 2128],
      ['0', 0],
      ['-3', 0],
      ['', undefined],
      [' ', undefined],
      ['soon', undefined],
      [null, undefined],
      [undefined, undefined],
      ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ]
    for (const [text, expected] of cases) expect(parseRetryAfter(text), String(text)).to.equal(expected)
    const clock = handClock()
    const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000)
    expect(parseRetryAfter(date.toUTCString())).to.equal(date.getTime() - Date.now())
    clock.reset()
  })
})
