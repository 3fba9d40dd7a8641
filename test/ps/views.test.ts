/** What a person sees: plans that read like plans, and tables that fit. */
import { expect } from 'chai'
import { manyGroups, psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

describePwsh('what a person sees', function () {
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

  it('shows a plan as a plan: the numbers, each group, what happens to it, who is added', async () => {
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

  it('shows its groups alone with the plan they belong to, or as a table that fits', async () => {
    const list = await shown('Get-GroupWritebackPlan')
    expect(list.match(/^For OU=Cloud Groups,.*, plan /gm)).to.have.length(1)
    const table = await shown('Get-GroupWritebackPlan | Format-Table')
    expect(table).to.match(/^Status +DisplayName +Added +Removed +Dn *$/m)
    expect(table).to.match(/^pending +Vertrieb Süd +12 +0 +CN=/m)
  })

  it('shows checks as a table, and a report with how it ended', async () => {
    expect(await shown('Test-GroupWriteback')).to.match(/^ok +Sign-in +Signed in to tenant/m)
    const report = await shown('Sync-GroupWriteback')
    expect(report).to.match(/^Applied: 2 groups created, 12 members added\.\n/m)
    expect(report).to.match(/^For OU=Cloud Groups,.*, exit code 0$/m)
  })

  it('shows at most twenty groups of a report, counts the rest, and leaves the objects as they are', async () => {
    for (let index = 0; index < 22; index++) place.group(`Reihe ${index}`)
    const [text, types] = await place.values<string>(`
      $report = Sync-GroupWriteback
      $report | Out-String
      @($report.Groups | ForEach-Object { $_.PSObject.TypeNames[0] } | Sort-Object -Unique) -join ' '
    `)
    expect(text?.match(/^Reihe \d+ {2}\[applied\]/gm)).to.have.length(20)
    expect(text).to.include('and 2 groups more')
    expect(types).to.equal('GroupWriteback.Group')
  })

  it('shows the status', async () => {
    await place.run("Enable-GroupWriteback -Group 'Vertrieb Süd'")
    const text = await shown('Get-GroupWritebackStatus')
    expect(text).to.match(/^Selected +: 1 groups enabled one by one$/m)
    expect(text).to.match(/^LastRun +: inSync, /m)
    const [since] = await place.values('(Get-GroupWritebackStatus).LastRun.StartedAt.GetType().Name')
    expect(since).to.equal('DateTime')
  })
})
