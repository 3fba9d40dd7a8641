/** Tests of the formatted output: plans, reports, tables and the status. */
import { expect } from 'chai'
import { manyGroups, psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

describePwsh('formatted output', function () {
  this.timeout(300_000)
  let place: PsPlace

  before(async () => {
    place = await psPlace()
    place.configure(manyGroups)
    const people = place.people(12)
    place.group('Vertrieb Süd', people)
    place.group('Lager')
  })
  after(() => place.close())

  const shown = async (script: string) => {
    const [text] = await place.values<string>(`(${script}) *>&1 | Out-String -Width 120`)
    return text ?? ''
  }

  it('a plan shows the summary, each group, its changes and the added members', async () => {
    const [text = '', hash] = await place.values<string>(
      '$plan = Get-GroupWritebackPlan -Whole; $plan | Out-String -Width 120; $plan.PlanHash',
    )
    expect(text.trim().split('\n').slice(0, 2)).to.deep.equal([
      'Pending: 2 groups to create, 12 members to add.',
      `For ${place.container}, plan ${hash}`,
    ])
    expect(text).to.match(/^Vertrieb Süd {2}\[pending\] {2}CN=Vertrieb Süd_[0-9a-f]{12},/m)
    expect(text).to.match(/^ {4}\+ create CN=Vertrieb Süd_/m)
    expect(text).to.match(/^ {4}\+ add Mitarbeiterin 1 Müller$/m)
    expect(text).to.match(/^ {4}\+ add 2 more members$/m)
  })

  it('groups of a plan show the plan once, or fit a table', async () => {
    const list = await shown('Get-GroupWritebackPlan')
    expect(list.match(/^For OU=Cloud Groups,.*, plan /gm)).to.have.length(1)
    const table = await shown('Get-GroupWritebackPlan | Format-Table')
    expect(table).to.match(/^Status +DisplayName +Added +Removed +Dn *$/m)
    expect(table).to.match(/^pending +Vertrieb Süd +12 +0 +CN=/m)
  })

  it('checks are a table, and a report shows its summary and exit code', async () => {
    expect(await shown('Test-GroupWriteback')).to.match(/^ok +Sign-in +Signed in to tenant/m)
    const report = await shown('Sync-GroupWriteback')
    expect(report).to.match(/^Applied: 2 groups created, 12 members added\.\n/m)
    expect(report).to.match(/^For OU=Cloud Groups,.*, exit code 0$/m)
  })

  it('a report shows twenty groups and counts the rest, without changing the type of the groups', async () => {
    for (let index = 0; index < 22; index++) place.group(`Reihe ${index}`)
    const [text, types] = await place.values<string>(`
      $report = Sync-GroupWriteback
      $report | Out-String
      @($report.Groups | ForEach-Object { $_.PSObject.TypeNames[0] } | Sort-Object -Unique) -join ' '
    `)
    expect(text?.match(/^Reihe \d+ {2}\[applied\]/gm)).to.have.length(20)
    expect(text).to.include('and 2 more groups')
    expect(types).to.equal('GroupWriteback.Group')
  })

  it('members left out have a heading, in the list of a group in sync and in the table of the members', async () => {
    const guest = place.entra.tenant.addUser({ displayName: 'Gast', userType: 'Guest' }).id
    place.group('Besuch', [guest])
    const [list, table, groups] = await place.values<string>(`
      $null = Sync-GroupWriteback -Group Besuch
      $report = Sync-GroupWriteback -Group Besuch
      $report | Out-String
      $report.Groups[0].SkippedMembers | Out-String
      [pscustomobject]@{ PSTypeName = 'GroupWriteback.SkippedGroup'; Id = '1'; DisplayName = 'A'; Reason = 'b' } | Out-String`)
    expect(list).to.match(/^Besuch {2}\[inSync\] {2}CN=.*\n {4}members left out: 1 guest$/m)
    expect(table).to.match(/^Members left out\n+Reason +DisplayName +Id *\n.*\nguest +Gast +/m)
    expect(groups).to.match(/^Groups left out\n/m)
  })

  it('the status shows selected groups and the last run', async () => {
    await place.run("Enable-GroupWriteback -Group 'Vertrieb Süd'")
    const text = await shown('Get-GroupWritebackStatus')
    expect(text).to.match(/^Selected +: 1 groups enabled one by one$/m)
    expect(text).to.match(/^LastRun +: inSync, /m)
    const [since] = await place.values('(Get-GroupWritebackStatus).LastRun.StartedAt.GetType().Name')
    expect(since).to.equal('DateTime')
  })
})
