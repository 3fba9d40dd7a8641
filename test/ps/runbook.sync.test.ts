/** Tests of the Sync runbook: the output, the files and the final state of its job. */
import { expect } from 'chai'
import { existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { quoted, describePwsh } from './pwsh.js'
import { runJob, type RunSummary } from './job.js'
import { psPlace, type PsPlace } from './place.js'

const runbook = 'Sync-GroupWriteback.Runbook.ps1'

describePwsh('the Sync runbook', function () {
  this.timeout(300_000)
  let place: PsPlace
  let people: string[]
  let sales: string
  const sync = (parameters = {}, assets = '') => runJob(place, runbook, parameters, assets)
  const reports = () => join(place.folder, 'reports')

  before(async () => {
    place = await psPlace()
    people = place.people(20)
    sales = place.group('Vertrieb Süd', people)
  })
  after(() => place.close())

  it('writes one object with scalar values, and the whole report as a file', async () => {
    const { state, reason, output, types, errors } = await sync()
    expect({ state, reason, errors }).to.deep.equal({ state: 'Completed', reason: null, errors: [] })
    expect(types).to.deep.equal(['GroupWriteback.RunSummary'])
    const [summary] = output
    expect(summary).to.deep.include({
      Status: 'applied',
      ExitCode: 0,
      Summary: 'Applied: 1 group created, 20 members added.',
      Target: place.container,
      Created: 1,
      MembersAdded: 20,
      MembersRemoved: 0,
      Withheld: 0,
      Failed: 0,
    })
    for (const value of Object.values(summary ?? {})) expect(typeof value).to.be.oneOf(['string', 'number'])
    expect(summary?.ReportFile).to.include(reports())
    const report = reportOf(summary)
    expect(report).to.deep.include({ RunId: summary?.RunId, Status: 'applied', Target: place.container })
    expect(report.Groups[0]?.Changes.find(({ type }) => type === 'addMembers')?.members).to.have.length(20)
    expect(report.StartedAt).to.match(/^20\d\d-\d\d-\d\dT.*Z$/)
    expect(place.members('Vertrieb Süd')).to.equal(20)
  })

  it('writes the same kind of object if it is in sync', async () => {
    const { state, output } = await sync()
    expect([state, output.map(({ Status, ExitCode }) => [Status, ExitCode])]).to.deep.equal([
      'Completed',
      [['inSync', 0]],
    ])
  })

  it('uses a credential asset for the directory, and its password is in no output', async () => {
    const { dn, password } = place.account
    const { directory } = place.configuration()
    place.configure({ directory: { ...directory, bind: { dn, password: { env: 'NOT_THERE' } } } })
    const asset = `
      function Get-AutomationPSCredential([string] $Name) {
        if ($Name -ne 'Gruppen schreiben') { return }
        New-Object pscredential ${quoted(dn)}, (ConvertTo-SecureString ${quoted(password)} -AsPlainText -Force)
      }`
    const without = await sync()
    expect([without.state, without.output[0]?.ExitCode]).to.deep.equal(['Failed', 5])
    expect(without.reason).to.match(/NOT_THERE/)
    const job = await sync({ CredentialName: 'Gruppen schreiben' }, asset)
    expect([job.state, job.output[0]?.Status]).to.deep.equal(['Completed', 'inSync'])
    expect(JSON.stringify([job, reportOf(job.output[0])])).to.not.include(password)
    const unknown = await sync({ CredentialName: 'a name' }, asset)
    expect(unknown).to.include({
      state: 'Failed',
      reason: 'The Automation account has no credential asset named a name. Report: ' + fileOf(unknown),
    })
    const elsewhere = await sync({ CredentialName: 'a name' })
    expect(elsewhere.reason).to.match(
      /^Credential assets are available only in a job of Azure Automation\. In other schedulers, omit/,
    )
    place.configure()
  })

  it('fails with the hash to approve if a guard withholds changes', async () => {
    for (const id of people.slice(0, 12)) place.entra.tenant.removeMember(sales, id)
    const held = await sync()
    const [summary] = held.output
    expect(held.reason).to.match(
      /^Withheld: .* Vertrieb Süd: 60 % of its members would lose access within 24 hours, at most 30 % are allowed\. To approve what is withheld: -Approve [0-9a-f]{64} Report: /,
    )
    expect(summary).to.deep.include({ Status: 'withheld', ExitCode: 3, Withheld: 1, MembersRemoved: 0 })
    expect(held).to.include({ state: 'Failed' })
    expect(held.reason).to.include(summary?.PlanHash)
    expect(place.members('Vertrieb Süd')).to.equal(20)
    const approved = await sync({ Approve: summary?.PlanHash ?? '' })
    expect([approved.state, approved.output[0]?.MembersRemoved]).to.deep.equal(['Completed', 12])
    expect(place.members('Vertrieb Süd')).to.equal(8)
  })

  it('fails if some groups failed, and writes the others', async () => {
    place.group('Die eine')
    place.group('Die andere')
    const isIt = ({ operation }: { operation: { type: string; name?: string } }) =>
      operation.type === 'add' && operation.name?.includes('Die eine') === true
    place.directory.faults.next({ match: isIt, respond: { code: 53, text: 'not now' } })
    const job = await sync()
    expect(job.reason).to.match(/^Partial: .* Die eine: directoryRefused: .*not now.* Report: /)
    expect(job.output[0]).to.deep.include({ Status: 'partial', ExitCode: 4, Failed: 1, Created: 1 })
    expect(job.state).to.equal('Failed')
    expect(place.written().join()).to.match(/Die andere/)
    expect((await sync()).output[0]).to.deep.include({ Status: 'applied', Created: 1 })
  })

  it('fails with the error message if the run cannot start', async () => {
    place.configure({ policy: { deprovision: 'burn' as 'keep' } })
    const wrong = await sync()
    expect(wrong.output[0]).to.deep.include({ Status: 'failed', ExitCode: 5, Created: 0, PlanHash: '' })
    expect([wrong.state, wrong.errors]).to.deep.equal(['Failed', []])
    expect(wrong.reason).to.match(/policy\.deprovision/)
    place.configure()
    const nowhere = await sync({ ConfigPath: join(place.folder, 'not there/group-writeback.json') })
    expect([nowhere.output[0]?.ExitCode, nowhere.output[0]?.ReportFile]).to.deep.equal([5, ''])
    expect(existsSync(join(place.folder, 'not there'))).to.equal(false)
    const noNode = await sync({ NodePath: join(place.folder, 'no node') })
    expect(noNode.reason).to.match(/no node is missing, or is not a Node\.js program/)
  })

  it('-PlanPath writes only the changes of the saved plan', async () => {
    place.group('Vorher geplant')
    const plan = join(place.folder, 'plan.json')
    await place.run(`Get-GroupWritebackPlan -OutFile ${quoted(plan)}`)
    place.group('Nachher dazugekommen')
    const job = await sync({ PlanPath: plan })
    expect([job.state, job.output[0]?.Created]).to.deep.equal(['Completed', 1])
    expect(place.written().join())
      .to.match(/Vorher/)
      .and.not.match(/Nachher/)
  })

  it('-KeepDays deletes only old reports of this runbook', async () => {
    const folder = reports()
    const files = ['sync-20200101-000000-old.json', 'sync-20200101-000000-young.json', 'other-old.json']
    for (const file of files) {
      writeFileSync(join(folder, file), '{}')
      if (file.includes('old')) utimesSync(join(folder, file), new Date(0), Date.now() / 1000 - 4 * 86_400)
    }
    await sync({ KeepDays: 3 })
    expect(readdirSync(folder)).to.include.members(files.slice(1)).and.not.include(files[0])
    const other = join(place.folder, 'Berichte ä')
    expect((await sync({ ReportFolder: other })).output[0]?.ReportFile).to.include(other)
  })

  it('completes with a warning if the report cannot be saved', async () => {
    rmSync(reports(), { recursive: true })
    writeFileSync(reports(), 'a file where the folder should be')
    place.group('Trotzdem')
    const { state, output, warnings } = await sync()
    expect([state, output[0]?.Status, output[0]?.ReportFile]).to.deep.equal(['Completed', 'applied', ''])
    expect(warnings.join()).to.match(/The report was not saved/)
    rmSync(reports())
  })
})

interface Details {
  Groups: Array<{ Changes: Array<{ type: string; members: unknown[] }> }>
  StartedAt: string
  [name: string]: unknown
}

const reportOf = (summary: RunSummary | undefined): Details =>
  JSON.parse(readFileSync(summary?.ReportFile ?? '', 'utf8')) as Details

const fileOf = ({ output: [summary] }: { output: RunSummary[] }): string => summary?.ReportFile ?? ''
