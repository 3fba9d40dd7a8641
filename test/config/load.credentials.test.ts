import { expect } from 'chai'
import { loadConfig } from '../../src/config/load.js'
import { certificate, changed, credentials, minimal, problemsOf, temporaryFolder } from './fixture.js'

const example = '"00000000-0000-0000-0000-000000000000"'
const knownOf: Record<string, string> = {
  certificate: 'type, clientId, certificatePath, certificatePassword, sendCertificateChain',
  secret: 'type, clientId, clientSecret',
  managedIdentity: 'type, clientId',
  workloadIdentity: 'type, clientId, tokenFilePath',
  azureCli: 'type',
  azurePowerShell: 'type',
}

const needs: Record<string, string[]> = {
  certificate: [
    `entra.credential.clientId: is missing. For example: ${example}.`,
    'entra.credential.certificatePath: is missing. For example: "./group-writeback.pem".',
  ],
  secret: [
    `entra.credential.clientId: is missing. For example: ${example}.`,
    'entra.credential.clientSecret: is missing. For example: {"env":"ENTRA_CLIENT_SECRET"}.',
  ],
}

describe('a credential', () => {
  const folder = temporaryFolder()
  before(() => folder.write('file.pem', certificate))

  for (const [index, { type }] of credentials('').entries()) {
    it(`of type ${type} may have all its keys`, async () => {
      const credential = credentials(folder.path('file.pem'))[index]
      const config = await loadConfig(changed(minimal(), 'entra.credential', credential))
      expect(config.entra.credential).to.deep.equal(credential)
    })

    it(`of type ${type} is told what it needs`, async () => {
      const config = changed(minimal(), 'entra.credential', { type })
      if (needs[type]) expect(await problemsOf(config)).to.deep.equal(needs[type])
      else expect((await loadConfig(config)).entra.credential).to.deep.equal({ type })
    })

    it(`of type ${type} may not have another's keys`, async () => {
      const credential = { ...credentials(folder.path('file.pem'))[index], password: { env: 'X' } }
      expect(await problemsOf(changed(minimal(), 'entra.credential', credential))).to.deep.equal([
        `entra.credential.password: is not a known key. Known keys: ${knownOf[type]}.`,
      ])
    })
  }

  it('of type certificate needs a certificate that can be read', async () => {
    const credential = {
      type: 'certificate',
      clientId: 'client',
      certificatePath: folder.path('nowhere.pem'),
    }
    expect(await problemsOf(changed(minimal(), 'entra.credential', credential))).to.deep.equal([
      `entra.credential.certificatePath: names a file that does not exist. Check the path; relative paths are resolved against ${process.cwd()}.`,
    ])
  })
})
