/** Tests of the Sync runbook under schedulers: overlapping jobs, exit codes, sign-in without a password. */
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { selfSigned } from '../support/certificates.js'
import { signIn } from '../emulators/entra/support/client.js'
import { asInstalled, jobScript, runbookPath, runJob, squeezed, type Job, type RunSummary } from './job.js'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh, findPwsh } from './pwsh.js'

const runbook = 'Sync-GroupWriteback.Runbook.ps1'

describePwsh('the Sync runbook under schedulers', function () {
  this.timeout(300_000)
  let place: PsPlace
  let people: string[]
  let group: string
  const configuration = () => join(place.folder, 'group-writeback.json')

  before(async () => {
    place = await psPlace()
    people = place.people(12)
    group = place.group('Immer wieder', people)
  })
  after(() => place.close())

  /** Runs two jobs; the second starts while the first one waits for Graph. */
  async function overlappingJobs(second: Record<string, string>): Promise<Array<Job<RunSummary>>> {
    const run = (more: Record<string, string>) =>
      place.values<Job<RunSummary>>(
        jobScript(runbook, { ConfigPath: configuration(), ...more }),
        asInstalled(),
      )
    let end = () => {}
    const over = new Promise<void>((resolve) => (end = resolve))
    const firstIsReading = new Promise<void>((resolve) => {
      const match = ({ area }: { area: string }) => {
        if (area === 'graph') resolve()
        return area === 'graph'
      }
      place.entra.faults.next({ match, respond: { rewrite: (answer) => over.then(() => answer) } })
    })
    const first = run({})
    await firstIsReading
    const late = await run(second).finally(end)
    return [...(await first), ...late]
  }

  it('completes as skipped while another job is active', async () => {
    const [first, second] = await overlappingJobs({})
    expect([first?.state, first?.output[0]?.Status]).to.deep.equal(['Completed', 'applied'])
    expect([second?.state, second?.reason, second?.errors]).to.deep.equal(['Completed', null, []])
    expect(second?.output).to.have.length(1)
    expect(second?.output[0]).to.deep.include({ Status: 'skipped', ExitCode: 0, Created: 0 })
    expect(second?.output[0]?.Summary).to.match(/^Skipped: .*sync/)
    expect(second?.warnings).to.deep.equal([second?.output[0]?.Summary])
    expect(place.members('Immer wieder')).to.equal(12)
  })

  it('fails with -Approve while another job is active', async () => {
    const [first, second] = await overlappingJobs({ Approve: 'f'.repeat(64) })
    expect(first?.state).to.equal('Completed')
    expect([second?.state, second?.output[0]?.Status, second?.output[0]?.ExitCode]).to.deep.equal([
      'Failed',
      'failed',
      1,
    ])
    expect(second?.reason).to.match(/sync.*Report: /)
  })

  /** Runs the runbook as a scheduled task does: with `pwsh -File`, beside the module, without assets. */
  const asTask = (args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const flags = ['-NoProfile', '-NonInteractive', '-File', runbookPath(runbook), ...args]
      const env = { ...process.env, NO_COLOR: '1', GROUPWRITEBACK_NODE: process.execPath, ...place.env }
      execFile(findPwsh() ?? '', flags, { cwd: place.folder, env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      )
    })

  it('-UseExitCode ends with the exit code of the command line', async () => {
    const task = () => asTask(['-ConfigPath', './group-writeback.json', '-UseExitCode'])
    const inSync = await task()
    expect(inSync).to.include({ code: 0, stderr: '' })
    expect(inSync.stdout).to.match(/Status +: inSync/)

    for (const id of people.slice(0, 9)) place.entra.tenant.removeMember(group, id)
    const withheld = await task()
    expect(withheld.stdout).to.match(/ExitCode +: 3/)
    expect(withheld.code).to.equal(3)
    expect(squeezed(withheld.stderr)).to.include(
      squeezed('75 % of its members would lose access within 24 hours'),
    )
    for (const id of people.slice(0, 9)) place.entra.tenant.addMember(group, id)

    place.group('Nicht heute')
    const isAdd = ({ operation }: { operation: { type: string } }) => operation.type === 'add'
    place.directory.faults.next({ match: isAdd, respond: { code: 53, text: 'not now' } })
    expect((await task()).code).to.equal(4)

    place.configure({ policy: { deprovision: 'burn' as 'keep' } })
    expect((await task()).code).to.equal(5)
    place.configure()
    const without = await asTask(['-ConfigPath', './group-writeback.json', '-CredentialName', 'x'])
    expect(without.code).to.equal(1)
    expect(squeezed(without.stderr)).to.include(squeezed('only in a job of Azure Automation'))
  })

  it('signs in with the managed identity of the machine', async () => {
    const identityHeaders: string[] = []
    const body = JSON.stringify({
      access_token: await signIn(place.entra),
      expires_on: String(Math.floor(Date.now() / 1000) + 3600),
      token_type: 'Bearer',
      resource: place.entra.graphUrl,
    })
    const machine = createServer(({ headers }, response) => {
      identityHeaders.push(String(headers['x-identity-header']))
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(body)
    })
    await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve))
    const { entra } = place.configuration()
    place.configure({ entra: { ...entra, credential: { type: 'managedIdentity' } } })
    const endpoint = `http://127.0.0.1:${(machine.address() as AddressInfo).port}/token`
    const [job] = await place.values<Job<RunSummary>>(
      jobScript(runbook, { ConfigPath: configuration() }),
      asInstalled({ env: { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: 'of the machine' } }),
    )
    await new Promise((resolve) => machine.close(resolve))
    expect([job?.state, job?.reason]).to.deep.equal(['Completed', null])
    expect(identityHeaders).to.deep.equal(['of the machine'])
    place.configure()
  })

  it('signs in with a certificate', async () => {
    const { certificate, key } = selfSigned(['group-writeback'])
    const app = place.entra.apps.add({ certificate })
    writeFileSync(join(place.folder, 'sign in.pem'), certificate + key)
    const credential = {
      type: 'certificate',
      clientId: app.clientId,
      certificatePath: './sign in.pem',
    } as const
    place.configure({ entra: { ...place.configuration().entra, credential } })
    const job = await runJob(place, runbook)
    expect([job.state, job.reason]).to.deep.equal(['Completed', null])
    place.configure()
  })
})
