import { expect } from 'chai'
import { parseGuid } from '../../src/ad/identifiers.js'
import { readElements } from '../../src/ad/ldap/ber.js'
import { controlTypes } from '../../src/ad/ldap/controls.js'
import { resultCodes } from '../../src/ad/ldap/resultCodes.js'
import { retryListing } from '../../src/ad/retryListing.js'
import { openSession } from '../../src/ad/session.js'
import { readToEnd } from '../../src/model/completeRead.js'
import { ops, pagedValue, type FakeServer, type Received } from '../support/ldapServer.js'
import {
  urlOf,
  closeConnections,
  configFor,
  rejectionOf,
  setPassword,
  sendNotice,
  startServer,
  deletePassword,
} from './ldap/ldap.helpers.js'

const guid = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`
const sizeOf = (request: Received) => {
  const [size] = readElements(readElements(request.controls[0]?.value)[0]?.content)
  return size ? size.content.readUIntBE(0, size.content.length) : 0
}

/** Starts a server that lists numbered objects. `fail` may respond instead, by the number of pages requested so far. */
async function listing(objects: readonly number[], fail: (count: number, request: Received) => boolean) {
  const pageSizes: number[] = []
  const server = await startServer((request) => {
    if (request.op === ops.unbind) return
    if (request.op !== ops.search) return request.result(0)
    pageSizes.push(sizeOf(request))
    if (fail(pageSizes.length, request)) return
    const [, cookie] = readElements(readElements(request.controls[0]?.value)[0]?.content)
    const start = Number(String(cookie?.content)) || 0
    const end = start + sizeOf(request)
    for (const n of objects.slice(start, end)) request.entry(`CN=${n}`, { objectGUID: [parseGuid(guid(n))] })
    const next = end < objects.length ? String(end) : ''
    request.result(0, '', [{ type: controlTypes.pagedResults, value: pagedValue(0, Buffer.from(next)) }])
  })
  return { server, pageSizes }
}

async function read(...servers: FakeServer[]) {
  const session = openSession(configFor(servers.map(urlOf)))
  const pages = retryListing(session, (connection, share) =>
    connection.search({ base: 'DC=x', scope: 'sub', attributes: ['objectGUID'], pageSize: 4 * share }),
  )
  const description = { what: 'the objects', code: 'directoryIncomplete' } as const
  const { items } = await readToEnd(pages, description, (listed) =>
    listed.map(({ entry }) => entry.dn),
  ).finally(() => session.close())
  return items
}

const dns = (...numbers: number[]) => numbers.map((n) => `CN=${n}`)
const ten = Array.from({ length: 10 }, (_, n) => n)

describe('retryListing', function () {
  before(setPassword)
  after(deletePassword)
  afterEach(closeConnections)

  it('restarts a listing that broke off, and returns no object twice', async () => {
    const { server, pageSizes } = await listing(ten, (asked, request) => {
      if (asked === 3) sendNotice(request, resultCodes.unavailable)
      return asked === 3
    })
    expect(await read(server)).to.deep.equal(dns(...ten))
    expect(pageSizes).to.have.length(6)
  })

  it('restarts on another controller, which lists in another order and has further objects', async () => {
    const first = await listing(ten, (asked, request) => {
      if (asked > 2) request.result(resultCodes.busy)
      return asked > 2
    })
    const second = await listing([11, 9, 8, 7, 6, 5, 4, 3, 2], () => false)
    expect(await read(first.server, second.server)).to.deep.equal(dns(0, 1, 2, 3, 4, 5, 6, 7, 11, 9, 8))
  })

  it('rejects with directoryUnreachable if the listing never reaches its end', async () => {
    const { server } = await listing(ten, (asked, request) => {
      if (asked > 2) request.result(resultCodes.busy)
      return asked > 2
    })
    expect((await rejectionOf(read(server))).code).to.equal('directoryUnreachable')
  })

  it('halves the page size after adminLimitExceeded', async () => {
    const { server, pageSizes } = await listing(ten, (_, request) => {
      const isTooMuch = sizeOf(request) > 1
      if (isTooMuch) request.result(resultCodes.adminLimitExceeded)
      return isTooMuch
    })
    expect(await read(server)).to.deep.equal(dns(...ten))
    expect(pageSizes.slice(0, 4)).to.deep.equal([4, 2, 1, 1])
  })

  it('rejects with directoryIncomplete if even a page of one object exceeds the limits', async () => {
    const { server } = await listing(ten, (_, request) => {
      request.result(resultCodes.adminLimitExceeded)
      return true
    })
    expect((await rejectionOf(read(server))).code).to.equal('directoryIncomplete')
  })

  it('returns an object once that the directory lists twice, for example after a rename', async () => {
    const { server } = await listing([1, 2, 3, 4, 1, 5], () => false)
    expect(await read(server)).to.deep.equal(dns(1, 2, 3, 4, 5))
  })
})
