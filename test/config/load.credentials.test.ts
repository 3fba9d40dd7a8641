import { expect } from 'chai'
import { loadConfig } from '../../src/config/load.js'
import {
  certificate,
  changed,
  credentials,
  minimal,
  problemsOf,
  temporaryFolder,
  wrongKeys,
} from './fixture.js'

const example = '"00000000-0000-0000-0000-000000000000"'
const knownKeys: Record<string, string> = {
  certificate: 'type, clientId, certificatePath, certificatePassword, sendCertificateChain',
  secret: 'type, clientId, clientSecret',
  managedIdentity: 'type, clientId',
  workloadIdentity: 'type, clientId, tokenFilePath',
  azureCli: 'type',
  azurePowerShell: 'type',
}

const problemsOfMissingKeys: Record<string, string[]> = {
  certificate: [
    `entra.credential.clientId: is missing. For example: ${example}.`,
    'entra.credential.certificatePath: is missing. For example: "./group-writeback.pem".',
  ],
  secret: [
    `entra.credential.clientId: is missing. For example: ${example}.`,
    'entra.credential.clientSecret: is missing. For example: {"env":"ENTRA_CLIENT_SECRET"}.',
  ],
}

describe('entra.credential', () => {
  const folder = temporaryFolder()
  before(() => folder.write('file.pem', certificate))

  for (const [index, { type }] of credentials('').entries()) {
    it(`of type ${type} accepts all its keys`, async () => {
      const credential = credentials(folder.path('file.pem'))[index]
      const config = await loadConfig(changed(minimal(), 'entra.credential', credential))
      expect(config.entra.credential).to.deep.equal(credential)
    })

    it(`of type ${type} without other keys reports the required ones`, async () => {
      const config = changed(minimal(), 'entra.credential', { type })
      const problems = problemsOfMissingKeys[type]
      if (problems) expect(await problemsOf(config)).to.deep.equal(problems)
      else expect((await loadConfig(config)).entra.credential).to.deep.equal({ type })
    })

    it(`of type ${type} rejects an unknown key and lists its own`, async () => {
      const credential = { ...credentials(folder.path('file.pem'))[index], password: { env: 'X' } }
      expect(await problemsOf(changed(minimal(), 'entra.credential', credential))).to.deep.equal([
        `entra.credential.password: is not a known key. Known keys: ${knownKeys[type]}.`,
      ])
    })
  }

  it('of type certificate rejects a file that does not exist', async () => {
    const credential = {
      type: 'certificate',
      clientId: 'client',
      certificatePath: folder.path('nowhere.pem'),
    }
    expect(await wrongKeys(changed(minimal(), 'entra.credential', credential))).to.deep.equal([
      'entra.credential.certificatePath',
    ])
  })
})
