import { expect } from 'chai'
import {
  bindReasonOf,
  hintOf,
  resultCodes,
  resultName,
  windowsErrorOf,
} from '../../../src/ad/ldap/resultCodes.js'

describe('result codes', () => {
  it('have the names of RFC 4511; an unknown code is "unknown result"', () => {
    expect(resultName(68)).to.equal('entryAlreadyExists')
    expect(resultName(resultCodes.success)).to.equal('success')
    expect(resultName(4242)).to.equal('unknown result')
  })

  it('are explained by the Windows error code in AD’s diagnostic text, if there is one', () => {
    expect(windowsErrorOf('00000524: UpdErr: DSID-031A11F8, problem 6005 (ENTRY_EXISTS), data 0')).to.equal(
      0x524,
    )
    expect(windowsErrorOf('00002071: samldb: samAccountName already in use')).to.equal(0x2071)
    expect(windowsErrorOf('Entry CN=a already exists')).to.equal(undefined)
    expect(windowsErrorOf('')).to.equal(undefined)
    expect(hintOf('00002098: SecErr: DSID-03150F94, problem 4003')).to.equal(
      'the account has insufficient rights',
    )
    expect(hintOf('0000FFFF: SvcErr')).to.equal(undefined)
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
      expect(bindReasonOf(text)).to.match(words)
    })
  }

  it('explain nothing for an unknown or missing reason', () => {
    expect(bindReasonOf('data 99')).to.equal(undefined)
    expect(bindReasonOf('Invalid credentials')).to.equal(undefined)
  })
})
