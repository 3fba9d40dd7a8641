/** Tests of the Submit runbook: what it posts and when, and that it posts no secrets. */
import { expect } from 'chai'
import { existsSync, readFileSync, readdirSync, utimesSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Plan } from '../../src/index.js'
import { runJob, type Parameters } from './job.js'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

const runbook = 'Submit-GroupWritebackPlan.Runbook.ps1'

interface PlanSummary {
  Status: string
  ExitCode: number
  Summary: string
  PlanHash: string
  Posted: boolean
  PlanFile: string
}

interface Message {
  text: string
  planHash: string
  planFile: string
  totals: Record<string, number>
  guard: string[]
  groups: Array<Record<string, unknown>>
  [name: string]: unknown
}

describePwsh('the Submit runbook', function () {
  this.timeout(300_000)
  let place: PsPlace
  let people: string[]
  let group: string
  let webhook: Server
  let requests: Array<Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { body: string }>
  let answer: { status: number; headers?: Record<string, string> }
  const key = 'sig-that-nobody-may-see'
  const address = () => `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/hook?sig=${key}`
  const asset = () =>
    `function Get-AutomationVariable([string] $Name) { if ($Name -eq 'Freigaben') { '${address()}' } }`
  const submit = (parameters: Parameters = { WebhookVariable: 'Freigaben' }) =>
    runJob<PlanSummary>(place, runbook, parameters, asset())
  const message = (at = 0) => JSON.parse(requests[at]?.body ?? '') as Message
  const sync = (parameters = {}) => runJob(place, 'Sync-GroupWriteback.Runbook.ps1', parameters)

  before(async () => {
    place = await psPlace()
    people = place.people(20)
    group = place.group('Außendienst', people)
    webhook = createServer((request, response) => {
      const { method, url, headers } = request
      void text(request).then((body) => {
        requests.push({ method, url, headers, body })
        response.writeHead(answer.status, answer.headers).end('ok')
      })
    })
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve))
  })
  after(async () => {
    await new Promise((resolve) => webhook.close(resolve))
    await place.close()
  })
  beforeEach(() => {
    requests = []
    answer = { status: 202 }
  })

  it('fails if the webhook rejects the message, without the address in the output and without a saved plan', async () => {
    for (const status of [500, 302]) {
      answer = { status, headers: { Location: '/elsewhere' } }
      const job = await submit()
      expect([job.state, job.reason]).to.deep.equal([
        'Failed',
        `The request to the webhook at 127.0.0.1 failed: HTTP status ${status}.`,
      ])
      expect(job.output[0]).to.deep.include({ Status: 'pending', ExitCode: 2, Posted: false })
      expect(JSON.stringify(job)).to.not.include(key)
    }
    expect(requests.map(({ url }) => url)).to.deep.equal(Array(2).fill(`/hook?sig=${key}`))
    expect(readdirSync(join(place.folder, 'plans'))).to.deep.equal([])
  })

  it('posts a pending plan once and changes nothing', async () => {
    const job = await submit()
    const [summary] = job.output
    expect([job.state, job.reason, job.errors, job.warnings]).to.deep.equal(['Completed', null, [], []])
    expect(job.types).to.deep.equal(['GroupWriteback.PlanSummary'])
    expect(summary).to.deep.include({ Status: 'pending', ExitCode: 2, Posted: true, MembersAdded: 20 })
    expect(requests.map(({ method }) => method)).to.deep.equal(['POST'])
    expect(requests[0]?.headers['content-type']).to.equal('application/json; charset=utf-8')
    expect(message()).to.deep.include({ planHash: summary?.PlanHash, planFile: summary?.PlanFile, guard: [] })
    expect(message().totals).to.deep.include({ created: 1, membersAdded: 20 })
    expect(message().groups).to.deep.equal([
      { displayName: 'Außendienst', status: 'pending', membersAdded: 20, membersRemoved: 0 },
    ])
    expect(message().text).to.equal(
      `Group writeback: changes pending.\nPending: 1 group to create, 20 members to add.\nTo approve this plan: -Approve ${summary?.PlanHash}`,
    )
    expect(place.written()).to.deep.equal([])
    const again = await submit()
    expect(again.output[0]).to.deep.include({ Posted: false, PlanHash: summary?.PlanHash })
    expect(requests).to.have.length(1)
  })

  it('posts an unchanged plan again after RemindAfterHours', async () => {
    const [first] = (await submit()).output
    utimesSync(first?.PlanFile ?? '', new Date(), Date.now() / 1000 - 5 * 3600)
    expect((await submit({ WebhookVariable: 'Freigaben', RemindAfterHours: 6 })).output[0]?.Posted).to.equal(
      false,
    )
    const reminded = await submit({ WebhookUri: address(), RemindAfterHours: 4 })
    expect([reminded.state, reminded.output[0]?.Posted, requests.length]).to.deep.equal([
      'Completed',
      true,
      1,
    ])
  })

  it('posts nothing after the Sync runbook has written the approved plan', async () => {
    const [summary] = (await submit()).output
    const { PlanFile: PlanPath = '', PlanHash: Approve = '' } = summary ?? {}
    const saved = JSON.parse(readFileSync(PlanPath, 'utf8')) as Plan
    expect([saved.planHash, saved.groups.length]).to.deep.equal([Approve, 1])
    const { state, output } = await sync({ PlanPath, Approve })
    expect([state, output[0]?.Status]).to.deep.equal(['Completed', 'applied'])
    const nothing = await submit()
    expect([nothing.state, nothing.output[0]?.Status, nothing.output[0]?.Posted]).to.deep.equal([
      'Completed',
      'inSync',
      false,
    ])
    expect(requests).to.deep.equal([])
  })

  it('posts withheld changes without names of people or secrets', async () => {
    for (const id of people.slice(0, 12)) place.entra.tenant.removeMember(group, id)
    const { state, output } = await submit({ WebhookVariable: 'Freigaben', GuardedOnly: true })
    expect([state, output[0]?.Status, output[0]?.ExitCode]).to.deep.equal(['Completed', 'withheld', 3])
    expect(message().text).to.match(/^Group writeback: approval needed\./)
    expect(message().guard).to.deep.equal([
      'Außendienst: 60 % of its members would lose access within 24 hours, at most 30 % are allowed.',
    ])
    expect(message().groups[0]).to.deep.include({ status: 'withheld', membersRemoved: 12 })
    for (const secret of ['Mitarbeiterin', place.account.password, key]) {
      expect(requests[0]?.body).to.not.include(secret)
    }
    const approved = await sync({ Approve: message().planHash })
    expect([approved.state, place.members('Außendienst')]).to.deep.equal(['Completed', 8])
  })

  it('-GuardedOnly posts nothing if no guard withholds changes', async () => {
    place.group('Neu')
    const quiet = await submit({ WebhookVariable: 'Freigaben', GuardedOnly: true })
    expect([quiet.state, quiet.output[0]?.Status, quiet.output[0]?.Posted]).to.deep.equal([
      'Completed',
      'pending',
      false,
    ])
    expect(requests).to.deep.equal([])
  })

  it('posts the plan of the other groups and fails if a group could not be planned', async () => {
    const [name, ou] = ['Ein zweiter Anker', place.container]
    const { dn } = place.directory.addGroup({ name, ou, attributes: { adminDescription: `Group_${group}` } })
    const { state, reason, output } = await submit()
    expect([state, output[0]?.ExitCode, output[0]?.Posted]).to.deep.equal(['Failed', 4, true])
    expect(reason).to.match(/^Groups that could not be planned: 1\. Außendienst: /)
    expect(message().groups.map(({ displayName, status }) => [displayName, status])).to.deep.include.members([
      ['Außendienst', 'failed'],
      ['Neu', 'pending'],
    ])
    place.directory.remove(dn)
  })

  it('fails if it cannot plan, or has no valid address to post to', async () => {
    expect((await submit({})).reason).to.equal(
      'The address of the webhook is missing. Pass -WebhookVariable or -WebhookUri.',
    )
    expect((await submit({ WebhookVariable: 'Andere' })).reason).to.match(/has no variable named Andere/)
    for (const start of ['http://contoso.example/?', 'https://[no address/', 'file:///', '']) {
      const bad = await submit({ WebhookUri: `${start}${key}` })
      expect(bad.reason, start).to.equal(
        'The address of the webhook must be a valid URL that begins with https://.',
      )
      expect(JSON.stringify(bad)).to.not.include(key)
    }
    place.configure({ policy: { deprovision: 'burn' as 'keep' } })
    const wrong = await submit()
    expect([wrong.state, wrong.output[0]?.ExitCode, wrong.output[0]?.Summary]).to.deep.equal([
      'Failed',
      5,
      wrong.reason,
    ])
    expect(wrong.reason).to.match(/policy\.deprovision/)
    place.configure()
    const nowhere = await submit({ ConfigPath: join(place.folder, 'no/config.json'), WebhookUri: address() })
    expect([nowhere.state, nowhere.output[0]?.ExitCode]).to.deep.equal(['Failed', 5])
    expect(existsSync(join(place.folder, 'no'))).to.equal(false)
    expect(requests).to.deep.equal([])
  })
})
