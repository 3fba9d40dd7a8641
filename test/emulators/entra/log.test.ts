import { expect } from 'chai'
import { randomUUID } from 'node:crypto'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { limitFor } from '../../../src/emulators/entra/graph/throttling.js'
import type { LogEntry } from '../../../src/emulators/entra/log.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import type { GroupObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, errorIn, get, getEventual, refusal, signIn } from './support/client.js'

describe('the emulated Entra: headers, costs and the log', () => {
  let entra: Entra
  let token: string
  let group: GroupObject
  const requests: EntraRequest[] = []
  const answers: LogEntry[] = []
  before(async () => {
    const permissions = ['Directory.ReadWrite.All'] as const
    entra = await startEntra({
      apps: [{ secret: 'very secret', permissions }],
      onRequest: (request) => requests.push(request),
      onAnswer: (entry) => answers.push(entry),
    })
    token = await signIn(entra)
    group = entra.tenant.addGroup({ displayName: 'Sales' })
  })
  after(() => entra.close())
  beforeEach(() => {
    entra.log.clear()
    requests.length = 0
    answers.length = 0
  })

  it('sends the headers that identify a request', async () => {
    const own = randomUUID()
    const before = Math.floor(Date.now() / 1000) * 1000 // the header has no more than seconds
    const { headers } = await get(entra, '/groups', { token, headers: { 'client-request-id': own } })
    expect(headers['client-request-id']).to.equal(own)
    expect(headers['request-id'])
      .to.match(/^[0-9a-f-]{36}$/)
      .and.not.to.equal(own)
    expect(new Date(headers['date'] ?? '').getTime()).to.be.within(before, Date.now())
    expect(JSON.parse(String(headers['x-ms-ags-diagnostic']))).to.have.property('ServerInfo')
    expect(headers['content-type']).to.match(/^application\/json;/)
    const other = await get(entra, '/groups', { token })
    expect(other.headers['client-request-id']).to.equal(other.headers['request-id'])
  })

  it('repeats them in errors, with a date without a time zone', async () => {
    const own = randomUUID()
    const reply = await get(entra, '/groups/x', { token, headers: { 'client-request-id': own } })
    expect(errorIn(reply).innerError).to.include({
      'client-request-id': own,
      'request-id': reply.headers['request-id'],
    })
    expect(errorIn(reply).innerError?.['date']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
  })

  it('charges each request in resource units', async () => {
    const members = `/groups/${group.id}/members`
    const transitive = `/groups/${group.id}/transitiveMembers`
    const prices: Array<[path: string, units: string]> = [
      ['/groups', '1'],
      ['/groups?$select=id&$top=10', '1'],
      [members, '3'],
      [`${members}?$select=id`, '2'],
      [`${members}?$select=id&$top=19`, '1'],
      [`${members}?$top=20`, '3'],
      [`${members}/microsoft.graph.user`, '3'],
      [`${members}/$count`, '1'],
      [transitive, '5'],
      [`${transitive}?$select=id`, '4'],
      [`${transitive}/microsoft.graph.user?$select=id&$count=true`, '4'],
      ['/users', '2'],
      ['/users?$select=id', '1'],
    ]
    for (const [path, units] of prices) {
      const reply = await getEventual(entra, path, { token })
      expect(reply.headers['x-ms-resource-unit'], path).to.equal(units)
    }
    const sum = prices.reduce((total, [, units]) => total + Number(units), 0)
    expect(entra.log.resourceUnits()).to.equal(sum)
    const ids = { method: 'POST', body: { ids: [group.id] }, token }
    const path = '/v1.0/directoryObjects/getByIds'
    expect((await ask(entra, path, ids)).headers['x-ms-resource-unit']).to.equal('5')
    expect((await ask(entra, `${path}?$select=id`, ids)).headers['x-ms-resource-unit']).to.equal('2')
  })

  it('logs requests and responses without secrets', async () => {
    await signIn(entra)
    await get(entra, '/groups?$select=id', { token, headers: { 'client-request-id': 'mine' } })
    await ask(entra, `/v1.0/groups/${group.id}`, { method: 'PATCH', body: { displayName: '' }, token })
    const [signedIn, listed, patched] = entra.log.entries
    expect(signedIn).to.include({ area: 'authority', method: 'POST', status: 200, resourceUnits: 0 })
    expect(listed).to.include({
      area: 'graph',
      method: 'GET',
      url: '/v1.0/groups?$select=id',
      status: 200,
      clientRequestId: 'mine',
      resourceUnits: 1,
    })
    expect(patched).to.include({ method: 'PATCH', status: 400, body: '{"displayName":""}' })
    expect(patched?.headers['content-type']).to.equal('application/json')
    expect(JSON.stringify(entra.log.entries)).not.to.contain('very secret').and.not.to.contain('Bearer')
    expect(entra.log.count()).to.equal(3)
    expect(entra.log.count(({ status }) => status >= 400)).to.equal(1)
    expect(answers).to.deep.equal(entra.log.entries)
    expect(requests.map(({ path }) => path).slice(1)).to.deep.equal(['/groups', `/groups/${group.id}`])
    entra.log.clear()
    expect([entra.log.count(), entra.log.resourceUnits()]).to.deep.equal([0, 0])
  })

  describe('throttling by resource units', () => {
    it('sets the limit by the size of the tenant', () => {
      expect([49, 50, 500, 501].map(limitFor)).to.deep.equal([3500, 5000, 5000, 8000])
    })

    it('reports the limit from 80 percent, rejects requests beyond it, and returns a Retry-After', async () => {
      let now = Date.now()
      const tight = await startEntra({ throttling: { resourceUnits: 10 }, now: () => now })
      const given = await signIn(tight)
      const shares: unknown[] = []
      for (let index = 0; index < 10; index++) {
        const { headers } = await get(tight, '/groups', { token: given })
        shares.push(headers['x-ms-throttle-limit-percentage'])
      }
      expect(shares.slice(7)).to.deep.equal([undefined, '0.90', '1.00'])
      const refused = await get(tight, '/groups', { token: given })
      expect(refusal(refused)).to.equal('429 TooManyRequests')
      expect(refused.headers['retry-after']).to.equal('1.000')
      expect(refused.headers['x-ms-throttle-information']).to.equal('ResourceUnitLimitExceeded')
      expect(refused.headers['x-ms-throttle-scope']).to.contain(`/${tight.app.clientId}/${tight.tenantId}`)
      now += 1_000
      expect((await get(tight, '/groups', { token: given })).status).to.equal(200)
      expect((await get(tight, '/groups', { token: given })).status).to.equal(429)
      await tight.close()
    })
  })

  it('does not accept connections after close', async () => {
    const closing = await startEntra()
    await closing.close()
    const error = await get(closing, '/groups', { token }).catch((thrown: unknown) => thrown)
    expect(error).to.have.property('code', 'ECONNREFUSED')
  })

  it('uses the given port', async () => {
    const first = await startEntra()
    const port = Number(new URL(first.graphUrl).port)
    await first.close()
    const second = await startEntra({ port })
    expect(second.authorityHost).to.equal(`https://localhost:${port}`)
    const third = await startEntra({ port }).catch((thrown: unknown) => thrown)
    expect(third).to.have.property('code', 'EADDRINUSE')
    await second.close()
  })
})
