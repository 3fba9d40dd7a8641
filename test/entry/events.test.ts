import { expect } from 'chai'
import { throttleEvents } from '../../src/entry/events.js'
import type { RunEvent } from '../../src/index.js'

describe('throttled events of the packaged entry', () => {
  const sentEvents = (changes: boolean, events: Array<[at: number, event: RunEvent]>) => {
    const sent: RunEvent[] = []
    let time = 0
    const onEvent = throttleEvents((event) => sent.push(event), { changes, now: () => time })
    for (const [at, event] of events) {
      time = at
      onEvent(event)
    }
    return sent
  }
  const progress = (done: number): RunEvent => ({ type: 'progress', phase: 'applying', done, total: 1000 })
  const change: RunEvent = {
    type: 'change',
    id: 'a',
    change: { type: 'createGroup', dn: 'CN=a', attributes: {} },
  }

  it('include progress at most ten times a second, and always the first and the last', () => {
    const perMillisecond = Array.from({ length: 1000 }, (_, at): [number, RunEvent] => [at, progress(at + 1)])
    const done = sentEvents(false, perMillisecond).map((event) => event.type === 'progress' && event.done)
    expect(done).to.deep.equal([1, 101, 201, 301, 401, 501, 601, 701, 801, 901, 1000])
  })

  it('include all other events at once, but changes only if requested', () => {
    const warning: RunEvent = { type: 'warning', code: 'hiddenMembership', message: 'hidden' }
    const events: Array<[number, RunEvent]> = [
      [0, { type: 'phase', phase: 'reading' }],
      [0, progress(1)],
      [0, warning],
      [0, change],
      [0, warning],
    ]
    expect(sentEvents(false, events).map(({ type }) => type)).to.deep.equal([
      'phase',
      'progress',
      'warning',
      'warning',
    ])
    expect(sentEvents(true, events)).to.deep.equal(events.map(([, event]) => event))
  })
})
