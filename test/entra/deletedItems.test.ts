import { expect } from 'chai'
import type { GroupSource } from '../../src/engine/ports.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraResponse, EntraRequest } from '../../src/emulators/entra/messages.js'
import { newId } from '../contract/sourceFixture.js'
import { failureOf, graphLog, startPlace, type Place } from './support.js'

const path = '/directory/deletedItems/microsoft.graph.user'
const listing = (request: EntraRequest) => request.path === path
const link = '@odata.nextLink'

describe('reading the users that were deleted', () => {
  let place: Place
  let source: GroupSource
  before(async () => {
    place = await startPlace()
    source = place.source()
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  const read = async () => [...(await source.readDeletedUsers())]
  const user = (sid: unknown) => ({ id: newId(), onPremisesSecurityIdentifier: sid })
  /** Pages that go on as long as told, each with one user. */
  const pagesOf = (count: number): FaultResponse => {
    let page = 0
    return {
      rewrite: (answer: EntraResponse) => {
        page++
        const next = `${place.entra.graphUrl}/v1.0${path}?$skiptoken=${page}`
        const body = { value: [user(`S-1-5-21-${page}`)], ...(page < count && { [link]: next }) }
        return { ...answer, status: 200, body }
      },
    }
  }

  it('asks for their SIDs, in long pages', async () => {
    place.entra.faults.always({ match: listing, respond: pagesOf(1) })
    expect(await read()).to.deep.equal(['S-1-5-21-1'])
    const { pathname, searchParams } = new URL(graphLog(place)[0]?.url ?? '', 'https://x')
    expect(pathname).to.equal(`/v1.0${path}`)
    expect(searchParams.get('$select')).to.equal('id,onPremisesSecurityIdentifier')
    expect(searchParams.get('$top')).to.equal('999')
  })

  it('leaves out users without a SID and what is no user, and writes SIDs as everywhere', async () => {
    const value = [user('s-1-5-21-7'), user(null), user(''), user(5), user('S-1-5-21-8'), null, 'text', {}]
    place.entra.faults.always({ match: listing, respond: { status: 200, body: { value } } })
    expect(await read()).to.deep.equal(['S-1-5-21-7', 'S-1-5-21-8'])
  })

  it('reads all pages, and no more than fifty', async () => {
    place.entra.faults.always({ match: listing, respond: pagesOf(3) })
    expect(await read()).to.have.length(3)
    place.entra.faults.clear()
    place.entra.faults.always({ match: listing, respond: pagesOf(Infinity) })
    place.entra.log.clear()
    expect(await read()).to.have.length(50)
    expect(graphLog(place)).to.have.length(50)
  })

  const without: Array<[string, FaultResponse, number]> = [
    ['400', { status: 400, code: 'Request_BadRequest', message: 'No.' }, 1],
    ['403', kinds.accessDenied(), 1],
    ['404', { status: 404, code: 'Request_ResourceNotFound', message: 'No.' }, 1],
    ['404 of something else', { status: 404, body: '<html></html>' }, 1],
    ['no list', { status: 200, body: {} }, 1],
    ['429', kinds.throttled(), 6],
    ['503', kinds.unavailable(), 6],
    ['a closed connection', kinds.connectionReset(), 6],
  ]
  for (const [name, respond, tries] of without) {
    it(`does without them where the answer is ${name}`, async () => {
      place.entra.faults.always({ match: listing, respond })
      expect(await read()).to.deep.equal([])
      expect(graphLog(place)).to.have.length(tries)
    })
  }

  it('keeps what it read where a later page fails', async () => {
    place.entra.faults.next({ match: listing, respond: pagesOf(2) })
    place.entra.faults.always({ match: listing, respond: kinds.accessDenied() })
    expect(await read()).to.deep.equal(['S-1-5-21-1'])
  })

  it('does not do without what every request needs', async () => {
    place.entra.faults.always({ match: listing, respond: kinds.tokenRefused() })
    expect((await failureOf(read())).code).to.equal('graphUnauthorized')
  })
})
