/** Parameters: what the Tab key knows, and a configuration in pieces instead of a file. */
import { expect } from 'chai'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh, quoted } from './pwsh.js'

describePwsh('parameters', function () {
  this.timeout(60_000)
  let place: PsPlace
  let ids: string[]
  const curly = 'Ann\u2019s Übung'

  before(async () => {
    place = await psPlace()
    ids = [place.group('Vertrieb', place.people(12)), place.group(curly)]
    await place.values(
      `(Sync-GroupWriteback).Status; (Enable-GroupWriteback -Group ${quoted(ids[0] ?? '')}).Status`,
    )
  })
  after(() => place.close())

  it('completes groups by name or id, and the plan that waits, from what is remembered', async () => {
    const complete = (line: string) => `
      , @([System.Management.Automation.CommandCompletion]::CompleteInput(${quoted(line)}, ${line.length}, $null).CompletionMatches |
        ForEach-Object { $_.CompletionText })`
    const [byId, byName, byStart, objects, nothing] = await place.values<string[]>(`
      ${complete(`Sync-GroupWriteback -Group ${ids[0]?.slice(0, 8)}`)}
      $null = Disable-GroupWriteback -Group ${quoted(ids[1] ?? '')} -Objects delete -WhatIf
      ${complete('Sync-GroupWriteback -Group Ann')}
      ${complete('Enable-GroupWriteback -Group A')}
      ${complete('Disable-GroupWriteback -Objects ')}
      ${complete('Sync-GroupWriteback -Approve ')}
    `)
    expect(byId).to.deep.equal([ids[0]])
    expect([byName, byStart]).to.deep.equal([["'Ann\u2019\u2019s Übung'"], ["'Ann\u2019\u2019s Übung'"]])
    expect(objects).to.have.members(['keep', 'empty', 'delete'])
    expect(nothing?.filter((one) => /^[0-9a-f]+$/.test(one))).to.deep.equal([]) // files are offered then
  })

  it('completes the hash that waits for approval', async () => {
    place.entra.tenant.removeMember(ids[0] ?? '', ...place.entra.tenant.members(ids[0] ?? '').slice(1))
    const [hash, completed] = await place.values<string>(`
      (Sync-GroupWriteback -ErrorAction SilentlyContinue).PlanHash
      $line = 'Sync-GroupWriteback -Approve '
      [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches[0].CompletionText
    `)
    expect(hash).to.match(/^[0-9a-f]+$/)
    expect(completed).to.equal(hash)
  })

  it('takes the pieces as parameters instead of a file, anything else with -Setting', async () => {
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
      (Sync-GroupWriteback @parts -Group ${quoted(ids[1] ?? '')}).Status
      Test-Path './ein Stand'
    `)
    expect([check, status, location]).to.deep.equal([true, 'inSync', true])
  })

  it('makes a certificate, a client and servers of the parameters for them', async () => {
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
})
