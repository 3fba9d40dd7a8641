import { once } from 'node:events'
import { promises } from 'node:fs'
import { readdir, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Lease } from '../../src/engine/ports.js'
import { WritebackError } from '../../src/errors.js'
import { takeLease } from '../../src/state/lease.js'
import { holder, misbehave, temporaryFolder } from './fixture.js'

/** Intervals that pass when the test says so. */
function handClock() {
  const { setInterval, clearInterval } = globalThis
  const beats = new Map<object, { work: () => void; every: number }>()
  const start = (work: () => void, every: number) => {
    const timer = { unref: () => timer }
    beats.set(timer, { work, every })
    return timer
  }
  Object.assign(globalThis, { setInterval: start, clearInterval: (timer: object) => beats.delete(timer) })
  return {
    periods: () => [...beats.values()].map(({ every }) => every),
    tick: () => beats.forEach(({ work }) => work()),
    reset: () => Object.assign(globalThis, { setInterval, clearInterval }),
  }
}

describe('a lease that is held', () => {
  const folder = temporaryFolder()
  const file = () => folder('lease.json')
  let lease: Lease
  let clock: ReturnType<typeof handClock>

  beforeEach(async () => {
    clock = handClock()
    lease = await takeLease(file(), holder('first'), false)
  })
  afterEach(async () => {
    await lease.release()
    clock.reset()
  })

  const longAgo = new Date('2020-01-01')

  /** Resolves when the lease was touched. */
  function touch(): Promise<void> {
    return new Promise((resolve) => {
      const { utimes: original } = promises
      const restore = misbehave({
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
      const touched = touch()
      const before = Math.floor(Date.now() / 1000) * 1000 // some file systems keep whole seconds
      clock.tick()
      await touched
      expect((await stat(file())).mtimeMs).to.be.within(before, Date.now() + 1)
    }
    expect(lease.lost.aborted).to.equal(false)
  })

  it('is touched no more once it is released', async () => {
    await lease.release()
    expect(clock.periods()).to.deep.equal([])
  })

  it('stops its holder when another run has taken it', async () => {
    await writeFile(file(), JSON.stringify(holder('second')))
    const lost = once(lease.lost, 'abort')
    clock.tick()
    await lost
    const reason: unknown = lease.lost.reason
    expect(reason).to.be.instanceOf(WritebackError)
    expect(reason).to.include({ code: 'leaseHeld', message: 'Another run has taken over the lease.' })
    await lease.release()
    expect(await readdir(folder()), 'it is not this one’s to release').to.deep.equal(['lease.json'])
  })

  it('stops its holder when somebody has deleted it', async () => {
    await unlink(file())
    const lost = once(lease.lost, 'abort')
    clock.tick()
    await lost
  })

  it('is kept when it cannot be looked at for a moment', async () => {
    const looked = new Promise<void>((resolve) => {
      const restore = misbehave({
        readFile: async () => {
          restore()
          resolve()
          throw Object.assign(new Error('ESTALE'), { code: 'ESTALE' })
        },
      })
    })
    clock.tick()
    await looked
    const touched = touch()
    clock.tick()
    await touched
    expect(lease.lost.aborted).to.equal(false)
  })
})
