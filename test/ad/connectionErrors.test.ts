import { expect } from 'chai'
import { refused } from '../../src/ad/connectionErrors.js'
import { bindRequest } from '../../src/ad/connectionRequests.js'

describe('what a directory refuses', () => {
  it('is told in one sentence, with the way out behind it', () => {
    const error = refused(bindRequest('svc', 'x'), 8, 'BindSimple: Transport encryption required.\0')
    expect(error.message).to.equal(
      'The directory answered 8 strongerAuthRequired while signing in as svc: BindSimple: Transport encryption required. Use an ldaps:// address or directory.tls.startTls.',
    )
  })
})
