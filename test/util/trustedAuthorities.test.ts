import { rootCertificates } from 'node:tls'
import { expect } from 'chai'
import { trustedAuthorities } from '../../src/util/trustedAuthorities.js'
import { temporaryFolder } from '../config/fixture.js'

describe('the authorities to trust', () => {
  const folder = temporaryFolder()

  it('are left to Node where no file is named', async () => {
    expect(await trustedAuthorities({})).to.equal(undefined)
  })

  it('are the usual ones and those of the file', async () => {
    const trusted = await trustedAuthorities({ caPath: await folder.write('ca.pem', 'an authority') })
    expect(trusted)
      .to.include('an authority')
      .and.include.members([...rootCertificates])
  })
})
