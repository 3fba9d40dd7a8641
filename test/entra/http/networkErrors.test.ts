import { expect } from 'chai'
import { isRetryableNetworkError, toNetworkError } from '../../../src/entra/http/networkErrors.js'

describe('network errors', () => {
  const failure = (code: string | undefined, message: string) =>
    toNetworkError(Object.assign(new Error(message), code === undefined ? {} : { code }), {
      url: '/groups?$top=1',
    })
  const trustHint = 'Set entra.tls.caPath to a PEM file with the certificate authority that issued it.'
  const networkHint = 'Check the network, the proxy (HTTPS_PROXY) and entra.graphUrl.'

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
    it(`do not allow a retry after ${code}, and name entra.tls.caPath`, () => {
      const error = failure(code, 'any message')
      expect(isRetryableNetworkError(error)).to.equal(false)
      expect(error.hint).to.equal(trustHint)
    })
  }

  for (const code of ['ECONNRESET', 'ECONNREFUSED', 'ENOTFOUND', 'ERR_TLS_HANDSHAKE_TIMEOUT', undefined]) {
    it(`allow a retry after the code ${code}, whatever the message, and name the proxy`, () => {
      const error = failure(code, 'the certificate was on its way')
      expect(isRetryableNetworkError(error)).to.equal(true)
      expect(error.hint).to.equal(networkHint)
    })
  }

  it('have the path, the code and the reason in the message', () => {
    expect(failure('ECONNRESET', 'socket hang up').message).to.equal(
      `Graph cannot be reached for /groups (ECONNRESET: socket hang up). ${networkHint}`,
    )
    expect(failure('CERT_HAS_EXPIRED', 'certificate has expired').message).to.equal(
      `Graph cannot be reached for /groups: the server certificate is not trusted (CERT_HAS_EXPIRED: certificate has expired). ${trustHint}`,
    )
  })
})
