import { expect } from 'chai'
import { isLinkFailure, networkError } from '../../../src/entra/http/networkErrors.js'

describe('connections that failed', () => {
  const failure = (code: string | undefined, message: string) =>
    networkError(Object.assign(new Error(message), code === undefined ? {} : { code }), {
      url: '/groups',
    })

  const untrusted = [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'INVALID_CA',
    'INVALID_PURPOSE',
  ]
  for (const code of untrusted) {
    it(`are not tried again after ${code}`, () => {
      const error = failure(code, 'whatever it says')
      expect(isLinkFailure(error)).to.equal(false)
      expect(error.message).to.contain('entra.tls.caPath')
    })
  }

  for (const code of ['ECONNRESET', 'ECONNREFUSED', 'ENOTFOUND', 'ERR_TLS_HANDSHAKE_TIMEOUT', undefined]) {
    it(`are tried again after ${code}, whatever the words are`, () => {
      const error = failure(code, 'the certificate was on its way')
      expect(isLinkFailure(error)).to.equal(true)
      expect(error.message).to.contain('HTTPS_PROXY')
    })
  }
})
