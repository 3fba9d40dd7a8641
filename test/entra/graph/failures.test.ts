import { expect } from 'chai'
import { graphFailureOf } from '../../../src/entra/graph/failures.js'
import type { GroupSource } from '../../../src/engine/ports.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import { newGroup } from '../../contract/sourceFixture.js'
import { failureOf, graphLog, startEntraFixture, type EntraFixture } from '../fixture.js'

describe('the Graph failure of an error', () => {
  let fixture: EntraFixture
  let source: GroupSource
  before(async () => {
    fixture = await startEntraFixture()
    source = fixture.source()
  })
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => fixture.entra.faults.clear())

  const read = () => source.readGroups('all')
  const withFilter = () => source.readGroups({ filter: 'mailEnabled eq false' })

  const responses: Array<[string, FaultResponse, number, string]> = [
    ['status 403', kinds.accessDenied(), 403, 'Authorization_RequestDenied'],
    ['status 429', kinds.throttled(), 429, 'TooManyRequests'],
    ['an empty response', kinds.unavailable(), 503, ''],
    ['the page of a gateway', kinds.badGateway(), 502, ''],
    ['truncated JSON', kinds.halfBody(), 200, ''],
  ]
  for (const [name, respond, status, graphCode] of responses) {
    it(`has the status and the code of ${name}`, async () => {
      fixture.entra.faults.always({ respond })
      expect(graphFailureOf(await failureOf(read()))).to.include({ status, graphCode })
    })
  }

  it('has the status of the response for one group, and for a filter', async () => {
    fixture.entra.faults.always({ match: kinds.membersOf(), respond: kinds.accessDenied() })
    const group = newGroup('Any')
    expect(graphFailureOf((await source.readMembers([group])).get(group.id))?.status).to.equal(403)
    fixture.entra.faults.clear()
    const error = await failureOf(source.readGroups({ filter: 'displayName eqq 5' }))
    expect([error.code, graphFailureOf(error)?.status]).to.deep.equal(['filterRefused', 400])
  })

  it('is undefined if there was no response', async () => {
    fixture.entra.faults.always({ respond: kinds.connectionReset() })
    expect(graphFailureOf(await failureOf(read()))).to.equal(undefined)
    expect(graphFailureOf(new Error('anything'))).to.equal(undefined)
  })

  it('decides about retries and error codes, whatever the message', async () => {
    const misleading = 'Directory_ExpiredPageToken: Graph responded with status 400 for /groups.'
    fixture.entra.faults.always({
      respond: { status: 403, code: 'Authorization_RequestDenied', message: misleading },
    })
    expect((await failureOf(withFilter())).code).to.equal('graphDenied')
    expect(graphLog(fixture)).to.have.length(1)
    fixture.entra.faults.clear()
    fixture.entra.faults.next({ respond: { status: 400, code: 'Directory_ExpiredPageToken', message: '' } })
    expect((await withFilter()).items).to.deep.equal([])
  })
})
