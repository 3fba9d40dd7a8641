import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import * as faults from '../../../src/emulators/entra/faultKinds.js'
import type { LogEntry } from '../../../src/emulators/entra/log.js'
import type { GroupObject } from '../../../src/emulators/entra/tenant/objects.js'
import { ask, errorIn, refusal, type Json, type Reply } from './support/client.js'

interface ItemReply {
  id: string
  status: number
  headers: Record<string, string>
  body: Json
}

describe('the emulated Entra: $batch', () => {
  let entra: Entra
  let sales: GroupObject
  before(async () => {
    entra = await startEntra({ seed: 'batch', apps: [{ secret: 's', permissions: ['Group.ReadWrite.All'] }] })
    const members = [1, 2, 3].map((number) => entra.tenant.addUser({ displayName: `User ${number}` }))
    sales = entra.tenant.addGroup({ displayName: 'Sales', members })
  })
  after(() => entra.close())
  afterEach(() => {
    entra.faults.clear()
    entra.log.clear()
  })

  const post = (body: unknown, version = 'v1.0', unchecked = false): Promise<Reply> =>
    ask(entra, `/${version}/$batch`, { method: 'POST', body, unchecked })
  const send = (requests: unknown[], version?: string) => post({ requests }, version)
  const responses = (reply: Reply) => reply.body['responses'] as ItemReply[]
  const byId = (reply: Reply, id: string) => responses(reply).find((item) => item.id === id) as ItemReply
  const item = (id: string, url: string, more: Json = {}) => ({ id, method: 'GET', url, ...more })
  const members = () => `/groups/${sales.id}/members?$select=id`

  it('responds to each item with its own status, in another order', async () => {
    const reply = await send([
      item('1', members()),
      item('2', '/groups/00000000-0000-4000-8000-000000000000'),
      item('3', 'groups?$select=displayName'),
      item('4', '/v1.0/groups'),
    ])
    expect(reply.status).to.equal(200)
    expect(responses(reply).map(({ id }) => id)).not.to.deep.equal(['1', '2', '3', '4'])
    expect(responses(reply).map(({ id }) => id)).to.have.members(['1', '2', '3', '4'])
    expect(byId(reply, '1').body['value']).to.have.length(3)
    expect(byId(reply, '2').body['error']).to.have.property('code', 'Request_ResourceNotFound')
    expect(byId(reply, '3').status).to.equal(200)
    expect(byId(reply, '4').body['error']).to.have.property('message').that.contains("segment 'v1.0'")
  })

  it('accepts twenty items and rejects twenty-one', async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, index) => item(String(index), '/groups'))
    expect(responses(await send(items(20)))).to.have.length(20)
    const refused = await send(items(21))
    expect(refusal(refused)).to.equal('400 BadRequest')
    expect(errorIn(refused).message).to.contain('20')
  })

  it('rejects a malformed batch as a whole', async () => {
    const wrong: unknown[] = [
      {},
      { requests: [] },
      { requests: 'all' },
      { requests: [null] },
      { requests: [{ method: 'GET', url: '/groups' }] },
      { requests: [{ id: 1, method: 'GET', url: '/groups' }] },
      { requests: [{ id: '1', url: '/groups' }] },
      { requests: [{ id: '1', method: 'FETCH', url: '/groups' }] },
      { requests: [item('1', `${entra.graphUrl}/v1.0/groups`)] },
      { requests: [item('1', '//localhost/groups')] },
      { requests: [item('a', '/groups'), item('A', '/groups')] },
      { requests: [item('1', '/groups', { headers: { ConsistencyLevel: 1 } })] },
      { requests: [item('1', '/groups', { dependsOn: ['2'] })] },
      { requests: [item('1', '/groups', { dependsOn: ['1'] })] },
      { requests: [item('1', '/a', { dependsOn: ['2'] }), item('2', '/b', { dependsOn: ['1'] })] },
      { requests: [{ id: '1', method: 'PATCH', url: `/groups/${sales.id}`, body: { displayName: 'x' } }] },
      { requests: [{ id: '1', method: 'PATCH', url: `/groups/${sales.id}` }] },
    ]
    for (const body of wrong) {
      expect(refusal(await post(body)), JSON.stringify(body)).to.equal('400 BadRequest')
    }
    const plain = { method: 'POST', body: { requests: [] }, headers: { 'Content-Type': 'text/plain' } }
    expect(refusal(await ask(entra, '/v1.0/$batch', plain))).to.equal('400 BadRequest')
  })

  it('requires a token, and keeps the headers of items separate', async () => {
    const unsigned = await ask(entra, '/v1.0/$batch', { method: 'POST', body: { requests: [] }, token: '' })
    expect(unsigned.status).to.equal(401)
    const count = `/groups/${sales.id}/members/$count`
    const reply = await ask(entra, '/v1.0/$batch', {
      method: 'POST',
      headers: { ConsistencyLevel: 'eventual' },
      body: {
        requests: [
          item('with', count, { headers: { consistencylevel: 'eventual' } }),
          item('without', count),
        ],
      },
    })
    expect(byId(reply, 'without').status).to.equal(400)
    expect(byId(reply, 'with').status).to.equal(200)
    expect(byId(reply, 'with').body).to.equal(3)
    expect(byId(reply, 'with').headers).to.include({ 'Content-Type': 'text/plain' })
  })

  it('encodes a count as number, text or base64 by option, and other text as base64', async () => {
    const headers = { ConsistencyLevel: 'eventual' }
    const requests = ['members', 'transitiveMembers', 'members/microsoft.graph.user'].map((path) =>
      item(path, `/groups/${sales.id}/${path}/$count`, { headers }),
    )
    const bodies = async () => responses(await send(requests)).map(({ body }) => body)
    const forms = { number: 3, text: '3', base64: Buffer.from('3').toString('base64') }
    for (const [form, body] of Object.entries(forms)) {
      entra.undocumented.batchedCounts = form as keyof typeof forms
      expect(await bodies(), form).to.deep.equal([body, body, body])
    }
    entra.undocumented.batchedCounts = 'number'
    entra.faults.next({ match: ({ batchItem }) => batchItem === '1', respond: faults.badGateway() })
    const page = byId(await post({ requests: [item('1', '/groups')] }, 'v1.0', true), '1')
    expect(Buffer.from(page.body as unknown as string, 'base64').toString()).to.match(/^<html>/)
  })

  it('returns absolute next links that a client can follow', async () => {
    const reply = await send([item('1', `${members()}&$top=2`)])
    const link = String(byId(reply, '1').body['@odata.nextLink'])
    expect(link).to.match(new RegExp(`^${entra.graphUrl}/v1.0/groups/${sales.id}/members\\?`))
    expect((await ask(entra, link)).body['value']).to.have.length(1)
  })

  it('fails items with 424 that depend on a failed item, and carries out the others in order', async () => {
    const patch = (id: string, group: string, displayName: string, dependsOn: string[] = []) => ({
      id,
      method: 'PATCH',
      url: `/groups/${group}`,
      headers: { 'Content-Type': 'application/json' },
      body: { displayName },
      dependsOn,
    })
    const reply = await send([
      patch('last', sales.id, 'Third', ['middle']),
      patch('middle', sales.id, 'Second', ['first']),
      patch('first', sales.id, 'First'),
      patch('bad', 'no-id', 'Nobody'),
      item('dependent', '/groups', { dependsOn: ['bad'] }),
    ])
    const statuses = Object.fromEntries(responses(reply).map(({ id, status }) => [id, status]))
    expect(statuses).to.deep.equal({ last: 204, middle: 204, first: 204, bad: 400, dependent: 424 })
    expect(entra.tenant.group(sales)?.displayName).to.equal('Third')
  })

  it('throttles items one by one while the batch is 200', async () => {
    entra.faults.next({
      match: ({ batchItem }) => batchItem === '2',
      respond: faults.throttled(2.128),
    })
    const requests = [item('1', '/groups'), item('2', '/groups'), item('3', '/groups')]
    const reply = await send(requests)
    expect(reply.status).to.equal(200)
    expect(responses(reply).map(({ id, status }) => `${id} ${status}`)).to.have.members([
      '1 200',
      '2 429',
      '3 200',
    ])
    expect(byId(reply, '2').headers).to.include({ 'Retry-After': '2.128' })
    expect(byId(reply, '2').body['error']).to.have.property('code', 'TooManyRequests')
    expect(byId(await send(requests), '2').status).to.equal(200)
  })

  it('applies faults without a match to the whole batch only, not to its items', async () => {
    entra.faults.next({ after: 1, respond: faults.unavailable() })
    const reply = await send([item('1', '/groups'), item('2', '/groups')])
    expect(responses(reply).map(({ status }) => status)).to.deep.equal([200, 200])
    expect(entra.faults.pending()).to.equal(1)
    expect((await post({ requests: [] })).status).to.equal(503)
  })

  it('closes the connection if a fault of an item does', async () => {
    entra.faults.next({
      match: ({ batchItem }) => batchItem !== undefined,
      respond: faults.connectionReset(),
    })
    const error = await send([item('1', '/groups')]).catch((thrown: unknown) => thrown)
    expect(error).to.have.property('code', 'ECONNRESET')
  })

  it('rejects a batch inside a batch', async () => {
    const nested = {
      id: '1',
      method: 'POST',
      url: '/$batch',
      headers: { 'Content-Type': 'application/json' },
      body: { requests: [item('1', '/groups')] },
    }
    expect(byId(await send([nested]), '1').status).to.equal(400)
  })

  it('supports beta with writebackConfiguration', async () => {
    const reply = await send([item('1', `/groups/${sales.id}?$select=writebackConfiguration`)], 'beta')
    expect(byId(reply, '1').body).to.have.property('writebackConfiguration')
  })

  it('logs the batch as one request and each item with its cost', async () => {
    await send([item('1', members()), item('2', '/groups')])
    const { log } = entra
    expect(log.count(({ area, batchItem }) => area === 'graph' && batchItem === undefined)).to.equal(1)
    const prices = log.entries.filter(({ batchItem }) => batchItem).map((entry) => entry.resourceUnits)
    expect(prices).to.have.members([2, 1])
  })

  it('counts HTTP requests without items, so that batches and single requests can be compared', async () => {
    const { log } = entra
    const members = ({ url }: LogEntry) => url.includes('/members')
    const ids = [sales.id, sales.id, sales.id]
    for (const id of ids) await ask(entra, `/v1.0/groups/${id}/members`)
    expect([log.countRequests(), log.countRequests(members), log.count(members)]).to.deep.equal([3, 3, 3])
    log.clear()
    await send(ids.map((id, index) => item(String(index), `/groups/${id}/members`)))
    expect([log.countRequests(), log.countRequests(members), log.count(members)]).to.deep.equal([1, 0, 3])
    const batched = log.entries.filter(({ batchItem }) => batchItem !== undefined)
    expect(batched.map(({ batchItem }) => batchItem)).to.have.members(['0', '1', '2'])
    expect(log.count()).to.equal(2) // the batch, and the sign-in before it
  })
})
