/** Ctrl-C at the terminal, while the directory is slow. */
import { expect } from 'chai'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { setStage, type Stage } from '../../src/demo/stage.js'
import { ensureBuilt, runCli, startCli } from '../support/cli.js'

describe('a run that is interrupted', function () {
  this.timeout(300_000)
  let stage: Stage
  before(ensureBuilt)
  beforeEach(async () => {
    stage = await setStage()
    expect((await run('enable')).code).to.equal(0)
  })
  afterEach(() => stage?.close())

  const words = (command: string) => [command, '--config', stage.config, '--output', 'json']
  const run = (command: string) => runCli(words(command), { cwd: tmpdir() })

  /** A sync whose third group is being made: the directory takes its time over it. */
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

  it('finishes what is in hand, reports, and leaves the rest to the next run', async () => {
    const { child, result } = await busySync(2500)
    // Npm passes on what the terminal has sent already. Another signal stands for it here, since two of one kind that come
    // at the same time are one.
    child.kill('SIGINT')
    child.kill('SIGTERM')
    const { code, stderr, report } = await result
    // A busy machine may find the directory silent on top of it.
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

  it('stops at once when it is interrupted again', async () => {
    const { child, result } = await busySync(3_600_000)
    child.kill('SIGINT')
    await once(child.stderr as NodeJS.ReadableStream, 'data')
    await new Promise((resolve) => setTimeout(resolve, 700)) // sooner it would be the same press
    child.kill('SIGINT')
    const { code, stdout } = await result
    expect([code, stdout]).to.deep.equal([1, ''])
    expect(
      stage.directory.log.count(({ operation }) => operation === 'add'),
      'answered',
    ).to.equal(2)
  })
})
