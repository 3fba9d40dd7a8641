import { expect } from 'chai'
import { refused, unanswered } from '../../../src/ad/ldap/errors.js'
import { bindRequest } from '../../../src/ad/ldap/requests.js'
import { parseTarget } from '../../../src/ad/ldap/serverUrl.js'
import { handshakeFailure } from '../../../src/ad/ldap/tls.js'

describe('a handshake that failed', () => {
  it('is told in words, without the numbers and files of OpenSSL', () => {
    const error = Object.assign(
      new Error('80CC:error:0A00010B:SSL routines:get_record:wrong version number:../a.c:350:'),
      {
        reason: 'wrong version number',
      },
    )
    const told = handshakeFailure(parseTarget('ldaps://dc1:389', false), error).message
    expect(told).to.match(/^ldaps:\/\/dc1:389 did not agree on TLS: wrong version number\. Check/)
  })
})

describe('no answer', () => {
  it('has a hint', () => {
    const lost = { reason: 'lost', text: 'the connection was lost' } as const
    expect(unanswered(bindRequest('svc', 'x'), lost).message).to.equal(
      'No answer came while signing in as svc: the connection was lost. Run again; if it stays, look at that server and at what stands between.',
    )
  })
})

describe('what a directory refuses', () => {
  it('is told in one sentence, with the hint behind it', () => {
    const error = refused(bindRequest('svc', 'x'), {
      status: 8,
      diagnosticMessage: 'BindSimple: Transport encryption required.\0',
    })
    expect(error.message).to.equal(
      'The directory answered 8 strongerAuthRequired while signing in as svc: BindSimple: Transport encryption required. Use an ldaps:// address or directory.tls.startTls.',
    )
  })
})
