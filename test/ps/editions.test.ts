/** Checks the scripts against Windows PowerShell 5.1 without it: by the syntax tree, and by PSScriptAnalyzer if installed. */
import { expect } from 'chai'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../project/source.js'
import { inBothEditions, onlyInSeven } from './bothEditions.js'
import { describePwsh, quoted, valuesOf } from './pwsh.js'
import { skipNeeding } from '../support/needing.js'

interface Use {
  file: string
  line: number
  use: string
}

const plain = { module: false } as const
const tree = `${root}test/ps/syntaxTree.ps1`
const powershellFiles = readdirSync(`${root}ps`, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(ps1|psm1|psd1|ps1xml)$/.test(name),
)

/** Returns the uses that neither both editions nor the scripts themselves provide. */
async function unavailableUses(folder: string): Promise<string[]> {
  const uses = await valuesOf<Use>(`& ${quoted(tree)} ${quoted(folder)}`, plain)
  const [own = []] = await valuesOf<string[]>(
    `, @([System.IO.Directory]::GetFiles(${quoted(folder)}, '*.ps1', 'AllDirectories') |
      ForEach-Object { [regex]::Matches([System.IO.File]::ReadAllText($_), '(?m)^ *function ([\\w-]+)') } |
      ForEach-Object { $_.Groups[1].Value })`,
    plain,
  )
  const isOwn = ({ use }: Use) => own.includes(use.split(' ')[0] ?? '')
  const isInBoth = ({ use }: Use) =>
    inBothEditions.has(use) || inBothEditions.has(use.replace('[', '[System.')) // PowerShell adds it as well
  const isVariable = ({ use }: Use) => use.startsWith('$')
  const isLate = ({ use }: Use) => onlyInSeven.some((name) => use === `$${name}`)
  return uses
    .filter((one) => (isVariable(one) ? isLate(one) : !isOwn(one) && !isInBoth(one)))
    .map(({ file, line, use }) => `${file.slice(folder.length)}:${line} ${use}`)
}

describePwsh('Windows PowerShell 5.1', function () {
  this.timeout(300_000)
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-editions-'))
  after(() => rmSync(folder, { recursive: true }))

  it('provides every command, parameter, type and method that ps/ uses', async () => {
    expect(await unavailableUses(`${root}ps`)).to.deep.equal([])
  })

  it('check finds commands, syntax and methods that only PowerShell 7 has', async () => {
    const lines = [
      '$a = $true ? 1 : 2',
      '$a ?? 3',
      '$a ??= 4',
      '${a}?.Length',
      'Get-Item . && Get-Item .',
      'Get-Item . || Get-Item .',
      'Get-Item . &',
      '1..3 | ForEach-Object -Parallel { $_ }',
      "ConvertFrom-Json -InputObject '{}' -AsHashtable",
      'function Close-It { clean { $a } }',
      "$info.ArgumentList.Add('x').Kill($true)",
      "'a'.Contains('A', [System.StringComparison]::OrdinalIgnoreCase)",
      '[System.Convert]::ToHexString($a)',
      "Write-Host 'a'",
      "Invoke-Expression 'a'",
      "'a' | % { $_ }",
      '$IsWindows',
    ]
    writeFileSync(join(folder, 'late.ps1'), lines.join('\n'))
    const found = await unavailableUses(folder)
    const missed = lines.filter((_, index) => !found.some((one) => one.includes(`:${index + 1} `)))
    expect(missed).to.deep.equal([])
  })

  it('can read the scripts without a byte order mark, because they are ASCII', () => {
    expect(powershellFiles.length).to.be.greaterThan(40)
    const notAscii = powershellFiles.filter((name) =>
      /[^\x00-\x7F]/.test(readFileSync(`${root}ps/${name}`, 'utf8')),
    )
    expect(notAscii).to.deep.equal([])
  })

  it('has no findings of PSScriptAnalyzer, its compatibility rules for 5.1 included', async function () {
    const [analyser] = await valuesOf<string | null>(
      `$module = $env:GROUPWRITEBACK_PSSA
      if (-not $module) { $module = (Get-Module -ListAvailable PSScriptAnalyzer | ForEach-Object { $_.Path }) }
      , @($module)[0]`,
      plain,
    )
    if (!analyser && !process.env['GROUPWRITEBACK_REQUIRE']?.includes('pssa'))
      skipNeeding(this, 'PSScriptAnalyzer: GROUPWRITEBACK_PSSA, or among the modules')
    writeFileSync(join(folder, 'late.ps1'), "$a = $true ? 1 : 2\nTest-Json '{}'\nGet-Item . | % { $_ }\n")
    const [rules = [], known = []] = await valuesOf<string[]>(
      `Import-Module ${quoted(analyser ?? '')}
      $settings = @{ Rules = @{
        PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1', '7.0') }
        PSUseCompatibleCmdlets = @{ compatibility = @('desktop-5.1.14393.206-windows') }
      } }
      foreach ($folder in ${quoted(`${root}ps`)}, ${quoted(folder)}) {
        , @(Invoke-ScriptAnalyzer -Path $folder -Recurse -Settings $settings | ForEach-Object {
          "$($_.RuleName) $($_.ScriptName):$($_.Line) $($_.Message)"
        })
      }`,
      plain,
    )
    expect(known.map((line) => line.split(' ')[0])).to.include.members([
      'PSUseCompatibleSyntax',
      'PSUseCompatibleCmdlets',
      'PSAvoidUsingCmdletAliases',
    ])
    expect(rules).to.deep.equal([])
  })
})
