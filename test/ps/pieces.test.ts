/** Tests of the configuration as parameters instead of a file. */
import { expect } from 'chai'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh, quoted } from './pwsh.js'

describePwsh('a configuration as parameters', function () {
  this.timeout(300_000)
  let place: PsPlace
  let group: string

  before(async () => {
    place = await psPlace()
    group = place.group('Vertrieb', place.people(2))
  })
  after(() => place.close())

  it('replaces the file; -Setting adds any other key', async () => {
    writeFileSync(join(place.folder, 'group-writeback.json'), 'not read')
    const { entra, directory } = place.configuration()
    const [check, status, location] = await place.values<unknown>(`
      $secret = ConvertTo-SecureString -AsPlainText -Force $env:PLACE_PASSWORD
      $parts = @{
        TenantId = '${entra.tenantId}'
        Server = '${directory.urls[0]}'
        Container = '${directory.container}'
        Credential = New-Object pscredential ${quoted(place.account.dn)}, $secret
        StatePath = './ein Stand'
        Setting = @{
          entra = @{
            credential = @{ type = 'secret'; clientId = '${place.entra.app.clientId}'; clientSecret = @{ env = 'PLACE_SECRET' } }
            authorityHost = '${entra.authorityHost}'; graphUrl = '${entra.graphUrl}'; tls = @{ caPath = './entra ca.pem' }
          }
          directory = @{ tls = @{ caPath = './directory ca.pem' } }
          scope = @{ groups = 'all' }
        }
      }
      Test-GroupWriteback @parts -Quiet
      (Sync-GroupWriteback @parts -Group ${quoted(group)}).Status
      Test-Path './ein Stand'
    `)
    expect([check, status, location]).to.deep.equal([true, 'applied', true])
  })

  it('converts certificate, client and servers to configuration keys', async () => {
    const [config] = await place.values<Record<string, unknown>>(`
      & (Get-Module GroupWriteback) {
        [CmdletBinding()] param()
        $bound = New-Object 'System.Collections.Generic.Dictionary[string, object]'
        $bound.TenantId = 't'; $bound.ClientId = 'c'; $bound.CertificatePath = './my cert.pem'
        $bound.Server = @('dc1.corp.test', 'dns:corp.test', 'ldap://dc2'); $bound.Container = 'OU=x'
        ConvertTo-Configuration -Cmdlet $PSCmdlet -Bound $bound
      }
    `)
    expect(config).to.deep.equal({
      entra: {
        tenantId: 't',
        credential: {
          type: 'certificate',
          clientId: 'c',
          certificatePath: join(place.folder, 'my cert.pem'),
        },
      },
      directory: { urls: ['ldaps://dc1.corp.test', 'dns:corp.test', 'ldap://dc2'], container: 'OU=x' },
    })
  })

  it('is incomplete with -Setting alone: the error names the missing parameters', async () => {
    const [alone, withFile] = await place.values<string>(`
      try { Sync-GroupWriteback -Setting @{ scope = @{ groups = 'all' } } } catch { "$_" }
      try { Sync-GroupWriteback -ConfigPath ./x.json -Setting @{ scope = @{ groups = 'all' } } } catch { $_.FullyQualifiedErrorId }
    `)
    expect(alone).to.include('missing mandatory parameters: TenantId Server Container Credential.')
    expect(withFile).to.equal('AmbiguousParameterSet,Sync-GroupWriteback')
  })
})
