import { expect } from 'chai'
import { rejectOnAbort } from '../../src/util/rejectOnAbort.js'

const reason = new Error('stop')
const outcome = (work: Promise<unknown>) => work.catch((error: unknown) => error)
const never = new Promise<never>(() => undefined)

describe('an abortable promise', () => {
  it('settles as the work does without an abort', async () => {
    const failure = new Error('failed')
    for (const signal of [undefined, new AbortController().signal]) {
      expect(await rejectOnAbort(Promise.resolve(5), signal)).to.equal(5)
      expect(await outcome(rejectOnAbort(Promise.reject(failure), signal))).to.equal(failure)
    }
  })

  it('rejects with the reason on abort, although the work continues', async () => {
    const controller = new AbortController()
    const work = outcome(rejectOnAbort(never, controller.signal))
    controller.abort(reason)
    expect(await work).to.equal(reason)
  })

  it('rejects at once if the signal is already aborted', async () => {
    expect(await outcome(rejectOnAbort(never, AbortSignal.abort(reason)))).to.equal(reason)
  })

  it('removes its listener from the signal', async () => {
    const controller = new AbortController()
    let listeners = 0
    const { signal } = controller
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof add>) => (listeners++, add(...args)),
      removeEventListener: (...args: Parameters<typeof remove>) => (listeners--, remove(...args)),
    })
    await rejectOnAbort(Promise.resolve(), signal)
    await outcome(rejectOnAbort(Promise.reject(reason), signal))
    await new Promise(setImmediate)
    expect(listeners).to.equal(0)
  })
})
