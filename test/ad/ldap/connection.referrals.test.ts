import { expect } from 'chai'
import { containerError } from '../../../src/ad/containerErrors.js'
import { ldapFailure } from '../../../src/ad/ldap/errors.js'
import type { WritebackError } from '../../../src/errors.js'
import { reference } from '../../support/ldapServer.js'
import {
  closeConnections,
  connectToScript,
  rejectionOf,
  lastPage,
  readAll,
  sendReferral,
} from './ldap.helpers.js'

/** AD's diagnostic text for a DN of another domain. */
const text =
  "0000202B: RefErr: DSID-0310084A, data 0, 1 access points\n\tref 1: 'child.corp.contoso.test'\n\0"
const urls = ['ldap://child.corp.contoso.test/OU=Cloud%20Groups,DC=child,DC=corp,DC=contoso,DC=test']
const search = { base: 'OU=Cloud Groups,DC=child', scope: 'base', attributes: [] } as const

const expectOneLine = ({ message }: WritebackError) => {
  const controls = [...message].filter((char) => char < ' ' || char === '\x7f')
  expect(controls, message).to.deep.equal([])
}

describe('a referral', () => {
  afterEach(closeConnections)

  it('is an error of one line whose hint names the other domain', async () => {
    const { connection } = await connectToScript((request) => sendReferral(request, urls, text))
    const error = await rejectionOf(readAll(connection, search))
    expect(error.code).to.equal('directoryRefused')
    expectOneLine(error)
    expect(error.problems[0].hint).to.include('child.corp.contoso.test').and.include('directory.urls')
    expect(ldapFailure(error)?.referrals).to.deep.equal(urls)
    expect(ldapFailure(error)?.serverText).to.equal(text.slice(0, -1))
    expect(connection.closed).to.be.false
  })

  it('as the response to a bind is directoryRefused, not a wrong password', async () => {
    const { connection, server } = await connectToScript((request) => sendReferral(request, urls, text))
    const error = await rejectionOf(connection.bind('CN=svc,DC=child', 'secret'))
    expect(error.code).to.equal('directoryRefused')
    expectOneLine(error)
    expect(error.message).to.not.match(/password/i)
    expect(error.problems[0].hint)
      .to.include('child.corp.contoso.test')
      .and.include('directory.urls')
      .and.include('container')
    expect(server.received).to.have.length(1)
  })

  it('as the response to a search of the container is containerMissing', async () => {
    const { connection } = await connectToScript((request) => sendReferral(request, urls, text))
    const error = containerError(
      'OU=Cloud Groups',
      await rejectionOf(readAll(connection, search)),
    ) as WritebackError
    expect(error.code).to.equal('containerMissing')
    expectOneLine(error)
    expect(error.problems[0].hint).to.equal(
      'The container is in another domain: add a domain controller of child.corp.contoso.test to directory.urls.',
    )
  })

  it('without a usable URL has a hint without a domain name', async () => {
    for (const some of [[], ['no address'], ['ldap:///DC=x']]) {
      const { connection } = await connectToScript((request) => sendReferral(request, some))
      const error = await rejectionOf(readAll(connection, search))
      expect(error.problems[0].hint).to.include('in another domain').and.include('directory.urls')
    }
  })

  it('among the entries of a search is ignored', async () => {
    const { connection } = await connectToScript((request) => {
      request.entry('CN=a')
      request.send(reference(request.id, 'ldap://ForestDnsZones.corp.contoso.test/DC=ForestDnsZones'))
      lastPage(request)
    })
    expect(await readAll(connection, { ...search, scope: 'sub' })).to.have.length(1)
  })
})
