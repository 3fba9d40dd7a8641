import { expect } from 'chai'
import type { GroupSource } from '../../../src/engine/ports.js'
import type { CompleteRead } from '../../../src/model/completeRead.js'
import type { CloudMember } from '../../../src/model/member.js'
import { pageExpired } from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import { newGroup } from '../../contract/sourceFixture.js'
import { startHttps, type HttpsServer } from '../httpsServer.js'
import { failureOf, graphLog, startPlace, type Place } from '../support.js'

const link = '@odata.nextLink'

/** The real page, with something else in it. */
const changed = (change: Record<string, unknown>): FaultResponse => ({
  rewrite: (answer) => ({ ...answer, body: { ...(answer.body as object), ...change } }),
})

const secondPage = ({ query, area }: EntraRequest) => area === 'graph' && query.has('$skiptoken')

describe('listings: page after page', () => {
  let place: Place
  let source: GroupSource
  let elsewhere: HttpsServer
  let team: ReturnType<typeof newGroup>
  before(async () => {
    place = await startPlace({ paging: { pageSize: 2 } })
    source = place.source()
    elsewhere = await startHttps((_, response) => response.end('{"value":[]}'))
    for (const displayName of ['A', 'B', 'C', 'D', 'E']) place.entra.tenant.addGroup({ displayName })
    team = newGroup('Team')
    const users = Array.from({ length: 5 }, (_, index) =>
      place.entra.tenant.addSyncedUser({ displayName: `U${index}` }),
    )
    place.entra.tenant.addGroup({ id: team.id, displayName: 'Team', members: users })
  })
  after(async () => {
    await place.close()
    await elsewhere.close()
  })
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  const readGroups = () => source.readGroups('all')
  const readTeam = async (): Promise<CompleteRead<CloudMember>> => {
    const read = (await source.readMembers([team])).get(team.id)
    if (!read || read instanceof Error) throw read ?? new Error('no read')
    return read
  }

  /** Where a next link may not lead, seen from a page of Graph's. */
  const foreign: Array<[string, () => unknown]> = [
    ['another host', () => `${elsewhere.origin}/v1.0/groups?$skiptoken=x`],
    [
      'another port',
      () => place.entra.graphUrl.replace(/\d+$/, (port) => String(Number(port) ^ 1)) + '/v1.0/groups',
    ],
    ['an unencrypted way', () => `${place.entra.graphUrl.replace('https', 'http')}/v1.0/groups?$skiptoken=x`],
    ['a host behind a name', () => `${place.entra.graphUrl}@${new URL(elsewhere.origin).host}/v1.0/groups`],
    ['no address at all', () => 'next page, please'],
    ['an empty address', () => ''],
    ['a path', () => '/v1.0/groups?$skiptoken=x'],
    ['null', () => null],
    ['a number', () => 2],
  ]
  for (const [name, target] of foreign) {
    it(`does not follow a link that leads to ${name}`, async () => {
      place.entra.faults.next({ respond: changed({ [link]: target() }) })
      const error = await failureOf(readGroups())
      expect(error.code).to.equal('graphUnexpected')
      expect(error.message)
        .to.match(/^The next link of a listing leads to another host: /)
        .and.not.contain('$skip')
      expect(graphLog(place)).to.have.length(1)
      expect(elsewhere.connections()).to.equal(0)
    })
  }

  it('does not follow such a link out of a batch either', async () => {
    place.entra.faults.next({
      match: ({ batchItem }) => batchItem !== undefined,
      respond: changed({ [link]: `${elsewhere.origin}/v1.0/groups/${team.id}/members?$skiptoken=x` }),
    })
    expect((await failureOf(readTeam())).code).to.equal('graphUnexpected')
    expect(elsewhere.connections()).to.equal(0)
  })

  it('ends a listing whose next link leads back', async () => {
    const loop = `${place.entra.graphUrl}/v1.0/groups?$skiptoken=loop`
    place.entra.faults.always({ respond: { status: 200, body: { value: [], [link]: loop } } })
    const error = await failureOf(readGroups())
    expect(error.code).to.equal('graphUnexpected')
    expect(error.message).to.match(/^The next link of a listing leads back to a page that was read before: /)
    expect(graphLog(place)).to.have.length(2)
  })

  it('ends a listing that goes round in a larger circle', async () => {
    let page = 0
    const circle = () => `${place.entra.graphUrl}/v1.0/groups?$skiptoken=${page++ % 3}`
    place.entra.faults.always({
      respond: { rewrite: (answer) => ({ ...answer, status: 200, body: { value: [], [link]: circle() } }) },
    })
    expect((await failureOf(readGroups())).message).to.contain('leads back')
    expect(graphLog(place)).to.have.length(4)
  })

  const noLists: Array<[string, FaultResponse]> = [
    ['no value', changed({ value: undefined })],
    ['null as its value', changed({ value: null })],
    ['an object as its value', changed({ value: {} })],
    ['nothing but null', { status: 200, body: 'null' }],
    ['nothing but a text', { status: 200, body: '"a text"' }],
  ]
  for (const [name, respond] of noLists) {
    it(`does not take a page with ${name} for an empty one`, async () => {
      place.entra.faults.next({ respond, after: 1 })
      const error = await failureOf(readGroups())
      expect(error.code).to.equal('graphUnexpected')
      expect(error.message).to.match(
        /^Graph answered \/groups with something that is no list\. Check entra\.graphUrl/,
      )
    })
  }

  it('does not take a first page without value out of a batch for an empty group', async () => {
    place.entra.faults.next({
      match: ({ batchItem }) => batchItem !== undefined,
      respond: changed({ value: undefined }),
    })
    const error = await failureOf(readTeam())
    expect([error.code, error.message]).to.deep.equal([
      'graphUnexpected',
      `Graph answered 200 for /groups/${team.id}/members: something unexpected. Run again; if it stays, report it with this text.`,
    ])
  })

  it('reads a listing again from its start where its page token expired', async () => {
    place.entra.faults.next({ match: secondPage, after: 1, respond: pageExpired() })
    expect((await readGroups()).items).to.have.length(6)
    expect(graphLog(place)).to.have.length(6)
  })

  it('reads members again from the start where their page token expired, nobody twice', async () => {
    place.entra.faults.next({ match: secondPage, after: 1, respond: pageExpired() })
    const ids = (await readTeam()).items.map(({ id }) => id)
    expect([ids.length, new Set(ids).size]).to.deep.equal([5, 5])
  })

  it('starts again once only, and says then what happened', async () => {
    place.entra.faults.always({ match: secondPage, respond: pageExpired() })
    const error = await failureOf(readGroups())
    expect(error.code).to.equal('graphUnexpected')
    expect(error.message).to.contain('Directory_ExpiredPageToken')
    expect(graphLog(place)).to.have.length(4)
    expect((await failureOf(readTeam())).message).to.contain('Directory_ExpiredPageToken')
  })

  it('does not blame the filter for a page token that expires', async () => {
    place.entra.faults.always({ match: secondPage, respond: pageExpired() })
    const read = () => source.readGroups({ filter: 'securityEnabled eq true' })
    expect((await failureOf(read())).code).to.equal('graphUnexpected')
    place.entra.faults.clear()
    place.entra.faults.next({ match: secondPage, respond: pageExpired() })
    expect((await read()).items).to.have.length(6)
  })

  it('says what is wrong with a filter, in the words of Graph', async () => {
    const error = await failureOf(source.readGroups({ filter: 'displayName eqq 5' }))
    expect([error.code, error.exitCode]).to.deep.equal(['filterRefused', 5])
    expect(error.message)
      .to.match(
        /^Graph refused the filter of the scope: displayName eqq 5\. Graph answered 400 for \/groups: BadRequest/,
      )
      .and.match(/Correct scope\.groups\.filter; it is an OData filter on group properties\.$/)
      .and.not.contain('Run again')
  })

  it('does not blame the filter for what is not its fault', async () => {
    place.entra.faults.always({
      respond: { status: 403, code: 'Authorization_RequestDenied', message: 'No.' },
    })
    const error = await failureOf(source.readGroups({ filter: 'securityEnabled eq true' }))
    expect(error.code).to.equal('graphDenied')
  })
})
