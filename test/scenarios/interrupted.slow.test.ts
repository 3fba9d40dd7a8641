/** Tests of Ctrl-C in a terminal during writes to a slow directory. */
import { expect } from 'chai'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { startDemoServers, type DemoServers } from '../../src/demo/stage.js'
import { ensureBuilt, runCli, startCli } from '../support/cli.js'

describe('a run that is cancelled with Ctrl-C', function () {
  this.timeout(300_000)
  let stage: DemoServers
  before(ensureBuilt)
  beforeEach(async () => {
    stage = await startDemoServers()
    expect((await run('enable')).code).to.equal(0)
  })
  afterEach(() => stage?.close())

  const words = (command: string) => [command, '--config', stage.config, '--output', 'json']
  const run = (command: string) => runCli(words(command), { cwd: tmpdir() })

  /** Starts a sync and waits until its third group is being created by a slow directory. */
  async function busySync(milliseconds: number) {
    let isBusy: () => void
    const busy = new Promise<void>((resolve) => (isBusy = resolve))
    stage.directory.faults.next({
      after: 2,
      match({ operation }) {
        if (operation.type !== 'add') return false
        if (stage.directory.log.count((entry) => entry.operation === 'add') >= 2) isBusy()
        return true
      },
      respond: { delay: milliseconds },
    })
    const running = startCli(words('sync'), { cwd: tmpdir() })
    await busy
    return running
  }

  it('completes the changes in flight, reports, and leaves the rest to the next run', async () => {
    const { child, result } = await busySync(2500)
    // npm forwards the signal that the terminal has already sent. Another signal stands for it here, because two equal
    // signals at the same time are merged.
    child.kill('SIGINT')
    child.kill('SIGTERM')
    const { code, stderr, report } = await result
    // On a busy machine, the request to the directory can time out in addition.
    expect(stderr).to.match(
      /^Stopping after the changes in flight; press Ctrl-C again to stop immediately\.\n(directoryTimeout: .*\n)?$/,
    )
    expect([code, report().problems.map((problem) => problem.code)]).to.deep.equal([1, ['aborted']])
    const { totals } = report()
    expect(totals.created).to.be.within(1, 12)
    const next = await run('sync')
    expect(next.report()).to.include({ status: 'applied', exitCode: 0 })
    expect(next.report().totals.created).to.equal(13 - totals.created)
    expect((await run('sync')).report().status).to.equal('inSync')
  })

  it('exits immediately on a second Ctrl-C', async () => {
    const { child, result } = await busySync(3_600_000)
    child.kill('SIGINT')
    await once(child.stderr as NodeJS.ReadableStream, 'data')
    await new Promise((resolve) => setTimeout(resolve, 700)) // an earlier signal would count as the same key press
    child.kill('SIGINT')
    const { code, stdout } = await result
    expect([code, stdout]).to.deep.equal([1, ''])
    expect(
      stage.directory.log.count(({ operation }) => operation === 'add'),
      'answered',
    ).to.equal(2)
  })
})
