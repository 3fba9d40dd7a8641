import { expect } from 'chai'
import type { Entry } from '../../src/ad/ldap/connection.js'
import { retryListing } from '../../src/ad/retryListing.js'
import { openSession } from '../../src/ad/session.js'
import { readToEnd, type Page } from '../../src/model/completeRead.js'
import {
  urlOf,
  closeConnections,
  configFor,
  rejectionOf,
  setPassword,
  startServer,
  deletePassword,
} from './ldap/ldap.helpers.js'

const description = { what: 'the objects', code: 'directoryIncomplete' } as const

describe('retryListing', () => {
  before(setPassword)
  after(deletePassword)
  afterEach(closeConnections)

  for (const count of [0, 1, 2]) {
    it(`yields no last page for a listing that ends after ${count} pages without one: directoryIncomplete`, async () => {
      const server = await startServer((request) => request.result(0))
      const session = openSession(configFor([urlOf(server)]))
      async function* short(): AsyncGenerator<Page<Entry>> {
        for (let page = 0; page < count; page++) yield { items: [], last: false }
      }
      const work = readToEnd(retryListing(session, short), description, (items) => items)
      expect((await rejectionOf(work)).code).to.equal('directoryIncomplete')
      session.close()
    })
  }
})
