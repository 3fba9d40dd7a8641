import { expect } from 'chai'
import { graphFailure } from '../../../src/entra/graph/failures.js'
import type { GroupSource } from '../../../src/engine/ports.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import { newGroup } from '../../contract/sourceFixture.js'
import { failureOf, graphLog, startPlace, type Place } from '../support.js'

describe('what Graph answered, as data', () => {
  let place: Place
  let source: GroupSource
  before(async () => {
    place = await startPlace()
    source = place.source()
  })
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => place.entra.faults.clear())

  const read = () => source.readGroups('all')
  const withFilter = () => source.readGroups({ filter: 'mailEnabled eq false' })

  const answers: Array<[string, FaultResponse, number, string]> = [
    ['a refusal', kinds.accessDenied(), 403, 'Authorization_RequestDenied'],
    ['throttling', kinds.throttled(), 429, 'TooManyRequests'],
    ['an empty answer', kinds.unavailable(), 503, ''],
    ['the page of a gateway', kinds.badGateway(), 502, ''],
    ['half a body', kinds.halfBody(), 200, ''],
  ]
  for (const [name, respond, status, graphCode] of answers) {
    it(`is with the error about ${name}`, async () => {
      place.entra.faults.always({ respond })
      expect(graphFailure(await failureOf(read()))).to.include({ status, graphCode })
    })
  }

  it('is with the error about one group, and about a filter', async () => {
    place.entra.faults.always({ match: kinds.membersOf(), respond: kinds.accessDenied() })
    const group = newGroup('Any')
    expect(graphFailure((await source.readMembers([group])).get(group.id))?.status).to.equal(403)
    place.entra.faults.clear()
    const error = await failureOf(source.readGroups({ filter: 'displayName eqq 5' }))
    expect([error.code, graphFailure(error)?.status]).to.deep.equal(['filterRefused', 400])
  })

  it('is nothing where no answer came', async () => {
    place.entra.faults.always({ respond: kinds.connectionReset() })
    expect(graphFailure(await failureOf(read()))).to.equal(undefined)
    expect(graphFailure(new Error('anything'))).to.equal(undefined)
  })

  it('decides, whatever the words are', async () => {
    const words = 'Directory_ExpiredPageToken, said someone: Graph answered 400 for /groups.'
    place.entra.faults.always({
      respond: { status: 403, code: 'Authorization_RequestDenied', message: words },
    })
    expect((await failureOf(withFilter())).code).to.equal('graphDenied')
    expect(graphLog(place)).to.have.length(1)
    place.entra.faults.clear()
    place.entra.faults.next({ respond: { status: 400, code: 'Directory_ExpiredPageToken', message: '' } })
    expect((await withFilter()).items).to.deep.equal([])
  })
})
