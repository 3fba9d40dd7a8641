/** Tests of the manifest, the files and the help of the module. */
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { read, root } from '../project/source.js'
import { describePwsh, valuesOf } from './pwsh.js'

interface Command {
  name: string
  verb: string
  noun: string
  synopsis: string
  description: string
  examples: Array<{ code: string; remarks: string }>
  parameters: Array<{ name: string; help: string }>
  outputs: string[]
  shouldProcess: boolean
  impact: string
  helpUri: string
}

interface Manifest {
  exported: string[]
  cmdlets: string[]
  aliases: string[]
  variables: string[]
  version: string
  powerShell: string
  editions: string[]
  visible: string[]
  verbs: string[]
}

const module = `${root}ps/GroupWriteback`
const filesOf = (folder: string) => readdirSync(`${module}/${folder}`).sort()
const publicNames = filesOf('Public').map((name) => name.replace(/\.ps1$/, ''))

const readManifest = `
$data = Import-PowerShellDataFile -Path '${module}/GroupWriteback.psd1'
$tested = Test-ModuleManifest -Path '${module}/GroupWriteback.psd1'
[pscustomobject]@{
  exported = $data.FunctionsToExport; cmdlets = $data.CmdletsToExport; aliases = $data.AliasesToExport
  variables = $data.VariablesToExport; version = "$($tested.Version)"; powerShell = "$($tested.PowerShellVersion)"
  editions = $tested.CompatiblePSEditions
  visible = @(Get-Command -Module GroupWriteback | ForEach-Object { $_.Name })
  verbs = @(Get-Verb | ForEach-Object { $_.Verb })
}`

const readCommands = `
$common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
foreach ($command in Get-Command -Module GroupWriteback) {
  $help = Get-Help $command.Name -Full
  $binding = $command.ScriptBlock.Attributes | Where-Object { $_ -is [System.Management.Automation.CmdletBindingAttribute] }
  [pscustomobject]@{
    name = $command.Name; verb = $command.Verb; noun = $command.Noun
    synopsis = $help.Synopsis.Trim()
    description = ($help.description | Out-String).Trim()
    examples = @($help.examples.example | ForEach-Object {
      [pscustomobject]@{ code = $_.code; remarks = ($_.remarks | Out-String).Trim() }
    })
    parameters = @($command.Parameters.Keys | Where-Object { $_ -notin $common } | ForEach-Object {
      $name = $_
      $one = $help.parameters.parameter | Where-Object { $_.name -eq $name }
      [pscustomobject]@{ name = $name; help = if ($one.PSObject.Properties['description']) { ($one.description | Out-String).Trim() } else { '' } }
    })
    outputs = @($command.OutputType | ForEach-Object { $_.Name })
    shouldProcess = $binding.SupportsShouldProcess
    impact = "$($binding.ConfirmImpact)"
    helpUri = $command.HelpUri
  }
}`

describePwsh('the module', function () {
  this.timeout(300_000)
  let manifest: Manifest
  let commands: Command[]

  before(async () => {
    const [first, ...rest] = await valuesOf<Manifest & Command>(readManifest + readCommands, { module })
    manifest = first as Manifest
    commands = rest
  })

  it('exports exactly the functions of Public/, one per file of the same name', () => {
    expect(manifest.exported).to.deep.equal(publicNames)
    expect([...manifest.visible].sort()).to.deep.equal(publicNames)
    expect([manifest.cmdlets, manifest.aliases, manifest.variables]).to.deep.equal([[], [], []])
    for (const folder of ['Public', 'Private'])
      for (const file of filesOf(folder)) {
        const text = readFileSync(`${module}/${folder}/${file}`, 'utf8')
        const functions = [...text.matchAll(/^function ([\w-]+)/gm)].map(([, name]) => `${name}.ps1`)
        expect(functions, file).to.deep.equal([file])
      }
  })

  it('manifest lists both editions and the version of the package', () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }
    expect(manifest).to.deep.include({ powerShell: '5.1', editions: ['Desktop', 'Core'], version })
  })

  it('uses approved verbs and one noun for each kind of object', () => {
    expect(commands.map(({ verb }) => verb).filter((verb) => !manifest.verbs.includes(verb))).to.deep.equal(
      [],
    )
    expect(new Set(commands.map(({ noun }) => noun))).to.deep.equal(
      new Set(['GroupWriteback', 'GroupWritebackPlan', 'GroupWritebackStatus']),
    )
    const privates = filesOf('Private').map((name) => name.split('-')[0] ?? '')
    expect(privates.filter((verb) => !manifest.verbs.includes(verb))).to.deep.equal([])
  })

  it('commands lead to the page of the package with Get-Help -Online', () => {
    const { homepage } = JSON.parse(read('package.json')) as { homepage: string }
    expect(commands.map(({ helpUri }) => helpUri)).to.deep.equal(commands.map(() => homepage))
  })

  it('commands that write support ShouldProcess; Disable-GroupWriteback has a high impact', () => {
    const impacts = commands.map(({ name, shouldProcess, impact }) => [
      name,
      shouldProcess ? impact : 'reads',
    ])
    expect(Object.fromEntries(impacts)).to.deep.equal({
      'Disable-GroupWriteback': 'High',
      'Enable-GroupWriteback': 'Medium',
      'Get-GroupWritebackPlan': 'reads',
      'Get-GroupWritebackStatus': 'reads',
      'Initialize-GroupWriteback': 'Low',
      'Invoke-GroupWritebackPlan': 'Medium',
      'Sync-GroupWriteback': 'Medium',
      'Test-GroupWriteback': 'reads',
    })
  })

  it('documents every command and parameter, with examples and outputs', () => {
    expect(commands).to.have.length(publicNames.length)
    for (const { name, synopsis, description, examples, parameters, outputs } of commands) {
      expect(synopsis, name)
        .to.match(/^[A-Z].*\.$/s)
        .and.not.include(name)
      expect(description.length, name).to.be.greaterThan(60)
      expect(outputs, name).to.not.be.empty
      expect(examples.length, name).to.be.greaterThan(1)
      for (const { code, remarks } of examples) {
        expect(code, name).to.match(/\S/)
        expect(remarks, `${name}: ${code}`).to.match(/\.$/)
      }
      const poor = parameters.filter(({ help }) => !/^[A-Z$].*\.$/s.test(help)).map((one) => one.name)
      expect(poor, name).to.deep.equal([])
    }
  })

  it('help describes only parameters that exist', () => {
    for (const { name, parameters } of commands) {
      const text = readFileSync(`${module}/Public/${name}.ps1`, 'utf8')
      const described = [...text.matchAll(/^ +\.PARAMETER (\w+)$/gm)].map(([, one]) => one)
      expect(described.sort(), name).to.deep.equal(parameters.map((one) => one.name).sort())
    }
  })

  it('help of a parameter is the same wherever it has the same meaning', () => {
    const texts = new Map<string, Set<string>>()
    const same = ['TenantId', 'ClientId', 'CertificatePath', 'Server', 'Container', 'StatePath', 'Setting']
    for (const { name, help } of commands.flatMap(({ parameters }) => parameters))
      if ([...same, 'Credential', 'NodePath', 'Approve', 'BreakLease'].includes(name))
        texts.set(name, (texts.get(name) ?? new Set()).add(help))
    expect(texts.size).to.equal(11)
    for (const [name, some] of texts) expect(some.size, name).to.equal(1)
  })
})
