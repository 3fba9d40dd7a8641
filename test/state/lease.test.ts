import { spawnSync } from 'node:child_process'
import { promises } from 'node:fs'
import { mkdir, readdir, readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { uptime } from 'node:os'
import { expect } from 'chai'
import { takeLease } from '../../src/state/lease.js'
import type { LeaseHolder } from '../../src/model/status.js'
import { failure, holder, replaceFsFunctions, temporaryFolder } from './fixture.js'

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000)

describe('takeLease', () => {
  const folder = temporaryFolder()
  const file = () => folder('lease.json')
  const holderNow = async () => (JSON.parse(await readFile(file(), 'utf8')) as LeaseHolder).runId

  it('creates a file with the holder for this account only, and removes it on release', async () => {
    const first = holder('first')
    const lease = await takeLease(file(), first, false)
    expect(JSON.parse(await readFile(file(), 'utf8'))).to.deep.equal(first)
    expect((await stat(file())).mode & 0o777).to.equal(0o600)
    expect(lease.lost.aborted).to.equal(false)
    expect(await readdir(folder())).to.deep.equal(['lease.json'])
    await lease.release()
    expect(await readdir(folder())).to.deep.equal([])
    await (await takeLease(file(), holder('second'), false)).release()
  })

  it('throws leaseHeld for a second run and names the first', async () => {
    const first = holder('first', { command: 'enable' })
    const lease = await takeLease(file(), first, false)
    const { code, exitCode, message, problems } = await failure(takeLease(file(), holder('second'), false))
    expect({ code, exitCode }).to.deep.equal({ code: 'leaseHeld', exitCode: 1 })
    expect(message).to.equal(
      `Another run holds the lease: enable first, process ${process.pid} on ${first.host}, since ${first.since}.`,
    )
    expect(problems[0]).to.include({ action: 'breakLease' })
    expect(await holderNow()).to.equal('first')
    expect(await readdir(folder()), 'nothing is left behind').to.deep.equal(['lease.json'])
    await lease.release()
  })

  it('takes over the lease with breakIt, and its old holder does not release it', async () => {
    const first = await takeLease(file(), holder('first'), false)
    const second = await takeLease(file(), holder('second'), true)
    await first.release()
    expect(await holderNow(), 'a lost lease is not released').to.equal('second')
    await second.release()
    expect(await readdir(folder())).to.deep.equal([])
  })

  const goneProcess = () => spawnSync(process.execPath, ['--version']).pid
  const justNow = () => new Date().toISOString()
  const startOfProcess = () => secondsAgo(process.uptime() + 1)

  const cases: Array<[what: string, taken: boolean, changes: () => Partial<LeaseHolder>, idle?: number]> = [
    ['a process of this machine that has ended', true, () => ({ pid: goneProcess() })],
    ['a process of another machine', false, () => ({ pid: goneProcess(), host: 'elsewhere' })],
    ['a running process', false, () => ({ pid: process.ppid })],
    [
      'a process from before the start of this machine, whose id another process has now',
      true,
      () => ({ pid: process.ppid, since: secondsAgo(uptime() + 10).toISOString() }),
    ],
    [
      'a process from shortly after the start of this machine',
      false,
      () => ({ pid: process.ppid, since: secondsAgo(uptime() - 1).toISOString() }),
    ],
    [
      'an earlier process with the id of this one',
      true,
      () => ({ since: new Date(startOfProcess().getTime() - 5000).toISOString() }),
    ],
    ['this process', false, () => ({ since: justNow() })],
    [
      'this process, with a clock that was adjusted',
      false,
      () => ({ since: startOfProcess().toISOString() }),
    ],
    ['a process that touched it just under ten minutes ago', false, () => ({ host: 'elsewhere' }), 590],
    ['a process that touched it more than ten minutes ago', true, () => ({ host: 'elsewhere' }), 601],
    ['a running process of this machine that touched it more than ten minutes ago', true, () => ({}), 601],
    ['a running process with an invalid start time', false, () => ({ pid: process.ppid, since: 'once' })],
  ]
  for (const [what, taken, changes, idle = 0] of cases) {
    it(`${taken ? 'takes over' : 'respects'} the lease of ${what}`, async () => {
      await writeFile(file(), JSON.stringify(holder('first', changes())))
      await utimes(file(), secondsAgo(idle), secondsAgo(idle))
      const work = takeLease(file(), holder('second'), false)
      if (taken) await (await work).release()
      else expect((await failure(work)).code).to.equal('leaseHeld')
      expect(await readdir(folder())).to.deep.equal(taken ? [] : ['lease.json'])
    })
  }

  for (const content of ['', '{"runId":"first"', 'null', '[]', '{"runId":"first"}']) {
    it(`respects a lease with the invalid content "${content}" for ten minutes`, async () => {
      await writeFile(file(), content)
      const { code, message, cause } = await failure(takeLease(file(), holder('second'), false))
      expect(code).to.equal('leaseHeld')
      expect(message).to.equal(
        'Another run holds the lease, and the lease file cannot be read. The lease expires after ten minutes without activity.',
      )
      expect(cause).to.have.property('code', 'stateUnreadable')
      await (await takeLease(file(), holder('third'), true)).release()
      await writeFile(file(), content)
      await utimes(file(), secondsAgo(601), secondsAgo(601))
      await (await takeLease(file(), holder('fourth'), false)).release()
    })
  }

  it('waits while another run replaces a stale lease', async () => {
    const stale = holder('gone', { pid: goneProcess() })
    await writeFile(file(), JSON.stringify(stale))
    await writeFile(`${file()}.turn`, '')
    const checked = new Promise<void>((resolve) => {
      const { stat: original } = promises
      const restore = replaceFsFunctions({
        stat: (async (...args: Parameters<typeof original>) => {
          if (args[0] === `${file()}.turn`) {
            restore()
            resolve()
          }
          return original(...args)
        }) as typeof original,
      })
    })
    const work = takeLease(file(), holder('second'), false)
    await checked
    expect(await holderNow()).to.equal('gone')
    await unlink(`${file()}.turn`)
    await (await work).release()
  })

  it('takes over a stale lease whose replacing run has crashed', async () => {
    await writeFile(file(), JSON.stringify(holder('gone', { pid: goneProcess() })))
    await writeFile(`${file()}.turn`, '')
    await utimes(`${file()}.turn`, secondsAgo(31), secondsAgo(31))
    await (await takeLease(file(), holder('second'), false)).release()
    expect(await readdir(folder())).to.deep.equal([])
  })

  describe('on a share without hard links', () => {
    let restore = () => {}
    const failWith = (code: string) => async () => Promise.reject(Object.assign(new Error(code), { code }))
    afterEach(() => restore())

    it('takes, respects and releases the lease', async () => {
      restore = replaceFsFunctions({ link: failWith('EOPNOTSUPP') })
      const lease = await takeLease(file(), holder('first'), false)
      expect((await failure(takeLease(file(), holder('second'), false))).code).to.equal('leaseHeld')
      expect(await holderNow()).to.equal('first')
      expect(await readdir(folder())).to.deep.equal(['lease.json'])
      await lease.release()
      expect(await readdir(folder())).to.deep.equal([])
    })

    it('throws stateNotWritable with the cause if the file cannot be copied either', async () => {
      restore = replaceFsFunctions({ link: failWith('EOPNOTSUPP'), copyFile: failWith('ENOSPC') })
      const { code, cause } = await failure(takeLease(file(), holder('first'), false))
      expect(code).to.equal('stateNotWritable')
      expect(cause).to.have.property('code', 'ENOSPC')
      expect(await readdir(folder())).to.deep.equal([])
    })
  })

  it('throws stateNotWritable with the cause if the lease cannot be written', async () => {
    await writeFile(folder('taken'), '')
    const { code, message, cause } = await failure(
      takeLease(folder('taken/lease.json'), holder('first'), false),
    )
    expect(code).to.equal('stateNotWritable')
    expect(message).to.match(
      /taken\/lease\.json cannot be written: ENOTDIR: .+\. Grant this account write access/,
    )
    expect(cause).to.have.property('code', 'ENOTDIR')
  })

  it('throws stateNotWritable with the cause if the lease cannot be replaced', async () => {
    await mkdir(folder('lease.json'))
    const { code, cause } = await failure(takeLease(file(), holder('first'), true))
    expect(code).to.equal('stateNotWritable')
    expect(cause).to.have.property('code', 'EISDIR')
    expect(await readdir(folder())).to.deep.equal(['lease.json'])
  })
})
