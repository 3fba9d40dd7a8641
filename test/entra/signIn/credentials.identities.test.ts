/** Sign-ins without a configured secret: workload identity, Azure CLI and Azure PowerShell. */
import { expect } from 'chai'
import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { importPKCS8, SignJWT } from 'jose'
import { signIn } from '../../emulators/entra/support/client.js'
import type { Credential } from '../../../src/config/types.js'
import { createAuthority, type IssuedCertificate } from '../../../src/emulators/certificates.js'
import { newId } from '../../contract/sourceFixture.js'
import { allTextIn } from '../leaks.js'
import { failureOf, startEntraFixture, withEnv, type EntraFixture } from '../fixture.js'
import { skipNeeding } from '../../support/needing.js'

describe('the sign-in without a secret', () => {
  let fixture: EntraFixture
  before(async () => (fixture = await startEntraFixture()))
  after(() => fixture.close())

  const read = async (credential: Credential) =>
    (await fixture.source({ credential }).readGroups('all')).items
  const failure = (credential: Credential) => failureOf(read(credential))

  describe('as a workload identity', () => {
    let certificate: IssuedCertificate
    let clientId: string
    const clear = { AZURE_CLIENT_ID: undefined, AZURE_FEDERATED_TOKEN_FILE: undefined }
    before(async () => {
      certificate = await (await createAuthority('Cluster')).issue(['workload'])
      clientId = fixture.entra.apps.add({ certificate: certificate.certPem }).clientId
    })

    /** The token that a cluster writes to the file. The emulator checks it with the certificate of the application. */
    async function assertion(): Promise<string> {
      const thumbprint = createHash('sha256')
        .update(new X509Certificate(certificate.certPem).raw)
        .digest('base64url')
      return new SignJWT({})
        .setProtectedHeader({ alg: 'PS256', 'x5t#S256': thumbprint })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(`${fixture.entra.authorityHost}/${fixture.entra.tenantId}/oauth2/v2.0/token`)
        .setJti(randomUUID())
        .setExpirationTime('10m')
        .sign(await importPKCS8(certificate.keyPem, 'PS256'))
    }

    it('succeeds with the token in the file', async () => {
      const tokenFilePath = fixture.writeFile('federated-token', `${await assertion()}\n`)
      expect(await read({ type: 'workloadIdentity', clientId, tokenFilePath })).to.deep.equal([])
    })

    it('reads client id and file from the environment if they are not configured', async () => {
      const env = {
        AZURE_CLIENT_ID: clientId,
        AZURE_FEDERATED_TOKEN_FILE: fixture.writeFile('token', await assertion()),
      }
      expect(await withEnv(env, () => read({ type: 'workloadIdentity' }))).to.deep.equal([])
    })

    it('fails with signInFailed and one sentence if nothing is configured', async () => {
      const error = await withEnv(clear, () => failure({ type: 'workloadIdentity' }))
      expect(error.code).to.equal('signInFailed')
      expect(error.message)
        .to.match(
          /as workloadIdentity for .* failed: WorkloadIdentityCredential: (?!is unavailable).*\. Check entra\.credential\.clientId and tokenFilePath; the defaults are AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE\.$/,
        )
        .and.not.contain('\n')
    })

    it('fails with signInFailed if the file is missing or empty', async () => {
      for (const tokenFilePath of ['/nowhere/token', fixture.writeFile('empty', '\n')]) {
        const error = await failure({ type: 'workloadIdentity', clientId, tokenFilePath })
        expect(error.code).to.equal('signInFailed')
        expect(error.hint).to.contain('tokenFilePath')
      }
    })

    it('fails with an error of Entra, without the token in it, if the token is invalid', async () => {
      const tokenFilePath = fixture.writeFile('garbage', 'not.a.token')
      const error = await failure({ type: 'workloadIdentity', clientId, tokenFilePath })
      expect(error.code).to.equal('signInFailed')
      expect(error.message).to.match(/AADSTS\d+: /)
      expect(allTextIn(error).includes('not.a.token')).to.equal(false)
    })
  })

  describe('as the user of this machine', () => {
    /** Creates a program that records its calls, and returns its folder for PATH. */
    const program = (name: string, script: string): string => {
      const folder = join(dirname(fixture.writeFile('x', '')), `bin-${randomUUID()}`)
      mkdirSync(folder)
      writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" >> ${folder}/calls\n${script}\n`)
      chmodSync(join(folder, name), 0o755)
      return folder
    }
    const callsOf = (folder: string): string[] =>
      readFileSync(join(folder, 'calls'), 'utf8').match(/get-access-token|Get-AzAccessToken/g) ?? []
    const emptyPath = () => program('nothing', '')
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
      it(`calls ${names[type]} once for all requests`, async () => {
        const [token, expires] = fields[type]
        const answer = JSON.stringify({ [token]: await signIn(fixture.entra), [expires]: later() })
        const folder = program(names[type], `echo '${answer}'`)
        await withEnv({ PATH: `${folder}:/bin:/usr/bin` }, async () => {
          const source = fixture.source({ credential: { type } })
          await source.readGroups('all')
          await source.readGroups('all')
          await source.readGroups('all', [newId()])
        })
        expect(callsOf(folder)).to.have.length(1)
      })
    }

    it('calls az again if the token expires soon', async () => {
      const soon = new Date(Date.now() + 120_000).toISOString()
      const answer = JSON.stringify({ accessToken: await signIn(fixture.entra), expiresOn: soon })
      const folder = program('az', `echo '${answer}'`)
      await withEnv({ PATH: `${folder}:/bin:/usr/bin` }, async () => {
        const source = fixture.source({ credential: { type: 'azureCli' } })
        await source.readGroups('all')
        await source.readGroups('all')
      })
      expect(callsOf(folder)).to.have.length(2)
    })

    it('fails with the message of the Azure CLI if nobody is signed in there', async () => {
      const folder = program('az', `echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`)
      const error = await withEnv({ PATH: `${folder}:/bin:/usr/bin` }, () => failure({ type: 'azureCli' }))
      expect(error.code).to.equal('signInFailed')
      expect(error.message).to.match(
        /^Signing in as azureCli for .* failed: .*az login.* as the account that runs this program\.$/,
      )
    })

    it('fails with signInFailed if the Azure CLI or PowerShell is not installed', async () => {
      const cli = await withEnv({ PATH: emptyPath() }, () => failure({ type: 'azureCli' }))
      expect([cli.code, cli.message]).to.deep.equal([
        'signInFailed',
        `Signing in as azureCli for ${fixture.entra.tenantId} failed: Azure CLI could not be found. Install the Azure CLI and sign in with "az login" as the account that runs this program.`,
      ])
      const shell = await withEnv({ PATH: emptyPath() }, () => failure({ type: 'azurePowerShell' }))
      expect([shell.code, shell.message]).to.deep.equal([
        'signInFailed',
        `Signing in as azurePowerShell for ${fixture.entra.tenantId} failed: Unable to execute PowerShell. Install Az.Accounts and sign in with Connect-AzAccount as the account that runs this program.`,
      ])
    })
  })
})
