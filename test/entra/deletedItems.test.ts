import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraResponse, EntraRequest } from '../../src/emulators/entra/messages.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, graphLog, startEntraFixture, type EntraFixture } from './fixture.js'

const path = '/directory/deletedItems/microsoft.graph.user'
const listing = (request: EntraRequest) => request.path === path
const link = '@odata.nextLink'

describe('readDeletedUsers', () => {
  let fixture: EntraFixture
  let source: GroupSource
  before(async () => {
    fixture = await startEntraFixture()
    source = fixture.source()
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  const read = async () => [...(await source.readDeletedUsers())]
  const user = (sid: unknown) => ({ id: newId(), onPremisesSecurityIdentifier: sid })
  /** Pages with one user each. */
  const pagesOf = (count: number): FaultResponse => {
    let page = 0
    return {
      rewrite: (answer: EntraResponse) => {
        page++
        const next = `${fixture.entra.graphUrl}/v1.0${path}?$skiptoken=${page}`
        const body = { value: [user(`S-1-5-21-${page}`)], ...(page < count && { [link]: next }) }
        return { ...answer, status: 200, body }
      },
    }
  }

  it('selects the SIDs, in pages of 999 users', async () => {
    fixture.entra.faults.always({ match: listing, respond: pagesOf(1) })
    expect(await read()).to.deep.equal(['S-1-5-21-1'])
    const { pathname, searchParams } = new URL(graphLog(fixture)[0]?.url ?? '', 'https://x')
    expect(pathname).to.equal(`/v1.0${path}`)
    expect(searchParams.get('$select')).to.equal('id,onPremisesSecurityIdentifier')
    expect(searchParams.get('$top')).to.equal('999')
  })

  it('omits users without a SID and invalid items, and returns SIDs in upper case', async () => {
    const value = [user('s-1-5-21-7'), user(null), user(''), user(5), user('S-1-5-21-8'), null, 'text', {}]
    fixture.entra.faults.always({ match: listing, respond: { status: 200, body: { value } } })
    expect(await read()).to.deep.equal(['S-1-5-21-7', 'S-1-5-21-8'])
  })

  it('reads all pages, up to fifty', async () => {
    fixture.entra.faults.always({ match: listing, respond: pagesOf(3) })
    expect(await read()).to.have.length(3)
    fixture.entra.faults.clear()
    fixture.entra.faults.always({ match: listing, respond: pagesOf(Infinity) })
    fixture.entra.log.clear()
    expect(await read()).to.have.length(50)
    expect(graphLog(fixture)).to.have.length(50)
  })

  const failures: Array<[string, FaultResponse, number]> = [
    ['400', { status: 400, code: 'Request_BadRequest', message: 'No.' }, 1],
    ['403', kinds.accessDenied(), 1],
    ['404', { status: 404, code: 'Request_ResourceNotFound', message: 'No.' }, 1],
    ['404 with an HTML page', { status: 404, body: '<html></html>' }, 1],
    ['a page without a list', { status: 200, body: {} }, 1],
    ['429', kinds.throttled(), 6],
    ['503', kinds.unavailable(), 6],
    ['a closed connection', kinds.connectionReset(), 6],
  ]
  for (const [name, respond, attempts] of failures) {
    it(`returns no SIDs if the response is ${name}`, async () => {
      fixture.entra.faults.always({ match: listing, respond })
      expect(await read()).to.deep.equal([])
      expect(graphLog(fixture)).to.have.length(attempts)
    })
  }

  it('returns the SIDs of the earlier pages if a later page fails', async () => {
    fixture.entra.faults.next({ match: listing, respond: pagesOf(2) })
    fixture.entra.faults.always({ match: listing, respond: kinds.accessDenied() })
    expect(await read()).to.deep.equal(['S-1-5-21-1'])
  })

  it('throws graphUnauthorized, which concerns the whole run', async () => {
    fixture.entra.faults.always({ match: listing, respond: kinds.tokenRefused() })
    expect((await failureOf(read())).code).to.equal('graphUnauthorized')
  })
})
