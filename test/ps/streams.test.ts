/** Tests of the output streams, with and without a console. */
import { expect } from 'chai'
import { manyGroups, psPlace, type PsPlace } from './place.js'
import { describePwsh, quoted } from './pwsh.js'
import { skipNeeding } from '../support/needing.js'

interface Streams {
  progress: Array<{ id: number; activity: string; status: string; percent: number; done: boolean }>
  verbose: string[]
  warnings: string[]
  information: string[]
  output: string[]
  errors: string[]
}

/** Returns a script that runs a command in a runspace without a console and returns the content of every stream. */
const withoutConsole = (command: string) => `
  $shell = [powershell]::Create()
  $null = $shell.AddScript(@'
    Set-StrictMode -Version Latest
    Import-Module $args[0]
    Set-Location -LiteralPath $args[1]
    ${command}
'@).AddArgument((Get-Module GroupWriteback).ModuleBase).AddArgument($PWD.ProviderPath)
  $output = $shell.Invoke()
  [pscustomobject]@{
    progress = @($shell.Streams.Progress | ForEach-Object {
      [pscustomobject]@{
        id = $_.ActivityId; activity = $_.Activity; status = $_.StatusDescription; percent = $_.PercentComplete
        done = $_.RecordType -eq 'Completed'
      }
    })
    verbose = @($shell.Streams.Verbose | ForEach-Object { "$_" })
    warnings = @($shell.Streams.Warning | ForEach-Object { "$_" })
    information = @($shell.Streams.Information | ForEach-Object { "$_" })
    output = @($output | Out-String -Stream -Width 200)
    errors = @($shell.Streams.Error | ForEach-Object { "$_" })
  }
`

describePwsh('output streams', function () {
  this.timeout(300_000)
  let place: PsPlace

  before(async () => {
    place = await psPlace()
    place.configure(manyGroups)
    const people = place.people(3)
    for (let index = 0; index < 60; index++) place.group(`Gruppe ${index} ☃`, people)
  })
  after(() => place.close())

  it('progress is written at most about ten times a second, under its own id, and completed at the end', async () => {
    const began = performance.now()
    const [streams] = await place.values<Streams>(withoutConsole('Sync-GroupWriteback -Verbose'))
    const seconds = (performance.now() - began) / 1000
    const { progress, verbose, information, output, errors } = streams as Streams
    expect(errors).to.deep.equal([])
    expect(progress.map(({ status }) => status)).to.include.members(['reading', 'planning', 'applying'])
    const counted = progress.filter(({ status }) => /^applying: \d+ of 120$/.test(status))
    expect(counted.at(-1)).to.deep.include({ status: 'applying: 120 of 120', percent: 100 })
    expect(counted.length).to.be.lessThan(10 * seconds + 2)
    expect(new Set(progress.map(({ id, activity }) => `${id} ${activity}`))).to.deep.equal(
      new Set(['365 GroupWriteback']),
    )
    expect(progress.at(-1)?.done).to.equal(true)
    expect(verbose.filter((line) => line.startsWith('Written: createGroup in group '))).to.have.length(60)
    expect(information).to.deep.equal(['Applied: 60 groups created, 180 members added.'])
    expect(output.join('\n')).to.match(/\+ create CN=Gruppe \d+ ☃_/)
    expect(output.join('')).to.not.include('\u001b')
  })

  it('warnings go to the warning stream, and preferences silence every stream', async () => {
    place.entra.tenant.addGroup({ displayName: 'Liste', kind: 'distribution' })
    const [loud] = await place.values<Streams>(withoutConsole('Sync-GroupWriteback -Group Liste'))
    expect(loud?.warnings.join()).to.match(/^Not written \(distributionList\): Liste\. /)
    expect([loud?.verbose, loud?.errors]).to.deep.equal([[], []])
    const [kept] = await place.values<string[]>(`
      $WarningPreference = 'SilentlyContinue'
      $null = Sync-GroupWriteback -Group Liste -WarningVariable warned -InformationVariable told
      , @(@($warned; $told) | ForEach-Object { "$_" })
    `)
    expect(kept).to.have.length(2)
    const { stdout, stderr } = await place.run(`
      $ProgressPreference = 'SilentlyContinue'; $WarningPreference = 'SilentlyContinue'
      $null = Sync-GroupWriteback -Group Liste`)
    expect([stdout, stderr]).to.deep.equal(['', ''])
  })

  it('the preferences of the calling script apply', async () => {
    const { stdout } = await place.run(`
      $VerbosePreference = 'Continue'; $InformationPreference = 'Continue'
      $null = Sync-GroupWriteback`)
    expect(stdout).to.include('VERBOSE: Phase: reading').and.include('In sync: 61 groups compared')
    const { stdout: quiet } = await place.run(
      "$VerbosePreference = 'Continue'; $null = Sync-GroupWriteback -Verbose:$false",
    )
    expect(quiet).to.not.include('VERBOSE')
  })

  it('all characters are preserved under every console and script encoding', async () => {
    const name = 'Zoë \u{1d11e} \u4e2d\u6587 "\u2019 \\'
    place.group(name)
    const [found, lines] = await place.values<string>(
      `
      $OutputEncoding = [System.Text.Encoding]::ASCII
      [Console]::OutputEncoding = [System.Text.Encoding]::ASCII
      $group = ${quoted(name)} | Sync-GroupWriteback -PassThru
      [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
      $group.DisplayName, ($group.Lines -join '')
      `,
      { env: { LANG: 'C', LC_ALL: 'C' } },
    )
    expect(found).to.equal(name)
    expect(lines).to.include('Zoë \u{1d11e} \u4e2d\u6587')
    expect(place.directory.find('displayName', name)).to.have.length(1)
  })

  it('the commands work in a thread job', async function () {
    const [hasThreadJobs] = await place.values<boolean>(
      '$null -ne (Get-Command Start-ThreadJob -ErrorAction Ignore)',
    )
    if (hasThreadJobs !== true) skipNeeding(this, 'ThreadJob, a module that not every PowerShell comes with')
    const [status, report] = await place.values<string & { Status: string }>(`
      $job = Start-ThreadJob -ArgumentList (Get-Module GroupWriteback).ModuleBase, $PWD.ProviderPath {
        Import-Module $args[0]
        Set-Location -LiteralPath $args[1]
        Sync-GroupWriteback
      }
      $report = $job | Wait-Job | Receive-Job
      "$($job.State)"
      $report
    `)
    expect(status).to.equal('Completed')
    expect(report).to.deep.include({ Status: 'inSync' })
  })
})
