import { expect } from 'chai'
import { notHere } from '../../../src/ad/container.js'
import { ldapFailure } from '../../../src/ad/ldap/errors.js'
import type { WritebackError } from '../../../src/errors.js'
import { reference } from '../../support/ldapServer.js'
import { closeAll, connectToScript, failure, lastPage, readAll, refer } from './connection.helpers.js'

/** As AD answers where a name belongs to another domain. */
const text =
  "0000202B: RefErr: DSID-0310084A, data 0, 1 access points\n\tref 1: 'child.corp.contoso.test'\n\0"
const urls = ['ldap://child.corp.contoso.test/OU=Cloud%20Groups,DC=child,DC=corp,DC=contoso,DC=test']
const search = { base: 'OU=Cloud Groups,DC=child', scope: 'base', attributes: [] } as const

const expectOneLine = ({ message }: WritebackError) => {
  const controls = [...message].filter((char) => char < ' ' || char === '\x7f')
  expect(controls, message).to.deep.equal([])
}

describe('a directory that refers to another one', () => {
  afterEach(closeAll)

  it('is told in one line, with the host to ask instead', async () => {
    const { connection } = await connectToScript((request) => refer(request, urls, text))
    const error = await failure(readAll(connection, search))
    expect(error.code).to.equal('directoryRefused')
    expectOneLine(error)
    expect(error.problems[0].hint).to.include('child.corp.contoso.test').and.include('directory.urls')
    expect(ldapFailure(error)?.referrals).to.deep.equal(urls)
    expect(ldapFailure(error)?.serverText).to.equal(text.slice(0, -1))
    expect(connection.closed).to.be.false
  })

  it('is not taken for a wrong password where it answers a bind', async () => {
    const { connection, server } = await connectToScript((request) => refer(request, urls, text))
    const error = await failure(connection.bind('CN=svc,DC=child', 'secret'))
    expect(error.code).to.equal('directoryRefused')
    expectOneLine(error)
    expect(error.message).to.not.match(/password/i)
    expect(error.problems[0].hint)
      .to.include('child.corp.contoso.test')
      .and.include('directory.urls')
      .and.include('container')
    expect(server.received).to.have.length(1)
  })

  it('means that the container is of another domain, where that was looked for', async () => {
    const { connection } = await connectToScript((request) => refer(request, urls, text))
    const error = notHere('OU=Cloud Groups', await failure(readAll(connection, search))) as WritebackError
    expect(error.code).to.equal('containerMissing')
    expectOneLine(error)
    expect(error.problems[0].hint).to.equal(
      'The container is in another domain: write a domain controller of child.corp.contoso.test into directory.urls.',
    )
  })

  it('need not say whom to ask, and may say it in a strange way', async () => {
    for (const some of [[], ['no address'], ['ldap:///DC=x']]) {
      const { connection } = await connectToScript((request) => refer(request, some))
      const error = await failure(readAll(connection, search))
      expect(error.problems[0].hint).to.include('in another domain').and.include('directory.urls')
    }
  })

  it('is passed over where it stands among the results', async () => {
    const { connection } = await connectToScript((request) => {
      request.entry('CN=a')
      request.send(reference(request.id, 'ldap://ForestDnsZones.corp.contoso.test/DC=ForestDnsZones'))
      lastPage(request)
    })
    expect(await readAll(connection, { ...search, scope: 'sub' })).to.have.length(1)
  })
})
