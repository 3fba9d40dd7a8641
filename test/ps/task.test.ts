/** Tests of the scheduled task: the registration, with stand-ins for the Windows commands, and a run of its action. */
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { runbookPath, squeezed } from './job.js'
import { taskCommands } from './taskCommands.js'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh, findPwsh, quoted } from './pwsh.js'

interface Task {
  TaskName: string
  Action: { Execute: string; Argument: string; WorkingDirectory: string }
  [name: string]: unknown
}

describePwsh('the scheduled task', function () {
  this.timeout(300_000)
  let place: PsPlace
  const script = () => quoted(runbookPath('Register-GroupWritebackTask.ps1'))
  const registered = async (parameters: string): Promise<Task | undefined> =>
    (await place.values<Task>(`${taskCommands}\n& ${script()} ${parameters}`))[0]
  const managed = `-ServiceAccount 'CORP\\gmsa-gw$'`

  before(async () => {
    place = await psPlace()
    place.group('Alle Tage', place.people(2))
  })
  after(() => place.close())

  it('is registered for a group managed service account, one instance at a time', async () => {
    const task = await registered(`-ConfigPath group-writeback.json ${managed} -IntervalMinutes 5`)
    expect(task).to.deep.include({
      TaskName: 'Group writeback',
      TaskPath: '\\',
      Force: false,
      Principal: { UserId: 'CORP\\gmsa-gw$', LogonType: 'Password' },
      Trigger: { Minutes: 5, Once: true, At: '00:00' },
      Settings: { MultipleInstances: 'IgnoreNew', Hours: 12 },
    })
    expect(task).to.not.have.any.keys('User', 'Password')
    expect(task?.Action.Execute).to.match(/pwsh\.exe$|powershell\.exe$/)
    expect(task?.Action.WorkingDirectory).to.equal(place.folder)
  })

  it('is registered for a user, and only Task Scheduler receives the password', async () => {
    const password = 'a "pass" & word'
    const credential = `(New-Object pscredential 'CORP\\svc', (ConvertTo-SecureString ${quoted(password)} -AsPlainText -Force))`
    const task = await registered(
      `-ConfigPath group-writeback.json -Credential ${credential} -TaskName X -TaskPath '\\A\\' -Force`,
    )
    const { User, Password, ...rest }: Partial<Task> = task ?? {}
    expect([User, Password]).to.deep.equal(['CORP\\svc', password])
    expect(rest)
      .to.include({ TaskName: 'X', TaskPath: '\\A\\', Force: true })
      .and.not.have.property('Principal')
    expect(JSON.stringify(rest)).to.not.include('pass')
  })

  it('-WhatIf shows the task and registers nothing', async () => {
    const { stdout, values } = await place.run(
      `${taskCommands}\n& ${script()} -ConfigPath group-writeback.json ${managed} -WhatIf`,
    )
    expect(values).to.deep.equal([])
    expect(stdout).to.match(/What if: .*Every 15 minutes as CORP\\gmsa-gw\$: .*-NonInteractive -File/)
  })

  it('ends with the exit code of the command line', async () => {
    const task = await registered(
      `-ConfigPath group-writeback.json ${managed} -PowerShellPath ${quoted(findPwsh() ?? '')}`,
    )
    const { Execute = '', Argument = '', WorkingDirectory = '' } = task?.Action ?? {}
    const args = [...Argument.matchAll(/"([^"]*)"|(\S+)/g)].map(([, whole, word]) => whole ?? word ?? '')
    const env = { ...process.env, NO_COLOR: '1', GROUPWRITEBACK_NODE: process.execPath, ...place.env }
    const code = () =>
      new Promise<unknown>((resolve) => {
        execFile(Execute, args, { cwd: WorkingDirectory, env }, (error) => resolve(error ? error.code : 0))
      })
    expect(await code()).to.equal(0)
    expect(place.members('Alle Tage')).to.equal(2)
    place.configure({ policy: { deprovision: 'burn' as 'keep' } })
    expect(await code()).to.equal(5)
    place.configure()
  })

  it('is not registered with a missing configuration or an invalid account', async () => {
    const failure = async (script: string) => squeezed((await place.run(script)).stderr)
    const call = `& ${script()} -ConfigPath`
    expect(await failure(`${taskCommands}\n${call} not-there.json ${managed}`)).to.match(/not-there\.json/)
    expect(
      await failure(`${taskCommands}\n${call} group-writeback.json -ServiceAccount 'CORP\\svc'`),
    ).to.match(/ServiceAccount/)
  })

  if (process.platform !== 'win32') {
    // Windows has the real commands, and no paths with quotation marks.
    it('fails with a hint on systems other than Windows', async () => {
      const { stderr } = await place.run(`& ${script()} -ConfigPath group-writeback.json ${managed}`)
      expect(squeezed(stderr)).to.include(squeezed('Scheduled tasks are available on Windows only.'))
    })

    it('rejects a path with a quotation mark', async () => {
      const { stderr } = await place.run(
        `${taskCommands}\nSet-Content -LiteralPath 'a"b.json' '{}'\n& ${script()} -ConfigPath 'a"b.json' ${managed}`,
      )
      expect(squeezed(stderr)).to.include(squeezed('The path must not contain quotation marks'))
    })
  }
})
