import { expect } from 'chai'
import {
  bindRefusalReason,
  windowsErrorText,
  resultCodes,
  resultCodeName,
  windowsErrorCode,
} from '../../../src/ad/ldap/resultCodes.js'

describe('result codes', () => {
  it('have the names of RFC 4511; an unknown code is "unknown result"', () => {
    expect(resultCodeName(68)).to.equal('entryAlreadyExists')
    expect(resultCodeName(resultCodes.success)).to.equal('success')
    expect(resultCodeName(4242)).to.equal('unknown result')
  })

  it('are explained by the Windows error code in AD’s diagnostic text, if there is one', () => {
    expect(windowsErrorCode('00000524: UpdErr: DSID-031A11F8, problem 6005 (ENTRY_EXISTS), data 0')).to.equal(
      0x524,
    )
    expect(windowsErrorCode('00002071: samldb: samAccountName already in use')).to.equal(0x2071)
    expect(windowsErrorCode('Entry CN=a already exists')).to.equal(undefined)
    expect(windowsErrorCode('')).to.equal(undefined)
    expect(windowsErrorText('00002098: SecErr: DSID-03150F94, problem 4003')).to.equal(
      'the account has insufficient rights',
    )
    expect(windowsErrorText('0000FFFF: SvcErr')).to.equal(undefined)
  })

  const reasons = [
    ['525', /account does not exist/],
    ['52e', /password is wrong/],
    ['52E', /password is wrong/],
    ['532', /expired/],
    ['533', /disabled/],
    ['701', /account has expired/],
    ['773', /changed first/],
    ['775', /locked/],
  ] as const
  for (const [data, words] of reasons) {
    it(`explain a bind that AD refuses with data ${data}`, () => {
      const text = `80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data ${data}, v4563`
      expect(bindRefusalReason(text)).to.match(words)
    })
  }

  it('explain nothing for an unknown or missing reason', () => {
    expect(bindRefusalReason('data 99')).to.equal(undefined)
    expect(bindRefusalReason('Invalid credentials')).to.equal(undefined)
  })
})
