import { expect } from 'chai'
import { stoppable } from '../../src/util/stoppable.js'

const reason = new Error('stop')
const outcome = (work: Promise<unknown>) => work.catch((error: unknown) => error)
const never = new Promise<never>(() => undefined)

describe('work that can be given up', () => {
  it('ends as it ends where nobody stops it', async () => {
    const failure = new Error('failed')
    for (const signal of [undefined, new AbortController().signal]) {
      expect(await stoppable(Promise.resolve(5), signal)).to.equal(5)
      expect(await outcome(stoppable(Promise.reject(failure), signal))).to.equal(failure)
    }
  })

  it('is given up when the signal says so, whether the work hears it or not', async () => {
    const controller = new AbortController()
    const work = outcome(stoppable(never, controller.signal))
    controller.abort(reason)
    expect(await work).to.equal(reason)
  })

  it('is given up at once where the signal said so before', async () => {
    expect(await outcome(stoppable(never, AbortSignal.abort(reason)))).to.equal(reason)
  })

  it('leaves no listener behind', async () => {
    const controller = new AbortController()
    let listeners = 0
    const { signal } = controller
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof add>) => (listeners++, add(...args)),
      removeEventListener: (...args: Parameters<typeof remove>) => (listeners--, remove(...args)),
    })
    await stoppable(Promise.resolve(), signal)
    await outcome(stoppable(Promise.reject(reason), signal))
    await new Promise(setImmediate)
    expect(listeners).to.equal(0)
  })
})
