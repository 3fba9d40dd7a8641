/** Sign-ins without a secret of one's own: workload identity, Azure CLI and Azure PowerShell. */
import { expect } from 'chai'
import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { importPKCS8, SignJWT } from 'jose'
import { signIn } from '../../emulators/entra/support/client.js'
import type { Credential } from '../../../src/config/types.js'
import { createAuthority, type IssuedCertificate } from '../../../src/emulators/certificates.js'
import { newId } from '../../contract/sourceFixture.js'
import { everythingIn } from '../leaks.js'
import { failureOf, startPlace, withEnv, type Place } from '../support.js'
import { skipNeeding } from '../../support/needing.js'

describe('signing in without a secret', () => {
  let place: Place
  before(async () => (place = await startPlace()))
  after(() => place.close())

  const read = async (credential: Credential) => (await place.source({ credential }).readGroups('all')).items
  const failure = (credential: Credential) => failureOf(read(credential))

  describe('as a workload identity', () => {
    let certificate: IssuedCertificate
    let clientId: string
    const clear = { AZURE_CLIENT_ID: undefined, AZURE_FEDERATED_TOKEN_FILE: undefined }
    before(async () => {
      certificate = await (await createAuthority('Cluster')).issue(['workload'])
      clientId = place.entra.apps.add({ certificate: certificate.certPem }).clientId
    })

    /** What a cluster puts into the file; the emulator knows its signer by the certificate of the application. */
    async function assertion(): Promise<string> {
      const thumbprint = createHash('sha256')
        .update(new X509Certificate(certificate.certPem).raw)
        .digest('base64url')
      return new SignJWT({})
        .setProtectedHeader({ alg: 'PS256', 'x5t#S256': thumbprint })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(`${place.entra.authorityHost}/${place.entra.tenantId}/oauth2/v2.0/token`)
        .setJti(randomUUID())
        .setExpirationTime('10m')
        .sign(await importPKCS8(certificate.keyPem, 'PS256'))
    }

    it('signs in with the token in the file', async () => {
      const tokenFilePath = place.file('federated-token', `${await assertion()}\n`)
      expect(await read({ type: 'workloadIdentity', clientId, tokenFilePath })).to.deep.equal([])
    })

    it('takes client and file from the environment where they are not configured', async () => {
      const env = {
        AZURE_CLIENT_ID: clientId,
        AZURE_FEDERATED_TOKEN_FILE: place.file('token', await assertion()),
      }
      expect(await withEnv(env, () => read({ type: 'workloadIdentity' }))).to.deep.equal([])
    })

    it('says what is missing in one sentence', async () => {
      const error = await withEnv(clear, () => failure({ type: 'workloadIdentity' }))
      expect(error.code).to.equal('signInFailed')
      expect(error.message)
        .to.match(
          /as workloadIdentity for .* failed: WorkloadIdentityCredential: (?!is unavailable).*\. Check entra\.credential\.clientId and tokenFilePath; .* are read\.$/,
        )
        .and.not.contain('\n')
    })

    it('says that the file is not there, or empty', async () => {
      for (const tokenFilePath of ['/nowhere/token', place.file('empty', '\n')]) {
        const error = await failure({ type: 'workloadIdentity', clientId, tokenFilePath })
        expect(error.code).to.equal('signInFailed')
        expect(error.message).to.match(/tokenFilePath; without them .* are read\.$/)
      }
    })

    it('says that Entra does not take the token', async () => {
      const tokenFilePath = place.file('garbage', 'not.a.token')
      const error = await failure({ type: 'workloadIdentity', clientId, tokenFilePath })
      expect(error.code).to.equal('signInFailed')
      expect(error.message).to.match(/AADSTS\d+: /)
      expect(everythingIn(error).includes('not.a.token')).to.equal(false)
    })
  })

  describe('as the person at this machine', () => {
    /** A folder that stands for PATH, with a program in it. */
    const program = (name: string, script: string): string => {
      const folder = join(dirname(place.file('x', '')), `bin-${randomUUID()}`)
      mkdirSync(folder)
      writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" >> ${folder}/calls\n${script}\n`)
      chmodSync(join(folder, name), 0o755)
      return folder
    }
    const callsOf = (folder: string): string[] =>
      readFileSync(join(folder, 'calls'), 'utf8').match(/get-access-token|Get-AzAccessToken/g) ?? []
    const nothing = () => program('nothing', '')
    const later = () => new Date(Date.now() + 3_600_000).toISOString()
    const types = ['azureCli', 'azurePowerShell'] as const
    const names = { azureCli: 'az', azurePowerShell: 'pwsh' }
    const fields = {
      azureCli: ['accessToken', 'expiresOn'],
      azurePowerShell: ['Token', 'ExpiresOn'],
    } as const
    before(function () {
      if (process.platform === 'win32') skipNeeding(this, 'a shell of Unix')
    })

    for (const type of types) {
      it(`asks ${names[type]} for a token, once for all requests`, async () => {
        const [token, expires] = fields[type]
        const answer = JSON.stringify({ [token]: await signIn(place.entra), [expires]: later() })
        const folder = program(names[type], `echo '${answer}'`)
        await withEnv({ PATH: `${folder}:/bin:/usr/bin` }, async () => {
          const source = place.source({ credential: { type } })
          await source.readGroups('all')
          await source.readGroups('all')
          await source.readGroups('all', [newId()])
        })
        expect(callsOf(folder)).to.have.length(1)
      })
    }

    it('asks again where the token is about to end', async () => {
      const soon = new Date(Date.now() + 120_000).toISOString()
      const answer = JSON.stringify({ accessToken: await signIn(place.entra), expiresOn: soon })
      const folder = program('az', `echo '${answer}'`)
      await withEnv({ PATH: `${folder}:/bin:/usr/bin` }, async () => {
        const source = place.source({ credential: { type: 'azureCli' } })
        await source.readGroups('all')
        await source.readGroups('all')
      })
      expect(callsOf(folder)).to.have.length(2)
    })

    it('says that the Azure CLI wants somebody to sign in', async () => {
      const folder = program('az', `echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`)
      const error = await withEnv({ PATH: `${folder}:/bin:/usr/bin` }, () => failure({ type: 'azureCli' }))
      expect(error.code).to.equal('signInFailed')
      expect(error.message).to.match(
        /^Signing in as azureCli for .* failed: .*az login.*, as the account that runs this\.$/,
      )
    })

    it('says that there is no Azure CLI, and no PowerShell', async () => {
      const cli = await withEnv({ PATH: nothing() }, () => failure({ type: 'azureCli' }))
      expect([cli.code, cli.message]).to.deep.equal([
        'signInFailed',
        `Signing in as azureCli for ${place.entra.tenantId} failed: Azure CLI could not be found. Install the Azure CLI and sign in with "az login", as the account that runs this.`,
      ])
      const shell = await withEnv({ PATH: nothing() }, () => failure({ type: 'azurePowerShell' }))
      expect([shell.code, shell.message]).to.deep.equal([
        'signInFailed',
        `Signing in as azurePowerShell for ${place.entra.tenantId} failed: Unable to execute PowerShell. Install Az.Accounts and sign in with Connect-AzAccount, as the account that runs this.`,
      ])
    })
  })
})
