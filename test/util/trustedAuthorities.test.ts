import { rootCertificates } from 'node:tls'
import { expect } from 'chai'
import { readTrustedAuthorities } from '../../src/util/trustedAuthorities.js'
import { temporaryFolder } from '../config/fixture.js'

describe('the trusted certificate authorities', () => {
  const folder = temporaryFolder()

  it('are undefined without a file, so that Node uses its own', async () => {
    expect(await readTrustedAuthorities({})).to.equal(undefined)
  })

  it('are those of Node and those of the file', async () => {
    const trusted = await readTrustedAuthorities({ caPath: await folder.write('ca.pem', 'an authority') })
    expect(trusted)
      .to.include('an authority')
      .and.include.members([...rootCertificates])
  })
})
