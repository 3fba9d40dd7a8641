import { rootCertificates } from 'node:tls'
import { expect } from 'chai'
import { trustedAuthorities } from '../../src/util/trustedAuthorities.js'
import { temporaryFolder } from '../config/fixture.js'

describe('trustedAuthorities', () => {
  const folder = temporaryFolder()

  it('returns undefined without a file', async () => {
    expect(await trustedAuthorities({})).to.equal(undefined)
  })

  it('returns the authorities of Node and those of the file', async () => {
    const trusted = await trustedAuthorities({ caPath: await folder.write('ca.pem', 'an authority') })
    expect(trusted)
      .to.include('an authority')
      .and.include.members([...rootCertificates])
  })
})
