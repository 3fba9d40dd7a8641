/** Runs the first steps of docs/powershell.md, in their order. */
import { expect } from 'chai'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

interface Report {
  Summary: string
  Status: string
  ExitCode: number
  DryRun: boolean
  Totals: Record<string, number>
  Groups: Array<{ DisplayName: string; Status: string; Lines: string[] }>
}

describePwsh('the first steps in PowerShell', function () {
  this.timeout(300_000)
  let place: PsPlace

  before(async () => {
    place = await psPlace()
    const people = place.people(12)
    place.group('Vertrieb Süd', people.slice(0, 5))
    place.group('O\'Brien & Söhne "$x" `n', people.slice(5, 9))
  })
  after(() => place.close())

  it('Test-GroupWriteback passes and Enable-GroupWriteback turns writeback on', async () => {
    const [checks, enabled] = await place.values<Array<Record<string, string>> & Report>(
      ', @(Test-GroupWriteback); Enable-GroupWriteback',
    )
    expect(checks?.map(({ Status }) => Status))
      .to.include('ok')
      .and.not.include('failed')
    expect(enabled).to.deep.include({ Status: 'inSync', ExitCode: 0 })
  })

  it('-WhatIf shows the plan and changes nothing', async () => {
    const { values, stdout } = await place.run('Sync-GroupWriteback -WhatIf')
    const [plan] = values as Report[]
    expect(plan).to.deep.include({ DryRun: true, Status: 'pending', ExitCode: 2 })
    expect(plan?.Totals).to.deep.include({ Created: 2, MembersAdded: 9 })
    expect(plan?.Groups.flatMap(({ Lines }) => Lines).join('\n')).to.match(/\+ create CN=Vertrieb Süd_/)
    expect(stdout).to.match(
      /What if: Sync-GroupWriteback on OU=Cloud Groups,.*2 groups to create, 9 members to add/,
    )
    expect(place.written()).to.deep.equal([])
  })

  it('Enable-GroupWriteback -Group writes the group', async () => {
    const [report] = await place.values<Report>('Sync-GroupWriteback')
    expect(report).to.deep.include({ DryRun: false, Status: 'applied', ExitCode: 0 })
    expect(report?.Summary).to.equal('Applied: 2 groups created, 9 members added.')
    expect(report?.Groups.map(({ DisplayName }) => DisplayName)).to.include('O\'Brien & Söhne "$x" `n')
    expect(place.written()).to.have.length(2)
    expect(place.members('Vertrieb Süd')).to.equal(5)
  })

  it('a second run is in sync', async () => {
    const [report] = await place.values<Report>('Sync-GroupWriteback')
    expect(report).to.deep.include({ Status: 'inSync', ExitCode: 0, Groups: [] })
  })

  it('the commands work in strict mode with $ErrorActionPreference = Stop', async () => {
    place.entra.tenant.updateGroup(place.group('Streng'), { description: 'ä "b" \'c\' $d' })
    const values = await place.values<Report | boolean>(`
      Set-StrictMode -Version Latest
      $ErrorActionPreference = 'Stop'
      $WhatIfPreference = $true
      (Sync-GroupWriteback -Group Streng).Status
      $WhatIfPreference = $false
      (Get-GroupWritebackPlan -Group Streng | Invoke-GroupWritebackPlan).Status
      $status = Get-GroupWritebackStatus
      $status.LastRun.Status, $status.Lease, $status.Troubles.Count, $status.Enabled
      $group = Sync-GroupWriteback -Group Streng -WhatIf | Select-Object -ExpandProperty Groups
      $null -eq $group
    `)
    expect(values).to.deep.equal(['pending', 'applied', 'applied', null, 0, true, true])
    expect(place.directory.find('displayName', 'Streng')[0]?.attributes['description']).to.deep.equal([
      'ä "b" \'c\' $d',
    ])
  })
})
