import { expect } from 'chai'
import { extendedDn, pagedResults, parseExtendedDn, sdFlags } from '../../../src/ad/ldap/controls.js'

const guid = '2f1326f1-7c4a-4f5e-9b3a-0123456789ab'

describe('LDAP controls', () => {
  it('have the BER values that AD expects', () => {
    expect(extendedDn.value?.toString('hex')).to.equal('3003020101')
    expect(sdFlags({ owner: true, dacl: true }).value?.toString('hex')).to.equal('3003020105')
    expect(pagedResults(1000, Buffer.from([0xff])).value?.toString('hex')).to.equal('3007020203e80401ff')
  })

  it('are critical, so that a server that does not support them rejects the request', () => {
    expect([extendedDn, sdFlags({}), pagedResults(1, Buffer.alloc(0))].every(({ critical }) => critical)).to
      .be.true
  })
})

describe('parseExtendedDn', () => {
  it('splits an extended DN into GUID, SID and DN', () => {
    const sid = 'S-1-5-21-3478142734-26459434-1722754976-3101'
    expect(parseExtendedDn(`<GUID=${guid.toUpperCase()}>;<SID=${sid}>;CN=a;b\\, c,DC=x`)).to.deep.equal({
      guid,
      sid,
      dn: 'CN=a;b\\, c,DC=x',
    })
    expect(parseExtendedDn(`<GUID=${guid}>;CN=contact,DC=x`)).to.deep.equal({ guid, dn: 'CN=contact,DC=x' })
    expect(parseExtendedDn(`<GUID=${guid}>;CN=two\nlines,DC=x`)?.dn).to.equal('CN=two\nlines,DC=x')
  })

  for (const other of ['CN=a,DC=x', `CN=<GUID=${guid}>;CN=a`, `<GUID=${guid}>`, '<GUID=>;CN=a', '']) {
    it(`returns undefined for ${JSON.stringify(other)}`, () =>
      expect(parseExtendedDn(other)).to.equal(undefined))
  }
})
