import { expect } from 'chai'
import { throttled } from '../../src/entry/events.js'
import type { RunEvent } from '../../src/index.js'

describe('the events of the packaged entry', () => {
  const heard = (changes: boolean, events: Array<[at: number, event: RunEvent]>) => {
    const told: RunEvent[] = []
    let time = 0
    const tell = throttled((event) => told.push(event), { changes, now: () => time })
    for (const [at, event] of events) {
      time = at
      tell(event)
    }
    return told
  }
  const progress = (done: number): RunEvent => ({ type: 'progress', phase: 'applying', done, total: 1000 })
  const change: RunEvent = {
    type: 'change',
    id: 'a',
    change: { type: 'createGroup', dn: 'CN=a', attributes: {} },
  }

  it('tell progress ten times a second at most, the first and the last always', () => {
    const perMillisecond = Array.from({ length: 1000 }, (_, at): [number, RunEvent] => [at, progress(at + 1)])
    const told = heard(false, perMillisecond).map((event) => event.type === 'progress' && event.done)
    expect(told).to.deep.equal([1, 101, 201, 301, 401, 501, 601, 701, 801, 901, 1000])
  })

  it('tell everything else at once, changes only where they are wanted', () => {
    const warning: RunEvent = { type: 'warning', code: 'hiddenMembership', message: 'hidden' }
    const events: Array<[number, RunEvent]> = [
      [0, { type: 'phase', phase: 'reading' }],
      [0, progress(1)],
      [0, warning],
      [0, change],
      [0, warning],
    ]
    expect(heard(false, events).map(({ type }) => type)).to.deep.equal([
      'phase',
      'progress',
      'warning',
      'warning',
    ])
    expect(heard(true, events)).to.deep.equal(events.map(([, event]) => event))
  })
})
