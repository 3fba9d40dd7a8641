/** Tests of Ctrl-C, a stopped pipeline and a killed PowerShell: Node.js exits, and the next run completes the changes. */
import { expect } from 'chai'
import { setTimeout as pause } from 'node:timers/promises'
import { manyGroups, psPlace, type PsPlace } from './place.js'
import { nodesOf, processOf } from './processes.js'
import { describePwsh, type RunningPwsh } from './pwsh.js'
import { skipNeeding } from '../support/needing.js'

const groups = 60
const isWrite = ({ operation: { type } }: { operation: { type: string } }) => type === 'add'

describePwsh('an interrupted run', function () {
  this.timeout(300_000)
  let place: PsPlace

  before(function () {
    if (process.platform !== 'linux') skipNeeding(this, 'Linux')
  })
  beforeEach(async () => {
    place = await psPlace()
    place.configure(manyGroups)
    for (let index = 0; index < groups; index++) place.group(`Gruppe ${index}`)
    place.directory.faults.next({ match: isWrite, times: 1000, respond: { delay: 60 } })
  })
  afterEach(() => place.close())

  /** Waits until some groups were written. Returns the process id of Node.js. */
  async function whileWriting({ child }: RunningPwsh): Promise<number> {
    while (place.written().length < 5) {
      if (child.exitCode !== null) throw new Error('PowerShell exited before the run was half done')
      await pause(5)
    }
    const [node = 0] = nodesOf(child.pid ?? 0)
    expect(node).to.be.greaterThan(0)
    return node
  }

  /** Checks that Node.js exited, the written groups stay, and the next run writes the rest. */
  async function expectCompletedByNextRun(node: number) {
    expect(processOf(node)).to.equal(undefined)
    const written = place.written().length
    expect(written).to.be.greaterThan(4).and.lessThan(groups)
    place.directory.faults.clear()
    const [lease, status, created, again] = await place.values(`
      $null -eq (Get-GroupWritebackStatus).Lease
      $report = Sync-GroupWriteback
      $report.Status, $report.Totals.Created, (Sync-GroupWriteback).Status
    `)
    expect([lease, status, again]).to.deep.equal([true, 'applied', 'inSync'])
    expect(created).to.equal(groups - written)
    expect(place.written()).to.have.length(groups)
  }

  it('ends on Ctrl-C in a terminal, which reaches PowerShell and Node.js', async () => {
    const running = place.start('Sync-GroupWriteback', { detached: true })
    const node = await whileWriting(running)
    process.kill(-(running.child.pid ?? 0), 'SIGINT')
    const { values } = await running.result
    expect(values).to.deep.equal([])
    await expectCompletedByNextRun(node)
  })

  it('ends on SIGINT to PowerShell only', async () => {
    const running = place.start('Sync-GroupWriteback', { detached: true })
    const node = await whileWriting(running)
    process.kill(running.child.pid ?? 0, 'SIGINT')
    await running.result
    await expectCompletedByNextRun(node)
  })

  it('ends when a host stops the pipeline', async () => {
    const running = place.start(
      `
      $shell = [powershell]::Create()
      $null = $shell.AddScript('param($m, $f) Import-Module $m; Set-Location -LiteralPath $f; Sync-GroupWriteback')
      $null = $shell.AddArgument((Get-Module GroupWriteback).ModuleBase).AddArgument($PWD.ProviderPath)
      $null = $shell.BeginInvoke()
      $null = [Console]::In.ReadLine()
      $shell.Stop()
      "$($shell.InvocationStateInfo.State)"
    `,
      { keepInputOpen: true },
    )
    const node = await whileWriting(running)
    running.child.stdin?.end('\n')
    expect((await running.result).values).to.deep.equal(['Stopped'])
    await expectCompletedByNextRun(node)
  })

  it('is not disturbed by a second run, which fails with leaseHeld', async () => {
    // The delay is long enough for a second PowerShell to start.
    place.directory.faults.clear()
    place.directory.faults.next({ match: isWrite, times: 1000, respond: { delay: 400 } })
    const running = place.start('(Sync-GroupWriteback).Totals.Created')
    await whileWriting(running)
    const [error] = await place.values('try { Sync-GroupWriteback -Confirm:$false } catch { Show-Error $_ }')
    expect(error).to.deep.include({
      id: 'leaseHeld,Sync-GroupWriteback',
      category: 'ResourceBusy',
      exitCode: 1,
      target: 'GroupWriteback.Report',
    })
    expect(error).to.have.property('recommended').that.includes('-BreakLease')
    place.directory.faults.clear()
    expect((await running.result).values).to.deep.equal([groups])
  })

  it('ends when PowerShell is killed', async () => {
    const running = place.start('Sync-GroupWriteback', { detached: true })
    const node = await whileWriting(running)
    running.child.kill('SIGKILL')
    while (processOf(node)) await pause(10)
    await running.result
    await expectCompletedByNextRun(node)
  })
})
