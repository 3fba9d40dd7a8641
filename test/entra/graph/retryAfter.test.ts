import { expect } from 'chai'
import type { Problem } from '../../../src/errors.js'
import { sleepFor } from '../../../src/entra/graph/retryAfter.js'
import { handClock } from '../../support/clock.js'

/** Waits that are cut off at once: only what is said of them matters. */
async function saidOf(usualMs: number, askedMs?: number): Promise<Problem[]> {
  const said: Problem[] = []
  const stop = new AbortController()
  const waiting = sleepFor({
    usualMs,
    signal: stop.signal,
    onWait: (problem) => void said.push(problem),
    ...(askedMs !== undefined && { askedMs }),
  })
  stop.abort()
  await waiting.catch(() => undefined)
  return said
}

describe('a wait for Graph', () => {
  it('of some seconds is told, with its end and whether Graph asked for it', async () => {
    const clock = handClock()
    const end = new Date(Date.now() + 30_000).toISOString().slice(0, 19)
    const [asked] = await saidOf(500, 30_000)
    clock.reset()
    expect(asked?.code).to.equal('graphThrottled')
    expect(asked?.message).to.equal(`Waiting for Graph until ${end}Z, as it asked.`)
    const [own] = await saidOf(8000)
    expect([own?.code, own?.message.endsWith('before the next try.')]).to.deep.equal([
      'graphUnavailable',
      true,
    ])
  })

  it('that is short is not worth a word', async () => {
    expect(await saidOf(500)).to.deep.equal([])
    expect(await saidOf(8000, 2000)).to.deep.equal([])
  })
})
