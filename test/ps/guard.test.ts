/** Tests of withheld and failed groups: `$?`, the error records and the exit code report them. */
import { expect } from 'chai'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

interface ShownError {
  id: string
  category: string
  message: string
  recommended: string
  exitCode: number
  target: string
  name: string
}

interface Report {
  Status: string
  ExitCode: number
  PlanHash: string
  Totals: Record<string, number>
  Guard: { Words: string[] }
}

describePwsh('withheld and failed groups', function () {
  this.timeout(300_000)
  let place: PsPlace
  let people: string[]
  let sales: string
  let blocked: string
  let hash = ''

  before(async () => {
    place = await psPlace()
    people = place.people(20)
    sales = place.group('Vertrieb', people)
    blocked = place.group('Besetzt')
    const rdn = `Besetzt_${blocked.slice(-12)}`
    await place.run('Sync-GroupWriteback -Group Vertrieb')
    place.directory.addGroup({ name: rdn, ou: place.container, account: 'fremd' })
    place.entra.tenant.removeMember(sales, ...people.slice(2))
    place.entra.tenant.addMember(sales, ...people.slice(0, 2))
  })
  after(() => place.close())

  it('Get-GroupWritebackPlan warns with the numbers of the guard and the hash to approve', async () => {
    const [plan, warnings] = await place.values<Report & string[]>(`
      Get-GroupWritebackPlan -Whole -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
      , @($warned | ForEach-Object { "$_" })
    `)
    hash = plan?.PlanHash ?? ''
    expect(plan).to.deep.include({ ExitCode: 3 })
    expect(warnings).to.have.length(1)
    expect(warnings?.[0]).to.match(/^Vertrieb: .*18|90 %/)
    expect(warnings?.[0]).to.include(`-Approve ${hash}`)
  })

  it('Sync-GroupWriteback writes the report, then one non-terminating error for each', async () => {
    const [ok, report, errors] = await place.values<boolean & Report & ShownError[]>(`
      $report = Sync-GroupWriteback -ErrorAction SilentlyContinue -ErrorVariable problem
      $?
      $report
      , @($problem | ForEach-Object { Show-Error $_ })
    `)
    expect(ok).to.equal(false)
    expect(report).to.deep.include({ ExitCode: 3, Status: 'withheld', PlanHash: hash })
    expect(report?.Totals).to.deep.include({ Withheld: 1, Failed: 1, MembersRemoved: 0 })
    const [failed, guard] = errors ?? []
    expect(failed).to.deep.include({
      id: 'nameTaken,Sync-GroupWriteback',
      category: 'ResourceExists',
      target: 'GroupWriteback.Group',
      name: 'Besetzt',
    })
    expect(guard).to.deep.include({
      id: 'guardTripped,Sync-GroupWriteback',
      category: 'LimitsExceeded',
      exitCode: 3,
      target: 'GroupWriteback.Group',
      name: 'Vertrieb',
      recommended: `To approve what is withheld: -Approve ${hash}`,
    })
    expect(guard?.message).to.match(/would lose access/)
    expect(errors).to.have.length(2)
    expect(place.members('Vertrieb')).to.equal(20)
  })

  it('-ErrorAction Stop and $ErrorActionPreference end the script; the error has the exit code', async () => {
    const values = await place.values(`
      try { Sync-GroupWriteback -Group Vertrieb -ErrorAction Stop | Out-Null; 'went on' }
      catch { $_.FullyQualifiedErrorId; $_.Exception.Data['ExitCode'] }
      $ErrorActionPreference = 'Stop'
      try { Sync-GroupWriteback -Group Vertrieb | Out-Null; 'went on' } catch { $_.Exception.Data['Code'] }
    `)
    expect(values).to.deep.equal(['guardTripped,Sync-GroupWriteback', 3, 'guardTripped'])
  })

  it('-Approve with another hash writes nothing withheld and reports approvalStale', async () => {
    const [exitCode, warnings] = await place.values<number & string[]>(`
      $report = Sync-GroupWriteback -Group Vertrieb -Approve ffffffff -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
      $report.ExitCode
      , @($warned | ForEach-Object { "$_" })
    `)
    expect(exitCode).to.equal(3)
    expect(warnings?.join()).to.include('ffffffff')
    expect(place.members('Vertrieb')).to.equal(20)
  })

  it('-Approve writes the withheld changes; the status is partial if a group still fails', async () => {
    const [ok, report, ids] = await place.values<boolean & Report & string[]>(`
      $report = Sync-GroupWriteback -Full -Approve ${hash} -ErrorAction SilentlyContinue -ErrorVariable problem
      $?
      $report
      , @($problem | ForEach-Object { $_.FullyQualifiedErrorId })
    `)
    expect([ok, ids]).to.deep.equal([false, ['nameTaken,Sync-GroupWriteback']])
    expect(report).to.deep.include({ Status: 'partial', ExitCode: 4 })
    expect(report?.Totals).to.deep.include({ MembersRemoved: 18, Failed: 1 })
    expect(place.members('Vertrieb')).to.equal(2)
  })

  it('a run without problems sets $? to true and the exit code to 0', async () => {
    place.entra.tenant.deleteGroup(blocked)
    const [ok, exitCode] = await place.values(
      '$report = Sync-GroupWriteback -Group Vertrieb; $?; $report.ExitCode',
    )
    expect([ok, exitCode]).to.deep.equal([true, 0])
  })
})
