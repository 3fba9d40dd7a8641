/** Tests of pipeline input: names, ids, rows of files, objects of Microsoft Graph PowerShell, and plans. */
import { expect } from 'chai'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh, quoted } from './pwsh.js'

interface Group {
  Id: string
  DisplayName: string
  Status: string
  MembersAdded: number
}

describePwsh('pipeline input', function () {
  this.timeout(300_000)
  let place: PsPlace
  let people: string[]

  before(async () => {
    place = await psPlace()
    people = place.people(6)
  })
  after(() => place.close())

  const names = (groups: Group[]) => groups.map(({ DisplayName }) => DisplayName).sort()

  it('accepts ids and mail addresses, and runs once for all of them', async () => {
    const one = place.group('Eins', people.slice(0, 2))
    place.group('Zwei')
    const { id: three, mail } = place.entra.tenant.addGroup({ displayName: 'Drei', kind: 'microsoft365' })
    place.entra.log.clear()
    const groups = await place.values<Group>(
      `'${one}', ' Zwei ', '${mail ?? ''}' | Sync-GroupWriteback -PassThru`,
    )
    expect(names(groups)).to.deep.equal(['Drei', 'Eins', 'Zwei'])
    expect(groups.find(({ Id }) => Id === one)).to.deep.include({ Status: 'applied', MembersAdded: 2 })
    expect(groups.map(({ Id }) => Id)).to.include(three)
    expect(place.written()).to.have.length(3)
    expect(place.entra.log.count(({ url }) => url.includes('/token'))).to.equal(1)
  })

  it('enables the rows of a CSV file by any column that identifies the group', async () => {
    const ids = ['Ä und Ö', 'Ohne Spalte', 'Per Name'].map((name) => place.group(name))
    writeFileSync(
      join(place.folder, 'gruppen.csv'),
      `Object Id,Mail,DisplayName\n${ids[0]},,egal\n${ids[1]},,\n,,Per Name\n`,
    )
    const groups = await place.values<Group>(
      'Import-Csv ./gruppen.csv | Enable-GroupWriteback -PassThru; , (Get-GroupWritebackStatus).Selected.Id',
    )
    const selected = groups.pop() as unknown as string[]
    expect(names(groups)).to.deep.equal(['Ohne Spalte', 'Per Name', 'Ä und Ö'])
    expect(selected).to.have.members(ids)
  })

  it('accepts objects of Get-MgGroup, from the pipeline and as arguments', async () => {
    const id = place.group('Aus Graph')
    const values = await place.values(`
      function Get-MgGroup { [pscustomobject]@{ Id = '${id}'; DisplayName = 'Aus Graph'; Mail = $null } }
      (Get-MgGroup | Sync-GroupWriteback).Totals.Created
      (Sync-GroupWriteback -Group (Get-MgGroup)).Status
      (Sync-GroupWriteback -Id ([guid] '${id}')).Status
    `)
    expect(values).to.deep.equal([1, 'inSync', 'inSync'])
  })

  it('Invoke-GroupWritebackPlan writes only the groups that Where-Object selected', async () => {
    const wanted = place.group('Nur diese', people.slice(0, 3))
    const other = place.group('Diese nicht', people)
    const [report] = await place.values<{ Status: string; Groups: Group[] }>(
      "Get-GroupWritebackPlan | Where-Object { $_.DisplayName -eq 'Nur diese' } | Invoke-GroupWritebackPlan",
    )
    expect(report?.Status).to.equal('applied')
    expect(report?.Groups.map(({ Id }) => Id)).to.deep.equal([wanted])
    expect(place.written().join('\n')).to.include('Nur diese').and.not.include('Diese nicht')
    const [plan] = await place.values<Group>('Get-GroupWritebackPlan')
    expect(plan?.Id).to.equal(other)
  })

  it('a saved plan is applied completely, with special characters unchanged', async () => {
    place.entra.tenant.updateGroup(place.group('Später'), {
      description: '2024-01-01T00:00:00Z "ü" \\ \u2028',
    })
    const values = await place.values<string>(`
      Get-GroupWritebackPlan -OutFile './der plan.json'
      (Invoke-GroupWritebackPlan -Path './der plan.json').Status
      (Get-GroupWritebackPlan -OutFile './noch einer.json' -PassThru | Measure-Object).Count
    `)
    expect(values).to.deep.equal(['applied', 0])
    expect(place.directory.find('displayName', 'Später')[0]?.attributes['description']).to.deep.equal([
      '2024-01-01T00:00:00Z "ü" \\ \u2028',
    ])
    expect(readFileSync(join(place.folder, 'der plan.json'), 'utf8')).to.match(/^\{/)
  })

  it('a group that changed after the plan was saved fails with planStale and is not written', async () => {
    const group = place.group('Bewegt', people.slice(0, 2))
    await place.run('Get-GroupWritebackPlan -Group Bewegt -OutFile ./alt.json')
    place.entra.tenant.addMember(group, people[4] ?? '')
    const [error, exitCode, count] = await place.values<unknown>(`
      $report = Invoke-GroupWritebackPlan -Path ./alt.json -ErrorVariable problem -ErrorAction SilentlyContinue
      $problem[0].FullyQualifiedErrorId, $report.ExitCode, $problem.Count
    `)
    expect([error, exitCode, count]).to.deep.equal(['planStale,Invoke-GroupWritebackPlan', 4, 1])
    expect(place.members('Bewegt')).to.equal(0)
  })

  it('unknown names and objects without a name are non-terminating errors', async () => {
    const id = place.group('Bekannt')
    const [totals, errors, status] = await place.values<unknown>(`
      $report = 'Niemand', ${quoted(id)}, ([pscustomobject]@{ Color = 'red' }), 'Keiner' |
        Sync-GroupWriteback -ErrorVariable problem -ErrorAction SilentlyContinue
      $report.Totals.Created
      , @($problem | ForEach-Object { $_.FullyQualifiedErrorId })
      $report.Status
    `)
    expect([totals, status]).to.deep.equal([1, 'partial'])
    expect(errors).to.deep.equal([
      'usage,Sync-GroupWriteback',
      'groupNotFound,Sync-GroupWriteback',
      'groupNotFound,Sync-GroupWriteback',
    ])
  })

  it('an empty pipeline does nothing and never means all groups', async () => {
    place.group('Nicht gemeint')
    const values = await place.values(`
      @() | Sync-GroupWriteback
      @() | Enable-GroupWriteback
      @() | Disable-GroupWriteback -Force
      @() | Get-GroupWritebackPlan
      @() | Invoke-GroupWritebackPlan
      , @() | Sync-GroupWriteback -ErrorAction SilentlyContinue
    `)
    expect(values).to.deep.equal([])
    expect(place.written().join('\n')).to.not.include('Nicht gemeint')
  })
})
