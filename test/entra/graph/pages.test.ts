import { expect } from 'chai'
import type { GroupSource } from '../../../src/engine/ports.js'
import type { CompleteRead } from '../../../src/model/completeRead.js'
import type { CloudMember } from '../../../src/model/member.js'
import { pageExpired } from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import { newGroup } from '../../contract/sourceFixture.js'
import { startHttps, type HttpsServer } from '../httpsServer.js'
import { failureOf, graphLog, startEntraFixture, type EntraFixture } from '../fixture.js'

const link = '@odata.nextLink'

/** Replaces properties of the emulator's page. */
const withProperties = (change: Record<string, unknown>): FaultResponse => ({
  rewrite: (answer) => ({ ...answer, body: { ...(answer.body as object), ...change } }),
})

const secondPage = ({ query, area }: EntraRequest) => area === 'graph' && query.has('$skiptoken')

describe('pages of a listing', () => {
  let fixture: EntraFixture
  let source: GroupSource
  let otherHost: HttpsServer
  let team: ReturnType<typeof newGroup>
  before(async () => {
    fixture = await startEntraFixture({ paging: { pageSize: 2 } })
    source = fixture.source()
    otherHost = await startHttps((_, response) => response.end('{"value":[]}'))
    for (const displayName of ['A', 'B', 'C', 'D', 'E']) fixture.entra.tenant.addGroup({ displayName })
    team = newGroup('Team')
    const users = Array.from({ length: 5 }, (_, index) =>
      fixture.entra.tenant.addSyncedUser({ displayName: `U${index}` }),
    )
    fixture.entra.tenant.addGroup({ id: team.id, displayName: 'Team', members: users })
  })
  after(async () => {
    await fixture.close()
    await otherHost.close()
  })
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  const readGroups = () => source.readGroups('all')
  const readTeam = async (): Promise<CompleteRead<CloudMember>> => {
    const read = (await source.readMembers([team])).get(team.id)
    if (!read || read instanceof Error) throw read ?? new Error('no read')
    return read
  }

  /** Targets of next links that must not be followed. */
  const foreign: Array<[string, () => unknown]> = [
    ['another host', () => `${otherHost.origin}/v1.0/groups?$skiptoken=x`],
    [
      'another port',
      () => fixture.entra.graphUrl.replace(/\d+$/, (port) => String(Number(port) ^ 1)) + '/v1.0/groups',
    ],
    ['an http URL', () => `${fixture.entra.graphUrl.replace('https', 'http')}/v1.0/groups?$skiptoken=x`],
    [
      'a host after a user name',
      () => `${fixture.entra.graphUrl}@${new URL(otherHost.origin).host}/v1.0/groups`,
    ],
    ['a text that is not a URL', () => 'next page, please'],
    ['an empty text', () => ''],
    ['a path', () => '/v1.0/groups?$skiptoken=x'],
    ['null', () => null],
    ['a number', () => 2],
  ]
  for (const [name, target] of foreign) {
    it(`fail with graphUnexpected, without a request, if the next link is ${name}`, async () => {
      fixture.entra.faults.next({ respond: withProperties({ [link]: target() }) })
      const error = await failureOf(readGroups())
      expect(error.code).to.equal('graphUnexpected')
      expect(error.message)
        .to.match(/^The next link of a listing points to another host: .*\. Check entra\.graphUrl\.$/)
        .and.not.contain('$skip')
      expect(graphLog(fixture)).to.have.length(1)
      expect(otherHost.connections()).to.equal(0)
    })
  }

  it('fail with graphUnexpected if a next link in a batch points to another host', async () => {
    fixture.entra.faults.next({
      match: ({ batchItem }) => batchItem !== undefined,
      respond: withProperties({ [link]: `${otherHost.origin}/v1.0/groups/${team.id}/members?$skiptoken=x` }),
    })
    expect((await failureOf(readTeam())).code).to.equal('graphUnexpected')
    expect(otherHost.connections()).to.equal(0)
  })

  it('fail with graphUnexpected if a next link points to its own page', async () => {
    const loop = `${fixture.entra.graphUrl}/v1.0/groups?$skiptoken=loop`
    fixture.entra.faults.always({ respond: { status: 200, body: { value: [], [link]: loop } } })
    const error = await failureOf(readGroups())
    expect(error.code).to.equal('graphUnexpected')
    expect(error.message).to.match(/^The next link of a listing points to a page that was already read: /)
    expect(graphLog(fixture)).to.have.length(2)
  })

  it('fail with graphUnexpected if a next link points to an earlier page', async () => {
    let page = 0
    const loopLink = () => `${fixture.entra.graphUrl}/v1.0/groups?$skiptoken=${page++ % 3}`
    fixture.entra.faults.always({
      respond: { rewrite: (answer) => ({ ...answer, status: 200, body: { value: [], [link]: loopLink() } }) },
    })
    expect((await failureOf(readGroups())).code).to.equal('graphUnexpected')
    expect(graphLog(fixture)).to.have.length(4)
  })

  const pagesWithoutList: Array<[string, FaultResponse]> = [
    ['no value', withProperties({ value: undefined })],
    ['null as its value', withProperties({ value: null })],
    ['an object as its value', withProperties({ value: {} })],
    ['null as its body', { status: 200, body: 'null' }],
    ['a text as its body', { status: 200, body: '"a text"' }],
  ]
  for (const [name, respond] of pagesWithoutList) {
    it(`fail with graphUnexpected if a later page has ${name}`, async () => {
      fixture.entra.faults.next({ respond, after: 1 })
      const error = await failureOf(readGroups())
      expect(error.code).to.equal('graphUnexpected')
      expect(error.message).to.match(
        /^The response of Graph for \/groups contains no list\. Check entra\.graphUrl, the proxy \(HTTPS_PROXY\) and any gateway/,
      )
    })
  }

  it('fail with graphUnexpected if the first page of members in a batch has no value', async () => {
    fixture.entra.faults.next({
      match: ({ batchItem }) => batchItem !== undefined,
      respond: withProperties({ value: undefined }),
    })
    const error = await failureOf(readTeam())
    expect([error.code, error.details.httpStatus]).to.deep.equal(['graphUnexpected', 200])
    expect(error.message).to.contain(`for /groups/${team.id}/members: unexpected response.`)
  })

  it('are read again from the start if the page token of a listing expires', async () => {
    fixture.entra.faults.next({ match: secondPage, after: 1, respond: pageExpired() })
    expect((await readGroups()).items).to.have.length(6)
    expect(graphLog(fixture)).to.have.length(6)
  })

  it('are read again from the start if the page token of members expires, without duplicates', async () => {
    fixture.entra.faults.next({ match: secondPage, after: 1, respond: pageExpired() })
    const ids = (await readTeam()).items.map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).to.deep.equal([5, 5])
  })

  it('are read again only once, and then fail with the code of Graph', async () => {
    fixture.entra.faults.always({ match: secondPage, respond: pageExpired() })
    const error = await failureOf(readGroups())
    expect([error.code, error.details.graphCode]).to.deep.equal([
      'graphUnexpected',
      'Directory_ExpiredPageToken',
    ])
    expect(graphLog(fixture)).to.have.length(4)
    expect((await failureOf(readTeam())).details.graphCode).to.equal('Directory_ExpiredPageToken')
  })

  it('do not fail with filterRefused if the page token of a filter expires', async () => {
    fixture.entra.faults.always({ match: secondPage, respond: pageExpired() })
    const read = () => source.readGroups({ filter: 'securityEnabled eq true' })
    expect((await failureOf(read())).code).to.equal('graphUnexpected')
    fixture.entra.faults.clear()
    fixture.entra.faults.next({ match: secondPage, respond: pageExpired() })
    expect((await read()).items).to.have.length(6)
  })

  it('fail with filterRefused and the message of Graph if the filter is invalid', async () => {
    const error = await failureOf(source.readGroups({ filter: 'displayName eqq 5' }))
    expect([error.code, error.exitCode]).to.deep.equal(['filterRefused', 5])
    expect(error.message)
      .to.match(
        /^Graph rejected the filter of the scope: displayName eqq 5\. Graph responded with status 400 for \/groups: BadRequest/,
      )
      .and.match(/Correct scope\.groups\.filter; it must be an OData filter on group properties\.$/)
      .and.not.contain('Run again')
  })

  it('fail with graphDenied, not filterRefused, if the response to a filter is 403', async () => {
    fixture.entra.faults.always({
      respond: { status: 403, code: 'Authorization_RequestDenied', message: 'No.' },
    })
    const error = await failureOf(source.readGroups({ filter: 'securityEnabled eq true' }))
    expect(error.code).to.equal('graphDenied')
  })
})
