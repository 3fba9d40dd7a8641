/** Runs every example of the help unchanged, one after the other, against emulated sides with the objects they name. */
import { expect } from 'chai'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../project/source.js'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

const folder = `${root}ps/GroupWriteback/Public`

const examples = readdirSync(folder).flatMap((file) => {
  const help = /<#([\s\S]*?)#>/.exec(readFileSync(`${folder}/${file}`, 'utf8'))?.[1] ?? ''
  return [...help.matchAll(/^ +\.EXAMPLE\n([\s\S]*?)\n\n/gm)].map(([, code = '']) => ({
    command: file.slice(0, -'.ps1'.length),
    code: code.replaceAll(/^ {8}/gm, ''),
  }))
})

/** Stand-ins for commands of other modules and for prompts. */
const standIns = (place: PsPlace, sales: string) => `
  function Get-MgGroup {
    param($Filter)
    [pscustomobject]@{ Id = '${place.entra.tenant.addGroup({ displayName: 'Sales of Graph' }).id}' }
  }
  function Get-UnifiedGroup {
    param($Filter)
    $id = '${place.entra.tenant.addGroup({ displayName: 'Sales of Exchange', kind: 'microsoft365' }).id}'
    [pscustomobject]@{ ExternalDirectoryObjectId = $id; Guid = [guid]::NewGuid(); Identity = 'sales_1' }
  }
  function Get-ADGroup {
    param($Filter, $Properties)
    [pscustomobject]@{ Name = 'Sales'; ObjectGUID = [guid]::NewGuid(); adminDescription = 'Group_${sales}' }
  }
  function Get-Credential {
    $secret = ConvertTo-SecureString -AsPlainText -Force $env:PLACE_PASSWORD
    New-Object pscredential '${place.account.dn}', $secret
  }`

describePwsh('the examples of the help', function () {
  this.timeout(300_000)
  let place: PsPlace
  let outcomes: Array<{ output: string; errors: string[] }>

  before(async () => {
    place = await psPlace()
    const [sales = ''] = ['Sales', 'Marketing'].map((name) => place.group(name, place.people(2)))
    writeFileSync(join(place.folder, 'groups.csv'), 'Mail,DisplayName\n,Sales\n,Marketing\n')
    const script = examples.map(
      ({ code }) => `
      $Error.Clear()
      $output = & {
${code}
      } *>&1 | Out-String
      [pscustomobject]@{ output = $output; errors = @($Error | ForEach-Object { "$_" }) }`,
    )
    outcomes = await place.values(
      [standIns(place, sales), 'Set-StrictMode -Version Latest', ...script].join('\n'),
    )
  })
  after(() => place.close())

  it('exist for every command', () => {
    expect(new Set(examples.map(({ command }) => command)).size).to.equal(readdirSync(folder).length)
  })

  for (const [index, { command, code }] of examples.entries()) {
    it(`${code.split('\n').at(-1)}`, () => {
      expect(code).to.match(new RegExp(command))
      expect(outcomes[index]?.errors).to.deep.equal([])
    })
  }

  it('had the described effect', () => {
    expect(outcomes).to.have.length(examples.length)
    expect(place.written().join('\n')).to.include('Marketing').and.include('Sales of Graph')
  })
})
