import { once } from 'node:events'
import { promises } from 'node:fs'
import { readdir, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Lease } from '../../src/engine/ports.js'
import { WritebackError } from '../../src/errors.js'
import { takeLease } from '../../src/state/lease.js'
import { holder, replaceFsFunctions, temporaryFolder } from './fixture.js'

/** Replaces intervals by ones that the test triggers. */
function manualIntervals() {
  const { setInterval, clearInterval } = globalThis
  const intervals = new Map<object, { work: () => void; every: number }>()
  const start = (work: () => void, every: number) => {
    const timer = { unref: () => timer }
    intervals.set(timer, { work, every })
    return timer
  }
  Object.assign(globalThis, { setInterval: start, clearInterval: (timer: object) => intervals.delete(timer) })
  return {
    periods: () => [...intervals.values()].map(({ every }) => every),
    tick: () => intervals.forEach(({ work }) => work()),
    reset: () => Object.assign(globalThis, { setInterval, clearInterval }),
  }
}

describe('a lease after it was taken', () => {
  const folder = temporaryFolder()
  const file = () => folder('lease.json')
  let lease: Lease
  let clock: ReturnType<typeof manualIntervals>

  beforeEach(async () => {
    clock = manualIntervals()
    lease = await takeLease(file(), holder('first'), false)
  })
  afterEach(async () => {
    await lease.release()
    clock.reset()
  })

  const longAgo = new Date('2020-01-01')

  /** Resolves when the lease has been touched. */
  function nextTouch(): Promise<void> {
    return new Promise((resolve) => {
      const { utimes: original } = promises
      const restore = replaceFsFunctions({
        utimes: async (...args) => {
          restore()
          await original(...args).finally(resolve)
        },
      })
    })
  }

  it('is touched every ten seconds', async () => {
    expect(clock.periods()).to.deep.equal([10_000])
    for (let time = 0; time < 2; time++) {
      await utimes(file(), longAgo, longAgo)
      const touched = nextTouch()
      const before = Math.floor(Date.now() / 1000) * 1000 // some file systems store whole seconds
      clock.tick()
      await touched
      expect((await stat(file())).mtimeMs).to.be.within(before, Date.now() + 1)
    }
    expect(lease.lost.aborted).to.equal(false)
  })

  it('is not touched after its release', async () => {
    await lease.release()
    expect(clock.periods()).to.deep.equal([])
  })

  it('cancels its run when another run has taken it over', async () => {
    await writeFile(file(), JSON.stringify(holder('second')))
    const lost = once(lease.lost, 'abort')
    clock.tick()
    await lost
    const reason: unknown = lease.lost.reason
    expect(reason).to.be.instanceOf(WritebackError)
    expect(reason).to.include({ code: 'leaseHeld', message: 'Another run has taken over the lease.' })
    await lease.release()
    expect(await readdir(folder()), 'the other lease is not released').to.deep.equal(['lease.json'])
  })

  it('cancels its run when the file was deleted', async () => {
    await unlink(file())
    const lost = once(lease.lost, 'abort')
    clock.tick()
    await lost
  })

  it('is kept if the file cannot be read once', async () => {
    const failedRead = new Promise<void>((resolve) => {
      const restore = replaceFsFunctions({
        readFile: async () => {
          restore()
          resolve()
          throw Object.assign(new Error('ESTALE'), { code: 'ESTALE' })
        },
      })
    })
    clock.tick()
    await failedRead
    const touched = nextTouch()
    clock.tick()
    await touched
    expect(lease.lost.aborted).to.equal(false)
  })
})
