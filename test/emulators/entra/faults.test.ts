import { expect } from 'chai'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import { get, items, refusal, requestToken, signIn, ask, type Reply } from './support/client.js'

describe('the emulated Entra: faults', () => {
  let entra: Entra
  let token: string
  before(async () => {
    entra = await startEntra({
      seed: 'faults',
      apps: [{ secret: 's', permissions: ['Group.ReadWrite.All'] }],
    })
    entra.tenant.addGroup({ displayName: 'Sales' })
    token = await signIn(entra)
  })
  after(() => entra.close())
  afterEach(() => entra.faults.clear())

  const groups = () => get(entra, '/groups', { token, unchecked: true })
  const groupsAfter = (respond: FaultResponse) => {
    entra.faults.next({ respond })
    return groups()
  }
  const failure = async (reply: Promise<Reply>): Promise<string> =>
    reply.then(
      ({ status }) => String(status),
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    )

  it('throttles with a fractional Retry-After or without one', async () => {
    const told = await groupsAfter(kinds.throttled(0.1))
    expect([refusal(told), told.headers['retry-after']]).to.deep.equal(['429 TooManyRequests', '0.1'])
    const untold = await groupsAfter(kinds.throttled())
    expect([untold.status, untold.headers['retry-after']]).to.deep.equal([429, undefined])
    expect((await groups()).status).to.equal(200)
  })

  it("returns 503 with an empty body, and 502 with a proxy's page", async () => {
    for (const [respond, status] of [
      [kinds.unavailable(), 503],
      [kinds.gatewayTimeout(), 504],
    ] as const) {
      const reply = await groupsAfter(respond)
      expect([reply.status, reply.text, reply.headers['retry-after']]).to.deep.equal([status, '', undefined])
    }
    expect((await groupsAfter(kinds.unavailable(7))).headers['retry-after']).to.equal('7')
    const page = await groupsAfter(kinds.badGateway())
    expect(page.status).to.equal(502)
    expect(page.headers['content-type']).to.equal('text/html')
    expect(page.text).to.match(/^<html>/)
  })

  it("returns Graph's error bodies", async () => {
    expect(refusal(await groupsAfter(kinds.tokenRefused()))).to.equal('401 InvalidAuthenticationToken')
    expect(refusal(await groupsAfter(kinds.accessDenied()))).to.equal('403 Authorization_RequestDenied')
    expect(refusal(await groupsAfter(kinds.pageExpired()))).to.equal('400 Directory_ExpiredPageToken')
    expect(refusal(await groupsAfter(kinds.internalError()))).to.equal('500 UnknownError')
  })

  it('closes the connection before the response', async () => {
    entra.faults.next({ respond: kinds.connectionReset() })
    expect(await failure(groups())).to.equal('ECONNRESET')
    expect((await groups()).status).to.equal(200)
  })

  it('truncates the body, with and without an HTTP error', async () => {
    const whole = (await groups()).text
    const half = await groupsAfter(kinds.halfBody())
    expect([half.status, half.text]).to.deep.equal([200, whole.slice(0, Math.floor(whole.length / 2))])
    entra.faults.next({ respond: kinds.brokenBody() })
    // Even if the connection would be kept open.
    const headers = { Connection: 'keep-alive' }
    expect(await failure(get(entra, '/groups', { token, headers }))).to.equal('ECONNRESET')
  })

  it('sends no response until close ends the connection', async () => {
    const silent = await startEntra()
    const given = await signIn(silent)
    silent.faults.next({ respond: kinds.noAnswer() })
    let settled = false
    const waiting = failure(get(silent, '/groups', { token: given })).finally(() => (settled = true))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(settled).to.equal(false)
    expect(silent.log.entries.at(-1)?.status).to.equal(0)
    await silent.close()
    expect(await waiting).to.equal('ECONNRESET')
  })

  it('delays a response', async () => {
    let isLate = false
    setTimeout(() => (isLate = true), 100) // due before the delay is over, which begins later
    const reply = await groupsAfter(kinds.slow(120))
    expect(reply.status).to.equal(200)
    expect(isLate).to.equal(true)
  })

  it('loses the response to a write that was carried out, or does not carry it out', async () => {
    const group = entra.tenant.addGroup({ displayName: 'Old' })
    const rename = (displayName: string) =>
      failure(ask(entra, `/v1.0/groups/${group.id}`, { method: 'PATCH', body: { displayName }, token }))
    entra.faults.next({ respond: kinds.connectionReset() })
    expect(await rename('Never')).to.equal('ECONNRESET')
    expect(entra.tenant.group(group)?.displayName).to.equal('Old')
    entra.faults.next({ respond: kinds.answerLost() })
    expect(await rename('New')).to.equal('ECONNRESET')
    expect(entra.tenant.group(group)?.displayName).to.equal('New')
    entra.tenant.purgeGroup(group)
  })

  it('apply to matching requests, after a number of them, a number of times', async () => {
    entra.faults.next({
      match: ({ path, query }) => path === '/groups' && query.has('$select'),
      after: 1,
      times: 2,
      respond: kinds.unavailable(),
    })
    const statuses: number[] = []
    for (const options of ['', '?$select=id', '?$select=id', '', '?$select=id', '?$select=id']) {
      statuses.push((await get(entra, `/groups${options}`, { token })).status)
    }
    expect(statuses).to.deep.equal([200, 200, 503, 200, 503, 200])
    expect(entra.faults.pending()).to.equal(0)
  })

  it('apply until cleared', async () => {
    entra.faults.always({ respond: kinds.gatewayTimeout() })
    expect([(await groups()).status, (await groups()).status]).to.deep.equal([504, 504])
    entra.faults.clear()
    expect((await groups()).status).to.equal(200)
  })

  it('return any response, or rewrite the normal one', async () => {
    const own = await groupsAfter({ status: 418, headers: { 'X-Own': 'yes' }, body: { teapot: true } })
    expect([own.status, own.headers['x-own'], own.body]).to.deep.equal([418, 'yes', { teapot: true }])
    const coded = await groupsAfter({ status: 410, code: 'resyncRequired', message: 'Start again.' })
    expect(refusal(coded)).to.equal('410 resyncRequired')
    const doubled = await groupsAfter({
      rewrite: (answer) => {
        const { value } = answer.body as { value: unknown[] }
        return { ...answer, body: { ...(answer.body as object), value: [...value, ...value] } }
      },
    })
    expect(items(doubled)).to.have.length(2)
  })

  it("report an error in a test's own match function as the response", async () => {
    entra.faults.next({
      match: () => {
        throw new Error('my mistake')
      },
      respond: kinds.noAnswer(),
    })
    const reply = await groups()
    expect([reply.status, reply.text.includes('my mistake')]).to.deep.equal([500, true])
  })

  it('do not apply to sign-ins by default', async () => {
    entra.faults.next({ respond: kinds.unavailable() })
    expect((await requestToken(entra, {})).status).to.equal(400)
    expect(entra.faults.pending()).to.equal(1)
    entra.faults.next({ match: ({ area }) => area === 'authority', respond: kinds.unavailable() })
    expect((await requestToken(entra, {})).status).to.equal(503)
  })
})
