import { expect } from 'chai'
import { refusedError, noResponseError } from '../../../src/ad/ldap/errors.js'
import { bindRequest } from '../../../src/ad/ldap/requests.js'
import { parseServerUrl } from '../../../src/ad/ldap/serverUrl.js'
import { handshakeError } from '../../../src/ad/ldap/tls.js'

describe('handshakeFailure', () => {
  it('states OpenSSL’s reason without its error numbers and file names', () => {
    const error = Object.assign(
      new Error('80CC:error:0A00010B:SSL routines:get_record:wrong version number:../a.c:350:'),
      {
        reason: 'wrong version number',
      },
    )
    const { message } = handshakeError(parseServerUrl('ldaps://dc1:389', false), error)
    expect(message).to.match(/^The TLS handshake with ldaps:\/\/dc1:389 failed: wrong version number\. Check/)
  })
})

describe('unanswered', () => {
  it('states the operation and the loss, with a hint', () => {
    const lost = { reason: 'lost', text: 'the connection was lost' } as const
    expect(noResponseError(bindRequest('svc', 'x'), lost).message).to.equal(
      'No response while signing in as svc: the connection was lost. Run again; if the error persists, check the server and the network.',
    )
  })
})

describe('refused', () => {
  it('states the result code, the operation and the diagnostic message in one sentence, followed by the hint', () => {
    const error = refusedError(bindRequest('svc', 'x'), {
      status: 8,
      diagnosticMessage: 'BindSimple: Transport encryption required.\0',
    })
    expect(error.message).to.equal(
      'The directory responded with 8 strongerAuthRequired while signing in as svc: BindSimple: Transport encryption required. Use an ldaps:// URL or set directory.tls.startTls.',
    )
  })
})
