import { expect } from 'chai'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import {
  createAuthority,
  type CertificateAuthority,
  type IssuedCertificate,
} from '../../src/emulators/certificates.js'

describe("the emulators' certificate authority", () => {
  let authority: CertificateAuthority
  let issued: IssuedCertificate
  before(async () => {
    authority = await createAuthority('Emulators')
    issued = await authority.issue(['localhost', '127.0.0.1'])
  })

  it('issues certificates that it signed, with their host names and matching keys', () => {
    const ca = new X509Certificate(authority.caPem)
    const certificate = new X509Certificate(issued.certPem)
    expect(ca.ca).to.equal(true)
    expect(certificate.ca).to.equal(false)
    expect(certificate.checkIssued(ca)).to.equal(true)
    expect(certificate.verify(ca.publicKey)).to.equal(true)
    expect(certificate.subjectAltName).to.equal('DNS:localhost, IP Address:127.0.0.1')
    expect(certificate.checkPrivateKey(createPrivateKey(issued.keyPem))).to.equal(true)
  })

  it('gives every certificate its own serial number, valid in DER', async () => {
    const others = await Promise.all(Array.from({ length: 8 }, () => authority.issue(['localhost'])))
    const numbers = [issued, ...others].map(({ certPem }) => new X509Certificate(certPem).serialNumber)
    expect(new Set(numbers).size).to.equal(9)
    for (const number of numbers) expect(number).to.match(/^[4-7][0-9A-F]{31}$/)
  })

  it('issues TLS certificates that clients accept by name and address only if they trust the authority', async () => {
    const server = createServer({ cert: issued.certPem, key: issued.keyPem }, (_, response) => response.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const open = (host: string, ca?: string) =>
      new Promise<string>((resolve) => {
        const sent = request({ host, port, agent: false, ...(ca !== undefined && { ca }) }, (response) => {
          response.resume()
          resolve(String(response.statusCode))
        })
        sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
        sent.end()
      })
    expect(await open('localhost', authority.caPem)).to.equal('200')
    expect(await open('127.0.0.1', authority.caPem)).to.equal('200')
    expect(await open('localhost')).to.equal('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
    const stranger = await createAuthority('Emulators')
    expect(await open('localhost', stranger.caPem)).not.to.equal('200')
    await new Promise((resolve) => server.close(resolve))
  })

  it('rejects an empty list of names', async () => {
    const error = await authority.issue([]).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(TypeError)
  })
})
